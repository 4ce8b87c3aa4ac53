using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>Hook scripts as people write them are understood to their end, and none has an error.</summary>
public sealed class RealHooksTests
{
    public static TheoryData<string> Hooks => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Where(name => Path.GetExtension(name) is ".ps1" or ".bat" or ".cmd").Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Data", "hooks");

    [Theory]
    [MemberData(nameof(Hooks))]
    public void Is_understood_and_without_findings(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));
        var script = new Slipway.Specifications.Rules.ScriptFile(name, name, File.ReadAllBytes(Path.Combine(Folder, name)));
        var failedAt = name.EndsWith(".ps1", StringComparison.Ordinal) ? script.PowerShell.FailedAt : script.Batch.FailedAt;
        Assert.True(failedAt < 0, failedAt < 0 ? "" : text[failedAt..Math.Min(text.Length, failedAt + 40)]);

        string[] events = name.StartsWith("stop-", StringComparison.Ordinal) ? ["ApplicationStop"] : ["AfterInstall", "ValidateService"];
        foreach (var lifecycleEvent in events)
        {
            foreach (var eol in new[] { "\n", "\r\n" })
            {
                var findings = new WindowsHook("scripts/" + name, text.Replace("\n", eol, StringComparison.Ordinal), lifecycleEvent).Findings();

                Assert.Empty(findings.Where(finding => finding.Severity != Severity.Info).Select(finding => finding.ToString()));
            }
        }
    }

    [Fact]
    public void There_are_enough_of_them()
    {
        Assert.True(Hooks.Count(hook => hook.Data.EndsWith(".ps1", StringComparison.Ordinal)) >= 25);
        Assert.True(Hooks.Count(hook => !hook.Data.EndsWith(".ps1", StringComparison.Ordinal)) >= 20);
    }
}
