using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>A single hook script and what the rules say of it. The stretch that a finding must mark stands between ‹ and ›.</summary>
internal sealed class WindowsHook
{
    private readonly string _path;
    private readonly string _event;
    private readonly string _os;
    private readonly byte[] _content;

    public WindowsHook(string path, string script, string lifecycleEvent = "AfterInstall", string os = "windows")
    {
        _path = path;
        _event = lifecycleEvent;
        _os = os;
        Script = script.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);
        _content = Encoding.UTF8.GetBytes(Script);
        Start = script.IndexOf('‹', StringComparison.Ordinal);
        Length = script.IndexOf('›', StringComparison.Ordinal) - 1 - Start;
    }

    public string Script { get; }

    public int Start { get; }

    public int Length { get; }

    public string[] Tree { get; init; } = [];

    /// <summary>The deploy.yml beside the appspec.</summary>
    public string? DeployFile { get; init; }

    public List<Finding> Findings()
    {
        var script = new ScriptFile(_path, _path, _content);
        var appspec = $"version: 0.0\nos: {_os}\nhooks:\n  {_event}:\n    - location: {_path}\n";
        return
        [
            .. AppSpecCheck.Run(new RuleInputs
            {
                File = "appspec.yml",
                Text = appspec,
                Scripts = [script],
                Revision = Tree.Length == 0 ? null : [.. Tree.Select(path => new RevisionItem(path)), new RevisionItem(_path)],
                Companions = DeployFile is null ? null : [new CompanionFile("deploy.yml", AppSpecCheck.Read(DeployFile))],
                CSharpErrors = CSharpSyntax.Errors([script]),
            }).Where(finding => finding.File == _path),
        ];
    }

    public List<Finding> Findings(string rule) => Findings().FindAll(finding => finding.Rule == rule);

    /// <summary>The script after the fixes of one rule that can be applied together.</summary>
    public string Fixed(string rule) => FixedText.Apply(Script,
        FixedText.WithoutOverlaps(Findings(rule).Where(finding => finding.Fix is not null).Select(finding => finding.Fix!)).SelectMany(fix => fix.Changes));

    public void AssertMarks(string rule, Severity severity)
    {
        var findings = Findings(rule);
        Assert.True(findings.Exists(finding => finding.Severity == severity && finding.Range.Offset == Start && finding.Range.Length == Length),
            $"{rule} {severity} expected at {Start}+{Length}:\n" + string.Join("\n", findings.Select(finding => $"{finding} {finding.Range}")));
        var lines = Script[..Start].Split('\n');
        var range = findings.Find(finding => finding.Range.Offset == Start)!.Range;
        Assert.Equal((lines.Length, lines[^1].Length + 1), (range.Line, range.Column));
    }

    public void AssertSilent(string rule) => Assert.Empty(Findings(rule).Select(finding => finding.ToString()));
}
