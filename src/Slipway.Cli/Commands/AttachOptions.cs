using System.CommandLine;
using Slipway.Checks.Provenance;
using Slipway.Deployments;
using Slipway.Revisions;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Signing;

namespace Slipway.Cli.Commands;

/// <summary>The options of <c>slipway pack</c> that say what is attached to the bundle.</summary>
internal sealed class AttachOptions
{
    private readonly Option<bool> provenance = new("--provenance") { Description = "Attach a statement of where the revision comes from: repository, commit, build." };

    private readonly Option<bool> sbom = new("--sbom") { Description = "Attach a bill of materials (CycloneDX) made from the deps.json files in it." };

    private readonly Option<string[]> sign = new("--sign")
    {
        Description = "Attach the statement and sign it: an SSH key, a .pub file whose key is in the agent, or an ECDSA P-256 key in PEM. May be repeated.",
        HelpName = "KEY",
    };

    private readonly Option<string?> application = Application();

    /// <summary>The application that a signature is for.</summary>
    public static Option<string?> Application() =>
        Options.Text("--application", "NAME", "The application that the statement names (default: deploy.yml's; else a signature is for any).");

    public IReadOnlyList<Option> All => [provenance, sbom, sign, application];

    /// <summary>What to attach; null for nothing. Keys are looked at now, before anything is packed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="folder">The folder that is packed: its checkout is the one that the statement tells of.</param>
    /// <param name="surroundings">The process.</param>
    public Func<RevisionManifest, PackedContents, IReadOnlyList<BundleAttachment>>? Of(ParseResult parsed, string folder, Surroundings surroundings)
    {
        var keys = (parsed.GetValue(sign) ?? []).Select(key => OpenKey(key, surroundings)).ToList();
        var withSbom = parsed.GetValue(sbom);
        var withStatement = parsed.GetValue(provenance) || keys.Count > 0;
        if (!withStatement && !withSbom) return null;
        var facts = withStatement ? CheckoutProvenance.Read(folder, NameOf(parsed.GetValue(application), surroundings), surroundings.Variable) : null;
        return RevisionSigning.Of(facts, withSbom, keys);
    }

    /// <summary>The application's name: the one given, or that of the deploy.yml of the working folder; null when neither is there.</summary>
    public static string? NameOf(string? given, Surroundings surroundings) =>
        given ?? (Path.Combine(surroundings.WorkingFolder, "deploy.yml") is var file && File.Exists(file) ? DeployFile.Read(file).ApplicationName : null);

    /// <summary>A key among the arguments.</summary>
    /// <exception cref="UsageException">It does not exist.</exception>
    public static SigningKey OpenKey(string key, Surroundings surroundings) =>
        SigningKey.Open(surroundings.ExistingPath(key, "The key"), surroundings.Variable(SigningKey.PassphraseVariable));
}
