using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>
/// Findings about files that mark the source which takes them to the host. What many files of one mapping have in common is one finding that names
/// the first and counts the others: a tree from a file system without modes would else fill the log.
/// </summary>
internal sealed class MappingFindings(RuleReport report)
{
    private readonly Dictionary<(YamlScalar?, string), int> _index = [];
    private readonly List<Group> _groups = [];

    /// <summary>Adds a finding; without a mapping it marks line 1.</summary>
    /// <param name="mapping">What maps the file.</param>
    /// <param name="severity">Its severity.</param>
    /// <param name="cause">What files of one finding have in common.</param>
    /// <param name="arguments">Of the message.</param>
    public void Add(MappedPaths.Mapping? mapping, Severity severity, string cause, params string[] arguments)
    {
        if (_index.TryGetValue((mapping?.Scalar, cause), out var known))
        {
            _groups[known] = _groups[known] with { More = _groups[known].More + 1 };
            return;
        }

        _index.Add((mapping?.Scalar, cause), _groups.Count);
        _groups.Add(new Group(mapping?.Scalar.Range ?? SourceRange.Start, severity, arguments, 0));
    }

    /// <summary>Reports what was added, in that order.</summary>
    public void Report()
    {
        foreach (var group in _groups)
        {
            var finding = report.Add(group.Severity, group.Range, group.Arguments);
            if (group.More > 0) finding.Saying(group.More == 1 ? "1 more is alike." : $"{group.More.ToString(CultureInfo.InvariantCulture)} more are alike.");
        }
    }

    private readonly record struct Group(SourceRange Range, Severity Severity, string[] Arguments, int More);
}
