using Slipway.Instances.Hooks;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Instances.Tests.Hooks;

public sealed class HookAccountTests : IDisposable
{
    private static readonly HookCaller Root = new(true, "root"), Deploy = new(false, "deploy");

    private readonly HookFolder _hooks = new();

    public void Dispose() => _hooks.Dispose();

    [Theory]
    [InlineData(null, false, "h.sh")]
    [InlineData(null, true, "h.sh")]
    [InlineData("", false, "su|-c|'h.sh'")]
    [InlineData("web", false, "su|web|-c|'h.sh'")]
    [InlineData("web", true, "su|web|-c|'h.sh'")]
    [InlineData("root", false, "su|root|-c|'h.sh'")]
    public void Root_becomes_another_account_by_su(string? runAs, bool sudo, string expected) => Assert.Equal(expected, Command(Root, runAs, sudo));

    [Theory]
    [InlineData(null, false, "h.sh")]
    [InlineData("deploy", false, "h.sh")]
    [InlineData(null, true, "sudo|-n|--preserve-env=A,B|--|h.sh")]
    [InlineData("web", true, "sudo|-n|--preserve-env=A,B|--|su|web|-c|'h.sh'")]
    public void Others_need_sudo_which_hands_the_deployment_variables_on(string? runAs, bool sudo, string expected) =>
        Assert.Equal(expected, Command(Deploy, runAs, sudo));

    [Theory]
    [InlineData("web")]
    [InlineData("")]
    [InlineData("root")]
    public void Others_cannot_become_another_account(string runAs)
    {
        var error = Assert.Throws<SlipwayException>(() => Command(Deploy, runAs, false)).Error;
        Assert.Equal(("SLW0310", "appspec.yml", 7), (error.Code, error.File, error.Line));
        Assert.Contains("this deployment runs as 'deploy'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_cannot_be_an_option_of_su() =>
        Assert.Equal("SLW0310", Assert.Throws<SlipwayException>(() => Command(Root, "--shell=/bin/x", false)).Error.Code);

    [Fact]
    public void A_missing_su_is_named()
    {
        _hooks.Add("h.sh", "#!/bin/sh\n");
        var exception = Assert.Throws<SlipwayException>(() => HookCommand.For(_hooks.Start() with { RunAs = "web" }, Root, _ => null));
        Assert.Contains("'su'", exception.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quoting_survives_a_quote_in_the_name()
    {
        var start = _hooks.Start("it's.sh") with { RunAs = "web" };
        Assert.Equal($"'{_hooks.Root}/it'\\''s.sh'", HookCommand.For(start, Root, p => "/bin/" + p).Arguments[3]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("root")]
    public void Run_by_su_a_script_keeps_name_variables_and_exit_code(string runAs)
    {
        SkipUnlessRoot();
        _hooks.Add("it's a.sh", "#!/bin/sh\nid -un; echo \"$LIFECYCLE_EVENT\"; exit 7\n");
        var start = _hooks.Start("it's a.sh") with { RunAs = runAs };
        start = start with { Environment = new Dictionary<string, string>(start.Environment) { ["LIFECYCLE_EVENT"] = "AfterInstall" } };
        var outcome = _hooks.Run(start);
        Assert.Equal(["root", "AfterInstall"], _hooks.StandardOutput);
        Assert.Equal(new("it's a.sh", 7, null, "ScriptFailed"), outcome.Result);
        Assert.Contains("(run as root) failed with exit code 7", outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-user-x")]
    [InlineData("daemon")]
    public void An_account_that_su_refuses_fails_the_script_with_its_words(string account)
    {
        SkipUnlessRoot();
        _hooks.Add("h.sh", "#!/bin/sh\nexit 0\n");
        var outcome = _hooks.Run(_hooks.Start() with { RunAs = account });
        Assert.Equal("SLW0304", outcome.Error!.Code);
        Assert.NotEmpty(_hooks.Output);
    }

    [Fact]
    public void At_the_deadline_what_su_started_ends_too()
    {
        SkipUnlessRoot();
        _hooks.Add("h.sh", "#!/bin/sh\nsleep 60 & sleep 60\n");
        Assert.Equal("ScriptTimedOut", _hooks.Run(_hooks.Start(timeout: 2) with { RunAs = "root" }).Result.ErrorCode);
        Assert.Empty(_hooks.LivingProcesses());
    }

    [Fact]
    public void The_deployments_variables_win_over_the_instances_and_those_over_inherited_ones()
    {
        var instance = new InstanceSettings
        {
            Name = "web-1",
            Root = "/srv/green",
            StateFolder = "/state",
            Environment = new Dictionary<string, string> { ["PORT"] = "5001", ["DEPLOYMENT_ID"] = "wrong" },
            InheritedEnvironment = new Dictionary<string, string>
            {
                ["PORT"] = "1",
                ["HOME"] = "/root",
                ["LIFECYCLE_EVENT"] = "wrong",
                ["SLIPWAY_SIGNING_PASSPHRASE"] = "secret",
            },
        };
        var deployment = new InstanceDeployment
        {
            DeploymentId = "d-1",
            ApplicationName = "Orders",
            DeploymentGroupName = "blue",
            DeploymentGroupId = "id",
            Events = [],
        };
        var (variables, names) = HookEnvironment.For(instance, deployment, "AfterInstall", "/state/r");
        Assert.Equivalent(
            new Dictionary<string, string>
            {
                ["HOME"] = "/root",
                ["PORT"] = "5001",
                ["LIFECYCLE_EVENT"] = "AfterInstall",
                ["DEPLOYMENT_ID"] = "d-1",
                ["APPLICATION_NAME"] = "Orders",
                ["DEPLOYMENT_GROUP_NAME"] = "blue",
                ["DEPLOYMENT_GROUP_ID"] = "id",
                ["SLIPWAY_INSTANCE_NAME"] = "web-1",
                ["SLIPWAY_INSTANCE_ROOT"] = "/srv/green",
                ["SLIPWAY_REVISION_DIR"] = "/state/r",
            },
            variables,
            strict: true);
        Assert.Contains("PORT", names);
        Assert.DoesNotContain("HOME", names);
    }

    private static void SkipUnlessRoot() => Assert.SkipUnless(UnixFiles.IsSupported && UnixFiles.EffectiveUser == 0, "Only root can become another account.");

    private string Command(HookCaller caller, string? runAs, bool sudo)
    {
        var start = _hooks.Start() with { ScriptFile = "h.sh", RunAs = runAs, Sudo = sudo, DeploymentVariables = ["A", "B"] };
        return string.Join('|', HookCommand.For(start, caller, program => "/usr/bin/" + program).Arguments);
    }
}
