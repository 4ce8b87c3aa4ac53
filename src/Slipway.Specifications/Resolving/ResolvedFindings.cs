using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Resolving;

/// <summary>Findings about a resolved appspec at the places of the one that the user wrote.</summary>
internal static class ResolvedFindings
{
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
