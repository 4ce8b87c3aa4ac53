using System.Text;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Specifications.Tests.AppSpecs;

/// <summary>The model that the installer works with, as each agent understands the file.</summary>
public sealed class AppSpecReaderTests
{
    private const string Header = "version: 0.0\nos: linux\n";

    private static AgentReading Read(string text, AgentVersion agent = AgentVersion.Agent18, HostPlatform platform = HostPlatform.Linux) =>
        AppSpecReader.Read(Encoding.UTF8.GetBytes(text), agent, platform);

    [Fact]
    public void Fills_in_defaults()
    {
        var spec = Read(Header + "permissions:\n  - object: ' /srv/app '\nhooks:\n  AfterInstall:\n    - location: ' a.sh '\n").AppSpec!;

        var permission = Assert.Single(spec.Permissions);
        Assert.Equal("/srv/app", permission.Object.Text);
        Assert.Equal("**", permission.Pattern.Text);
        Assert.True(permission is { AppliesToFiles: true, AppliesToDirectories: true, Mode: null, Owner: null, Acls: null, Context: null });
        var script = Assert.Single(spec.ScriptsOf("AfterInstall"));
        Assert.Equal(("a.sh", 3600, false), (script.Location.Text, script.Timeout, script.Sudo));
        Assert.Null(script.RunAs);
        Assert.Null(spec.FileExistsBehavior);
    }

    [Theory]
    [InlineData("0644", 0x110)]
    [InlineData("\"0644\"", 0x1A4)]
    [InlineData("644", 0x1A4)]
    [InlineData("4755", 0x9ED)]
    [InlineData("7", 7)]
    [InlineData("\"\"", 0)]
    public void Mode_is_what_agent_1_8_would_set(string mode, int bits) =>
        Assert.Equal(bits, Read($"{Header}permissions:\n  - object: /a\n    mode: {mode}\n").AppSpec!.Permissions[0].Mode);

    [Theory]
    [InlineData("0644", 0x1A4)]
    [InlineData("0755", 0x1ED)]
    public void Agent_2_takes_the_mode_as_it_is_written(string mode, int bits) =>
        Assert.Equal(bits, Read($"{Header}permissions:\n  - object: /a\n    mode: {mode}\n", AgentVersion.Agent2).AppSpec!.Permissions[0].Mode);

    [Fact]
    public void What_is_no_text_for_the_agent_has_no_text_and_says_what_it_is()
    {
        var spec = Read(Header + "files:\n  - source: 5\n    destination: [a]\npermissions:\n  - object: /a\n    owner: 0\n    group: no\n    except: [~, b]\n").AppSpec!;

        Assert.Equal((null, "5"), (spec.Files[0].Source.Text, spec.Files[0].Source.Raw));
        Assert.Equal((null, "[\"a\"]"), (spec.Files[0].Destination.Text, spec.Files[0].Destination.Raw));
        Assert.Equal((null, "0"), (spec.Permissions[0].Owner!.Text, spec.Permissions[0].Owner!.Raw));
        Assert.Null(spec.Permissions[0].Group);
        Assert.Equal([null, "b"], spec.Permissions[0].Except.Select(item => item.Text));
    }

    [Fact]
    public void The_last_of_two_equal_events_counts_in_the_place_of_the_first()
    {
        var spec = Read(Header + "hooks:\n  AfterInstall: [{location: a}]\n  ApplicationStop: [{location: s}]\n  AfterInstall: [{location: b}]\n").AppSpec!;

        Assert.Equal(["AfterInstall", "ApplicationStop"], spec.Hooks.Select(hook => hook.Event));
        Assert.Equal("b", Assert.Single(spec.ScriptsOf("AfterInstall")).Location.Text);
    }

    [Theory]
    [InlineData("linux", HostPlatform.Linux, true)]
    [InlineData("linux", HostPlatform.Windows, false)]
    [InlineData("windows", HostPlatform.Windows, true)]
    [InlineData("windows", HostPlatform.Linux, false)]
    public void Agent_1_8_accepts_only_its_own_system(string os, HostPlatform platform, bool accepts) =>
        Assert.Equal(accepts, Read($"version: 0.0\nos: {os}\n", AgentVersion.Agent18, platform).Accepts);

    [Fact]
    public void The_first_failure_in_the_agents_order_wins()
    {
        var reading = Read("files: x\nhooks:\n  A:\n    - location: a\n      timeout: 0\nversion: 0.0\nos: linux\n");

        Assert.Contains("timeout", reading.Message, StringComparison.Ordinal);
        Assert.Equal((5, 16), (reading.Range.Line, reading.Range.Column));
    }

    [Theory]
    [InlineData("timeout: \"300\"", true, false)]
    [InlineData("timeout: 1:30", true, false)]
    [InlineData("timeout: 010", true, false)]
    [InlineData("timeout: 5m", true, false)]
    [InlineData("timeout: 300", true, true)]
    [InlineData("sudo: yes", true, false)]
    [InlineData("sudo: true", true, true)]
    [InlineData("runas: [a]", true, false)]
    [InlineData("runas: 2026-01-01", false, true)]
    [InlineData("x: *a", false, true)]
    public void The_agents_differ_where_scalars_are_typed(string line, bool agent18, bool agent2)
    {
        var text = $"{Header}hooks:\n  AfterInstall:\n    - location: &a a\n      {line}\n";

        Assert.Equal((agent18, agent2), (Read(text).Accepts, Read(text, AgentVersion.Agent2).Accepts));
    }

    [Theory]
    [InlineData("version: \"0.0\"\nos: linux\n")]
    [InlineData("version: 0.0\n")]
    [InlineData("version: 0.0\nos: linux\nfiles:\n")]
    [InlineData("version: 0.0\nos: linux\nos: linux\n")]
    [InlineData("version: 0.0\nos: linux\n---\na: b\n")]
    [InlineData("version: 0.0\nos: linux\nfiles: [{source: '', destination: /a}]\n")]
    [InlineData("version: 0.0\nos: linux\npermissions: [{object: /a, acls: ['anna:rw']}]\n")]
    [InlineData("")]
    public void Agent_2_refuses(string text)
    {
        var reading = Read(text, AgentVersion.Agent2);

        Assert.False(reading.Accepts);
        Assert.Contains("The agent says: ", reading.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Agent_2_runs_no_script_as_an_empty_account()
    {
        var text = Header + "hooks:\n  AfterInstall:\n    - location: a\n      runas: ''\n";

        Assert.Equal("", Read(text).AppSpec!.Hooks[0].Scripts[0].RunAs!.Text);
        Assert.Null(Read(text, AgentVersion.Agent2).AppSpec!.Hooks[0].Scripts[0].RunAs);
    }

    [Fact]
    public void A_longer_timeout_than_fits_is_the_longest()
    {
        var spec = Read(Header + "hooks:\n  AfterInstall:\n    - location: a\n      timeout: 99999999999999999999\n").AppSpec!;

        Assert.Equal(int.MaxValue, spec.Hooks[0].Scripts[0].Timeout);
    }

    [Fact]
    public void The_model_as_json_is_null_for_what_was_refused()
    {
        Assert.Null(AppSpecModelJson.Write(Read("version: 1\nos: linux\n")));
        Assert.NotNull(AppSpecModelJson.Write(Read(Header)));
    }
}
