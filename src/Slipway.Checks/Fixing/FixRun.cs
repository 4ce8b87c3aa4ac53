using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;

namespace Slipway.Checks.Fixing;

/// <summary>
/// Applies the fixes of a request's findings: the edits that an IDE offers. Works on contents in memory, all files of the request together,
/// because a fix of one document may change what is found in another; nothing is written.
/// </summary>
public static class FixRun
{
    // A fix in one file rarely uncovers something in another, and hardly ever twice.
    private const int MostPasses = 5;

    /// <summary>The files that change, and what is left.</summary>
    /// <param name="request">What is to be fixed.</param>
    /// <param name="rules">Only fixes of these rules; empty for all.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="IOException">A document cannot be read.</exception>
    public static FixResult Run(CheckRequest request, IReadOnlySet<string> rules, CancellationToken cancellation = default)
    {
        var files = new FileContents();
        var run = new CheckRun(request, files);
        var first = run.Run(cancellation, quick: true);
        var fixedFiles = new Dictionary<string, FixedContent>(StringComparer.Ordinal);
        var result = first;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var changed = false;
            foreach (var name in result.Findings.Where(finding => IsWanted(finding)).Select(finding => finding.File).Distinct().ToList())
            {
                cancellation.ThrowIfCancellationRequested();
                changed |= FixFile(name);
            }

            if (!changed) break;
            result = run.Run(cancellation, quick: true);
        }

        return new FixResult([.. fixedFiles.Values.OrderBy(file => file.Name, StringComparer.Ordinal)], result);

        bool IsWanted(Finding finding) => finding.Fix is not null && (rules.Count == 0 || rules.Contains(finding.Rule));

        bool FixFile(string name)
        {
            var path = run.FullPath(name);
            if (files.Current(path) is not { } before) return false;
            var applied = new List<Finding>();
            var after = FixRounds.Apply(before, content =>
            {
                files.Set(path, content);
                var wanted = run.Run(cancellation, quick: true).Findings.Where(finding => finding.File == name && IsWanted(finding)).ToList();
                var chosen = FixedText.WithoutOverlaps(wanted.Select(finding => finding.Fix!));
                applied.AddRange(wanted.Where(finding => chosen.Contains(finding.Fix!, ReferenceEqualityComparer.Instance)));
                return wanted;
            }, out var count);
            files.Set(path, after);
            if (count == 0 || after.AsSpan().SequenceEqual(before)) return false;
            var earlier = fixedFiles.GetValueOrDefault(name);
            fixedFiles[name] = new FixedContent(name, path, earlier?.Before ?? before, after, [.. earlier?.Applied ?? [], .. applied.Take(count)]);
            return true;
        }
    }
}
