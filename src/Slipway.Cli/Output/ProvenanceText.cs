using System.Text.Json;
using Slipway.Revisions.Provenance;
using Slipway.Revisions.Signing;

namespace Slipway.Cli.Output;

/// <summary>Where a revision comes from and who signed it, for people and for programs.</summary>
internal static class ProvenanceText
{
    /// <summary>A line a fact, those that are known.</summary>
    public static void Print(ProvenanceFacts facts, TextWriter output)
    {
        if (facts.ApplicationName is { } application) Line("application", application);
        if (facts.Repository is { } repository) Line("repository", repository);
        if (facts.Commit is { } commit) Line("commit", commit + (facts.IsDirty == true ? ", with changes that are in no commit" : facts.IsDirty == false ? ", clean" : ""));
        if (facts.Branch is { } branch) Line("branch", branch);
        if (facts.Builder is { } builder)
            Line("built by", string.Join(", ", new[] { builder, facts.BuildId is { } id ? $"build {id}" : null, facts.BuildUrl }.OfType<string>()));
        string?[] versions = [facts.SlipwayVersion is { } own ? $"slipway {own}" : null, facts.SdkVersion is { } sdk ? $".NET SDK {sdk}" : null];
        var tools = string.Join(", ", versions.OfType<string>());
        if (tools.Length > 0) Line("packed with", tools);

        void Line(string name, string value) => output.WriteLine($"  {name,-12} {TerminalText.Line(value)}");
    }

    /// <summary>A line a signature.</summary>
    public static void Print(RevisionSignature signature, TextWriter output)
    {
        var key = signature.Fingerprint.Length == 0 ? signature.Attachment : $"{signature.KeyType} {signature.Fingerprint}";
        var worth = signature.State switch
        {
            SignatureState.Allowed => $"{signature.Principal}, allowed",
            SignatureState.Bad => $"BAD: {signature.Reason}",
            _ => signature.Reason is null ? "good; nobody vouches for the key" : $"good; {signature.Reason}",
        };
        output.WriteLine($"  {"signed by",-12} {TerminalText.Line($"{key} ({worth})")}");
    }

    /// <summary>The members <c>provenance</c>, <c>signatures</c> and <c>fault</c>, where there is something to say.</summary>
    public static void TrustMembers(this Utf8JsonWriter writer, RevisionTrust trust)
    {
        if (trust.Statement?.Facts is { } facts)
        {
            writer.WriteStartObject("provenance");
            Optional("application", facts.ApplicationName);
            Optional("repository", facts.Repository);
            Optional("commit", facts.Commit);
            Optional("branch", facts.Branch);
            if (facts.IsDirty is { } dirty) writer.WriteBoolean("dirty", dirty);
            Optional("builder", facts.Builder);
            Optional("buildId", facts.BuildId);
            Optional("buildUrl", facts.BuildUrl);
            Optional("slipwayVersion", facts.SlipwayVersion);
            Optional("sdkVersion", facts.SdkVersion);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("signatures");
        foreach (var signature in trust.Signatures)
        {
            writer.WriteStartObject();
            writer.WriteString("attachment", signature.Attachment);
            if (signature.KeyType.Length > 0) writer.WriteString("keyType", signature.KeyType);
            if (signature.Fingerprint.Length > 0) writer.WriteString("fingerprint", signature.Fingerprint);
            writer.WriteString("state", signature.State.ToString().ToLowerInvariant());
            Optional("principal", signature.Principal);
            Optional("reason", signature.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Optional("fault", trust.Fault);

        void Optional(string name, string? value)
        {
            if (value is not null) writer.WriteString(name, value);
        }
    }
}
