using System.Text;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>SLW5013 and SLW5021 look at the revision beside the script.</summary>
public sealed class ShellRevisionTests
{
    [Theory]
    [InlineData("./helper.sh", "cd \"$(dirname \"$0\")\"")]
    [InlineData("./bin/a", "cd \"$(dirname \"$0\")/..\"")]
    [InlineData("../bin/a", "cd \"$(dirname \"$0\")\"")]
    public void A_path_that_exists_gets_the_change_of_directory_that_finds_it(string command, string line)
    {
        var text = $"#!/bin/sh\n# note\nset -e\n{command}\n";
        var inputs = ShellCase.Inputs(text) with { Revision = [new RevisionItem(ShellCase.Path), new RevisionItem("scripts/helper.sh"), new RevisionItem("bin/a")] };

        var finding = Assert.Single(ShellCase.Findings(inputs), item => item.Rule == "SLW5013");

        Assert.Contains(line, finding.Message, StringComparison.Ordinal);
        Assert.Equal($"#!/bin/sh\n# note\nset -e\n{line}\n{command}\n", FixedText.Apply(text, finding.Fix!.Changes));
    }

    [Fact]
    public void A_path_that_is_nowhere_gets_no_fix() =>
        Assert.Null(Assert.Single(ShellCase.Findings(ShellCase.Inputs("#!/bin/sh\n./nowhere\n") with { Revision = [new RevisionItem(ShellCase.Path)] }), item => item.Rule == "SLW5013").Fix);

    [Theory]
    [InlineData("#!/bin/sh\n‹systemctl restart shop›\n", "#!/bin/sh\nsystemctl daemon-reload\nsystemctl restart shop\n")]
    [InlineData("#!/bin/sh\nif a; then\n  ‹sudo systemctl start shop.service›\nfi\n", "#!/bin/sh\nif a; then\n  sudo systemctl daemon-reload\n  sudo systemctl start shop.service\nfi\n")]
    [InlineData("#!/bin/sh\na && ‹systemctl start --no-block shop›\n", null)]
    [InlineData("#!/bin/sh\n‹service shop restart›\n", "#!/bin/sh\nsystemctl daemon-reload\nservice shop restart\n")]
    public void A_unit_is_started_before_systemd_knows_it(string marked, string? after)
    {
        var text = marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);
        var inputs = Inputs(("scripts/a.sh", "ApplicationStart", text));

        var finding = Assert.Single(ShellCase.Findings(inputs), item => item.Rule == "SLW5021");

        Assert.Equal((marked.IndexOf('‹', StringComparison.Ordinal), marked.IndexOf('›', StringComparison.Ordinal) - 1 - marked.IndexOf('‹', StringComparison.Ordinal)), (finding.Range.Offset, finding.Range.Length));
        Assert.Equal(("appspec.yml", 4), (Assert.Single(finding.Related).File, finding.Related[0].Range.Line));
        Assert.Equal(after, finding.Fix is null ? null : FixedText.Apply(text, finding.Fix.Changes));
    }

    [Theory]
    [InlineData("#!/bin/sh\nsystemctl daemon-reload\nsystemctl restart shop\n")]
    [InlineData("#!/bin/sh\nsystemctl reenable shop\nsystemctl restart shop\n")]
    [InlineData("#!/bin/sh\nsystemctl enable --now shop\n")]
    [InlineData("#!/bin/sh\nsystemctl restart other\nsystemctl status shop\nsystemctl stop shop\n")]
    [InlineData("#!/bin/sh\nansible-playbook site.yml\nsystemctl restart shop\n")]
    public void Is_silent(string script) => Assert.DoesNotContain(ShellCase.Findings(Inputs(("scripts/a.sh", "ApplicationStart", script))), item => item.Rule == "SLW5021");

    [Fact]
    public void Scripts_count_in_the_order_of_their_events()
    {
        const string Reload = "#!/bin/sh\nsystemctl daemon-reload\n";
        const string Start = "#!/bin/sh\nsystemctl start shop\n";

        Assert.DoesNotContain(ShellCase.Findings(Inputs(("b.sh", "ApplicationStart", Start), ("a.sh", "AfterInstall", Reload))), item => item.Rule == "SLW5021");
        Assert.Contains(ShellCase.Findings(Inputs(("b.sh", "AfterInstall", Start), ("a.sh", "ApplicationStart", Reload))), item => item.Rule == "SLW5021");
        Assert.Contains(ShellCase.Findings(Inputs(("b.sh", "ApplicationStart", Start), ("a.sh", "BeforeInstall", Reload))), item => item.Rule == "SLW5021");
        Assert.DoesNotContain(ShellCase.Findings(Inputs(("b.sh", "BeforeInstall", Start))), item => item.Rule == "SLW5021");
    }

    [Fact]
    public void A_script_that_is_not_known_may_reload()
    {
        var inputs = Inputs(("a.py", "AfterInstall", "#!/usr/bin/env python3\n"), ("b.sh", "ApplicationStart", "#!/bin/sh\nsystemctl start shop\n"));

        Assert.DoesNotContain(ShellCase.Findings(inputs), item => item.Rule == "SLW5021");
    }

    [Fact]
    public void A_directory_of_units_counts_by_its_files()
    {
        var inputs = Inputs(("scripts/a.sh", "ApplicationStart", "#!/bin/sh\nsystemctl restart shop.timer\n"));
        inputs = inputs with { Text = inputs.Text!.Replace("shop.service", "units", StringComparison.Ordinal), Revision = [new RevisionItem("units/shop.timer"), new RevisionItem("scripts/a.sh")] };

        Assert.StartsWith("shop.timer ", Assert.Single(ShellCase.Findings(inputs), item => item.Rule == "SLW5021").Message, StringComparison.Ordinal);
    }

    private static RuleInputs Inputs(params (string Path, string Event, string Text)[] scripts) => new()
    {
        File = "appspec.yml",
        Text = "version: 0.0\nos: linux\nfiles:\n  - source: shop.service\n    destination: /etc/systemd/system\nhooks:\n" + string.Concat(scripts.Select(item => $"  {item.Event}:\n    - location: {item.Path}\n")),
        Scripts = [.. scripts.Select(item => new ScriptFile(item.Path, item.Path, Encoding.UTF8.GetBytes(item.Text)))],
    };
}
