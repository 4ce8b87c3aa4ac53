using System.Globalization;
using System.Text.Json;
using Slipway.Revisions;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Provenance;
using Slipway.Revisions.Signing;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>
/// What is to be attached to the bundle, as a file: the gate has read the checkout and writes it, the packer reads it, and MSBuild compares its time with the
/// bundle's. It is rewritten only when something in it changed, so a new commit or another key attaches again, and a second publish does not.
/// </summary>
/// <param name="Facts">What the statement says; null makes none.</param>
/// <param name="Sbom">Whether a bill of materials is made.</param>
/// <param name="Keys">Full paths of the keys that sign.</param>
/// <param name="KeyStamps">Size and time of each key's file.</param>
internal sealed record AttachmentPlan(ProvenanceFacts? Facts, bool Sbom, IReadOnlyList<string> Keys, IReadOnlyList<string> KeyStamps)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <summary>Looks at each key, so that a wrong one is told before anything is packed.</summary>
    /// <exception cref="SlipwayException">SLW0143, SLW0144: a key cannot sign.</exception>
    public static void CheckKeys(string signingKey, string projectFolder)
    {
        foreach (var key in KeysOf(signingKey, projectFolder)) Open(key);
    }

    /// <summary>Plans the attachments.</summary>
    /// <param name="provenance">The property RevisionProvenance; empty decides by whether there is a checkout.</param>
    /// <param name="sbom">The property RevisionSbom.</param>
    /// <param name="signingKey">The property RevisionSigningKey.</param>
    /// <param name="projectFolder">Relative paths count from it.</param>
    /// <param name="facts">Reads the checkout; asked only when a statement is made.</param>
    public static AttachmentPlan Of(string provenance, bool sbom, string signingKey, string projectFolder, Func<ProvenanceFacts> facts)
    {
        var keys = KeysOf(signingKey, projectFolder);
        var isWanted = provenance.Length == 0 || keys.Count > 0 || provenance.Equals("true", StringComparison.OrdinalIgnoreCase);
        var known = isWanted ? facts() : null;

        // Outside a checkout there is nothing to say, unless somebody asked for it.
        if (provenance.Length == 0 && keys.Count == 0 && known?.Commit is null) known = null;
        return new(known, sbom, keys, [.. keys.Select(Stamp)]);
    }

    /// <summary>Writes the plan unless the file holds it already.</summary>
    public void Write(string file)
    {
        var content = JsonSerializer.Serialize(this, Options);
        if (File.Exists(file) && File.ReadAllText(file) == content) return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    /// <summary>What the packer attaches by a written plan; null for nothing.</summary>
    /// <exception cref="SlipwayException">SLW0064: the file is none; SLW0143, SLW0144: a key cannot sign.</exception>
    public static Func<RevisionManifest, PackedContents, IReadOnlyList<BundleAttachment>>? Read(string file)
    {
        try
        {
            var plan = JsonSerializer.Deserialize<AttachmentPlan>(File.ReadAllText(file), Options) ?? throw new JsonException();
            return plan.Facts is null && !plan.Sbom ? null : RevisionSigning.Of(plan.Facts, plan.Sbom, [.. plan.Keys.Select(Open)]);
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SlipwayException(BuildErrors.BadRevisionList(file), e);
        }
    }

    private static List<string> KeysOf(string signingKey, string projectFolder) =>
        [.. signingKey.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(key => Path.GetFullPath(key, projectFolder))];

    private static SigningKey Open(string key) => SigningKey.Open(key, Environment.GetEnvironmentVariable(SigningKey.PassphraseVariable));

    private static string Stamp(string key) => string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(key).Length} {File.GetLastWriteTimeUtc(key).Ticks}");
}
