using Slipway.Checks;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;

namespace Slipway.Cli.Checking;

/// <summary>
/// What the rules say of a revision that is about to be deployed. <c>deploy</c> prints it and goes on: only the agent's refusal counts there.
/// </summary>
internal static class RevisionFindings
{
    public static void Print(string revision, TextWriter error)
    {
        var isFolder = Directory.Exists(revision);
        var file = Path.Combine(revision, "appspec.yml");
        if ((isFolder ? InFolder(file) : BundleAppSpec.TryRead(revision)) is not { } content) return;

        // Its content is not listed for the rules: the instance looks at every file anyway, and refuses what is missing.
        var request = new CheckRequest
        {
            Subject = file,
            Documents = [new CheckedDocument(file, "appspec.yml")],
            ScriptRoot = isFolder ? revision : null,
            ShellCheck = false,
        };
        var result = Check.Run(request, new Dictionary<string, byte[]> { [file] = content });
        foreach (var finding in result.Findings.Where(f => f.Severity is Severity.Error or Severity.Warning)) error.WriteLine(finding);
    }

    private static byte[]? InFolder(string file)
    {
        try
        {
            return File.Exists(file) && new FileInfo(file).Length <= AppSpecReader.MaxBytes ? File.ReadAllBytes(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Staging will say so.
            return null;
        }
    }
}
