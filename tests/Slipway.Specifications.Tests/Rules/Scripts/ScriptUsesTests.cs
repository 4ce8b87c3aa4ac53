using System.Text;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Rules.Scripts;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>The entries of an appspec that start a script.</summary>
public sealed class ScriptUsesTests
{
    [Fact]
    public void A_script_has_the_entries_that_name_it()
    {
        var uses = Uses("os: linux\nhooks:\n  ApplicationStop:\n    - location: /scripts/./a.sh\n      timeout: 60\n      runas: shop\n  AfterInstall:\n    - location: ' scripts/x/../a.sh '\n      timeout: 0\n      runas:\n    - location: scripts/A.sh\n    - timeout: 5\n    - text\n");

        var found = uses.Of(new ScriptFile("scripts/a.sh", "a.sh", []));

        Assert.Equal([("ApplicationStop", "shop", 60), ("AfterInstall", null, 3600)], found.Select(use => (use.Event, use.RunAs, use.Timeout)));
        Assert.Equal(3, uses.All.Count);
        Assert.Empty(uses.Of(new ScriptFile("scripts/b.sh", "b.sh", [])));
    }

    [Fact]
    public void Windows_takes_backslashes_and_any_case() =>
        Assert.Single(Uses("os: windows\nhooks:\n  AfterInstall:\n    - location: Scripts\\A.ps1\n").Of(new ScriptFile("scripts/a.ps1", "a.ps1", [])));

    [Fact]
    public void Without_an_appspec_there_are_none() => Assert.Empty(new ScriptUses(null).All);

    private static ScriptUses Uses(string yaml) =>
        new RuleContext(new RuleInputs { File = "appspec.yml" }, AppSpecCheck.Read(Encoding.UTF8.GetBytes("version: 0.0\n" + yaml)), DocumentKind.ServerAppSpec).Uses;
}
