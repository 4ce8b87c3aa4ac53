using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;

namespace Slipway.Cli.Checking;

/// <summary>What the rules say of a revision that is about to be deployed. <c>deploy</c> prints it and goes on: only the agent's refusal counts there.</summary>
internal static class RevisionFindings
{
    public static void Print(string revision, TextWriter error)
    {
        // A bundle is looked at when it is staged; the gate for it stands where it is packed.
        if (!Directory.Exists(revision)) return;
        var file = Path.Combine(revision, "appspec.yml");
        if (!File.Exists(file) || new FileInfo(file).Length > AppSpecReader.MaxBytes) return;

        // Its content is not listed for the rules: the instance looks at every file anyway, and refuses what is missing.
        var report = new CheckTarget(file, "appspec.yml", revision, IsRevision: false).Check(File.ReadAllBytes(file), file, HostPlatform.Linux);
        foreach (var finding in report.Findings.Where(f => f.Severity is Severity.Error or Severity.Warning)) error.WriteLine(finding);
    }
}
