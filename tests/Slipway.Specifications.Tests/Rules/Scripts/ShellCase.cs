using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>A hook script under test, started by one event.</summary>
internal static class ShellCase
{
    public const string Path = "scripts/hook.sh";

    public static RuleInputs Inputs(string script, string @event = "AfterInstall", string? runas = null, int? timeout = null, string path = Path) => new()
    {
        File = "appspec.yml",
        Text = $"version: 0.0\nos: linux\nhooks:\n  {@event}:\n    - location: {path}\n" + (timeout is null ? "" : $"      timeout: {timeout}\n") + (runas is null ? "" : $"      runas: {runas}\n"),
        Scripts = [new ScriptFile(path, path, Encoding.UTF8.GetBytes(script))],
    };

    public static List<Finding> Findings(RuleInputs inputs) => [.. AppSpecCheck.Run(inputs).Where(finding => finding.File != "appspec.yml")];

    public static List<Finding> Findings(string script, string @event = "AfterInstall", string? runas = null) => Findings(Inputs(script, @event, runas));
}
