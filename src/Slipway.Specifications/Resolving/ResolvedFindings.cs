using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Resolving;

/// <summary>Findings about a resolved appspec at the places of the one that the user wrote.</summary>
internal static class ResolvedFindings
{
    private const string AppSpec = "appspec.yml";

    /// <summary>What the rules look at: the resolved appspec, in a revision that holds it and the files that come with it. A secret may have come in with a value.</summary>
    public static RuleInputs InputsOf(RuleInputs inputs, ResolvedAppSpec resolved)
    {
        var written = resolved.Files.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);
        written[inputs.NameInRevision ?? AppSpec] = resolved.Checked.Text;
        return inputs with
        {
            Document = resolved.Checked,
            Resolved = null,
            IsResolvedAtPacking = false,
            IsResolved = true,
            Revision = inputs.Revision is null ? null : [.. inputs.Revision, .. resolved.Files.Select(ItemOf)],
            Contents = inputs.Contents is not { } contents ? null : path => written.TryGetValue(path, out var text) ? Encoding.UTF8.GetBytes(text) : contents(path),
        };
    }

    private static RevisionItem ItemOf(GeneratedFile file) => new(file.Path, Mode: GeneratedFile.Mode, Size: Encoding.UTF8.GetByteCount(file.Text));

    /// <summary>Moves them. Of a rule that speaks of several mappings which one pattern stands for, the first finding remains and counts the others.</summary>
    public static void Move(List<Finding> findings, ResolvedAppSpec resolved, string file)
    {
        var moved = new List<Finding>(findings.Count);
        var written = new Dictionary<(string, SourceRange), (int Index, int More)>();
        foreach (var finding in findings)
        {
            var there = resolved.AtOriginal(finding, file);
            if (finding.File == file && resolved.IsWritten(finding.Range))
            {
                var place = (finding.Rule, there.Range);
                if (written.TryGetValue(place, out var first))
                {
                    written[place] = (first.Index, first.More + 1);
                    continue;
                }

                written[place] = (moved.Count, 0);
            }

            moved.Add(there);
        }

        foreach (var (index, more) in written.Values)
        {
            if (more > 0) moved[index] = moved[index] with { Message = $"{moved[index].Message} ({more} more of the mappings that this stands for have the same.)" };
        }

        findings.Clear();
        findings.AddRange(moved);
    }
}
