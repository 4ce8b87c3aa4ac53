using Slipway.Revisions;
using Slipway.Revisions.Signing;
using Slipway.Specifications;

namespace Slipway.Cli.Output;

/// <summary>What <c>slipway verify</c> found.</summary>
internal static class VerifyReport
{
    public static void PrintText(string bundle, RevisionManifest manifest, RevisionTrust trust, TextWriter output)
    {
        var bytes = manifest.Entries.Sum(e => e.Size);
        output.WriteLine($"{bundle}: revision {manifest.Identity[..12]}");
        output.WriteLine($"  {"content",-12} {Amounts.Count(manifest.Entries.Count, "entry", "entries")}, {Amounts.Bytes(bytes)}: what the manifest lists");
        if (trust.Statement is { } statement) ProvenanceText.Print(statement.Facts, output);
        foreach (var signature in trust.Signatures) ProvenanceText.Print(signature, output);
    }

    /// <summary><c>{"file","revision","entries","bytes","verified","provenance"?,"signatures":[…],"fault"?,"error"?}</c></summary>
    public static void PrintJson(string bundle, RevisionManifest manifest, RevisionTrust trust, SlipwayError? error, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("file", bundle);
        writer.WriteString("revision", manifest.Identity);
        writer.WriteNumber("entries", manifest.Entries.Count);
        writer.WriteNumber("bytes", manifest.Entries.Sum(e => e.Size));
        writer.WriteBoolean("verified", error is null);
        writer.TrustMembers(trust);
        if (error is not null)
        {
            writer.WritePropertyName("error");
            writer.Error(error);
        }

        writer.WriteEndObject();
    });
}
