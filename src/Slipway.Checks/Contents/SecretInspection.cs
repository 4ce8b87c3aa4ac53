using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules.Contents;
using Slipway.Specifications.Secrets;

namespace Slipway.Checks.Contents;

/// <summary>
/// Looks for secrets while a revision is packed: SLW9011 to SLW9016 on exactly the bytes that are packed. Most files are clean at a glance, which the
/// pack remembers; the rules themselves, with severities and accepted fingerprints, run on the others.
/// </summary>
/// <param name="folder">Full path of the revision's folder, for findings without a file.</param>
public sealed class SecretInspection(string folder) : IContentInspection
{
    private static readonly HashSet<string> Rules = ["SLW9011", "SLW9012", "SLW9013", "SLW9014", "SLW9015", "SLW9016"];

    /// <summary>Full path of the file with the fingerprints of secrets that may be in the revision; null for none.</summary>
    public string? AllowedSecrets { get; init; }

    /// <summary>How findings name a file, by its full path.</summary>
    public Func<string, string> NameOf { get; init; } = path => path;

    /// <summary>Is told every finding, whether it stops the pack or not.</summary>
    public Action<Finding> Report { get; init; } = _ => { };

    /// <inheritdoc />
    public string Version => CleanContents.Version;

    /// <inheritdoc />
    public long LargestContent => SecretScanner.MaxBytes;

    /// <inheritdoc />
    public bool IsClean(string path, ReadOnlySpan<byte> content) => CleanContents.IsClean(path, content);

    /// <inheritdoc />
    /// <exception cref="SlipwayException">SLW0127: a finding is an error.</exception>
    public void Judge(IReadOnlyList<RevisionFile> files)
    {
        var request = new CheckRequest
        {
            Subject = folder,
            Documents = [],
            Revision = RevisionContents.OfFiles(files),
            AllowedSecrets = AllowedSecrets,
            NameOf = NameOf,
            ShellCheck = false,
        };
        var findings = Check.Run(request).Findings.Where(finding => Rules.Contains(finding.Rule)).ToList();
        findings.ForEach(Report);
        var errors = findings.Count(finding => finding.Severity == Severity.Error);
        if (errors > 0) throw new SlipwayException(LayoutErrors.SecretsFound(NameOf(folder), errors));
    }
}
