using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Resolving;

/// <summary>The remarks of one run. Of each rule no more are kept than are ever listed, however hostile the file.</summary>
internal sealed class RemarkList
{
    private readonly List<Remark> _remarks = [];
    private readonly Dictionary<string, int> _counts = [];

    public IReadOnlyList<Remark> All => _remarks;

    public bool HasErrors { get; private set; }

    public void Add(string rule, Severity severity, SourceRange range, params string[] arguments)
    {
        HasErrors |= severity == Severity.Error;
        // One more, so that whoever lists them sees that there are more.
        _counts[rule] = _counts.TryGetValue(rule, out var count) ? count + 1 : 1;
        if (_counts[rule] <= RuleReport.MostFindings + 1) _remarks.Add(new Remark(rule, severity, range, arguments));
    }
}
