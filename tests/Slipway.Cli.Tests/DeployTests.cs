using System.Text.Json;
using Xunit;

namespace Slipway.Cli.Tests;

public sealed class DeployTests : IDisposable
{
    private static readonly string[] AllEvents =
        ["BeforeBlockTraffic", "AfterBlockTraffic", "ApplicationStop", "BeforeInstall", "AfterInstall", "ApplicationStart", "ValidateService", "BeforeAllowTraffic", "AfterAllowTraffic"];

    private readonly InProcess cli = new();

    public DeployTests() => Directory.CreateDirectory(cli.PathOf("root"));

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_deployment_prints_the_contracts_json()
    {
        var revision = Revision.Write(cli.PathOf("one"), "1", ("AfterInstall", "echo out; echo err >&2; printf 'no newline'"));
        Assert.Equal(0, await Deploy(revision, "--format", "json"));
        var json = cli.Json;
        Assert.Equal(["deploymentId", "status", "instances", "scriptLog"], json.EnumerateObject().Select(p => p.Name));
        Assert.Matches("^d-[A-Z0-9]{9}$", json.GetProperty("deploymentId").GetString());
        Assert.Equal("Succeeded", json.GetProperty("status").GetString());
        var instance = Assert.Single(json.GetProperty("instances").EnumerateArray());
        Assert.Equal(["name", "status", "events"], instance.EnumerateObject().Select(p => p.Name));
        var events = instance.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(13, events.Count);
        var hook = events.Single(e => e.GetProperty("event").GetString() == "AfterInstall");
        Assert.Equal(["event", "status", "startedAt", "endedAt", "scripts"], hook.EnumerateObject().Select(p => p.Name));
        var script = Assert.Single(hook.GetProperty("scripts").EnumerateArray());
        Assert.Equal("{\"location\":\"AfterInstall.sh\",\"exitCode\":0}", script.GetRawText());
        Assert.True(hook.GetProperty("startedAt").GetDateTimeOffset() <= hook.GetProperty("endedAt").GetDateTimeOffset());
        var log = json.GetProperty("scriptLog").EnumerateArray().Select(l => l.GetString()!).ToList();
        Assert.Equal(["LifecycleEvent - AfterInstall", "Script - AfterInstall.sh", "[stdout]out", "[stdout]no newline"], log.Where(l => !l.StartsWith("[stderr]", StringComparison.Ordinal)));
        Assert.Contains("[stderr]err", log);
        Assert.Equal("1", Installed());
        Assert.Empty(cli.Error);
    }

    [Fact]
    public async Task A_failing_hook_is_exit_code_1_with_its_reason_and_the_old_tree()
    {
        Assert.Equal(0, await Deploy(Revision.Write(cli.PathOf("one"), "1")));
        var two = Revision.Write(cli.PathOf("two"), "2", ("AfterInstall", "echo about to fail; exit 3"));
        Assert.Equal(1, await Deploy(two, "--format", "json"));
        var json = cli.Json;
        Assert.Equal("Failed", json.GetProperty("status").GetString());
        Assert.Matches("^SLW03", json.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("about to fail", json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        var events = json.GetProperty("instances")[0].GetProperty("events").EnumerateArray().ToDictionary(e => e.GetProperty("event").GetString()!, e => e);
        Assert.Equal("Failed", events["AfterInstall"].GetProperty("status").GetString());
        Assert.Equal("{\"location\":\"AfterInstall.sh\",\"exitCode\":3,\"errorCode\":\"ScriptFailed\"}", Assert.Single(events["AfterInstall"].GetProperty("scripts").EnumerateArray()).GetRawText());
        Assert.Equal("Skipped", events["ApplicationStart"].GetProperty("status").GetString());
        Assert.False(json.TryGetProperty("rollback", out _));
        Assert.Matches(": error SLW03", cli.Error);
        Assert.Equal("1", Installed());
    }

    [Fact]
    public async Task A_sandbox_runs_every_event_of_the_order_and_stops_with_the_old_revisions_scripts()
    {
        await Deploy(Revision.Write(cli.PathOf("one"), "1", Revision.Tracing("1", AllEvents)));
        await Deploy(Revision.Write(cli.PathOf("two"), "2", Revision.Tracing("2", AllEvents)));
        Assert.Equal(
            [.. AllEvents[3..].Select(e => e + " 1"), .. AllEvents[..3].Select(e => e + " 1"), .. AllEvents[3..].Select(e => e + " 2")],
            Trace());
    }

    [Fact]
    public async Task Without_automatic_rollback_no_script_runs_after_a_failure()
    {
        await Deploy(Revision.Write(cli.PathOf("one"), "1", Revision.Tracing("1", AllEvents)));
        var before = Trace();
        Assert.Equal(1, await Deploy(Revision.Write(cli.PathOf("two"), "2", [.. Revision.Tracing("2", AllEvents[..6]), ("ValidateService", "exit 1")])));
        Assert.Equal([.. AllEvents[..3].Select(e => e + " 1"), .. AllEvents[3..6].Select(e => e + " 2")], Trace()[before.Length..]);
    }

    [Fact]
    public async Task The_projects_own_group_starts_the_old_revision_again_after_a_failure()
    {
        Assert.Equal(0, await cli.Slipway("deploy", Revision.Write(cli.PathOf("one"), "1", Revision.Tracing("1", AllEvents))));
        Assert.Equal("*\n", File.ReadAllText(cli.PathOf(".slipway/.gitignore")));
        Assert.Equal("1", File.ReadAllText(cli.PathOf(".slipway/local/srv/app/version")));
        var before = File.ReadAllLines(cli.PathOf(".slipway/local/trace.log")).Length;
        Assert.Equal(1, await cli.Slipway("deploy", Revision.Write(cli.PathOf("two"), "2", ("ValidateService", "exit 1")), "--format", "json"));
        Assert.Equal("Succeeded", cli.Json.GetProperty("rollback").GetProperty("status").GetString());
        Assert.Equal("1", File.ReadAllText(cli.PathOf(".slipway/local/srv/app/version")));
        string[] stop = [.. AllEvents[..3].Select(e => e + " 1")];
        Assert.Equal([.. stop, .. stop, "ApplicationStart 1", "ValidateService 1", "BeforeAllowTraffic 1", "AfterAllowTraffic 1"], File.ReadAllLines(cli.PathOf(".slipway/local/trace.log"))[before..]);

        Assert.Equal(0, await cli.Slipway("deployments", "--format", "json"));
        var newest = cli.Json.GetProperty("deployments")[0];
        Assert.Equal(("codeDeployRollback", "restart"), (newest.GetProperty("creator").GetString(), newest.GetProperty("kind").GetString()));
        Assert.Equal(cli.Json.GetProperty("deployments")[1].GetProperty("deploymentId").GetString(), newest.GetProperty("rollbackTriggeringDeploymentId").GetString());
        Assert.Equal(newest.GetProperty("deploymentId").GetString(), cli.Json.GetProperty("deployments")[1].GetProperty("rollbackDeploymentId").GetString());
    }

    [Fact]
    public async Task What_is_refused_before_a_script_ran_restarts_nothing()
    {
        await cli.Slipway("deploy", Revision.Write(cli.PathOf("one"), "1", Revision.Tracing("1", AllEvents)));
        var before = File.ReadAllLines(cli.PathOf(".slipway/local/trace.log")).Length;
        Directory.CreateDirectory(cli.PathOf("bad"));
        File.WriteAllText(cli.PathOf("bad/appspec.yml"), "version: 0.0\nos: linux\nfiles:\n  - source: missing\n    destination: /srv/app\n");
        Assert.Equal(1, await cli.Slipway("deploy", "bad", "--format", "json"));
        Assert.Equal("Failed", cli.Json.GetProperty("status").GetString());
        Assert.False(cli.Json.TryGetProperty("rollback", out _));
        Assert.Equal(before, File.ReadAllLines(cli.PathOf(".slipway/local/trace.log")).Length);
    }

    [Theory]
    [InlineData("version: 0.0\nos: [\n")]
    [InlineData("version: 0.0\nos: windows\n")]
    [InlineData(null)]
    public async Task A_bad_appspec_is_a_failed_deployment(string? appSpec)
    {
        Directory.CreateDirectory(cli.PathOf("bad"));
        if (appSpec is not null) File.WriteAllText(cli.PathOf("bad/appspec.yml"), appSpec);
        Assert.Equal(1, await Deploy("bad", "--format", "json"));
        Assert.Equal("Failed", cli.Json.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Object, cli.Json.GetProperty("error").ValueKind);
        Assert.Matches(": error SLW", cli.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(cli.PathOf("root")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("b.zip")]
    [InlineData("b.tar")]
    [InlineData("b.tgz")]
    public async Task Findings_are_printed_and_stop_nothing_that_the_agent_runs(string? bundle)
    {
        // Unquoted, agent 1.8 takes this mode for 0420: an error at the gate, and deployed as it says.
        Revision.Write(cli.PathOf("one"), "1");
        File.AppendAllText(cli.PathOf("one/appspec.yml"), "permissions:\n  - object: /srv/app/version\n    mode: 0644\n");
        if (bundle is not null) Assert.Equal(0, await cli.Slipway("pack", "one", "-o", bundle));
        Assert.Equal(0, await Deploy(bundle ?? "one"));
        Assert.Matches(@"appspec\.yml\(8,\d+\): error SLW[1-9]\d{3}: ", cli.Error);
        Assert.Equal("1", Installed());
    }

    [Fact]
    public async Task Asked_events_run_after_the_revision_is_installed()
    {
        Assert.Equal(0, await Deploy(Revision.Write(cli.PathOf("one"), "1", Revision.Tracing("1", "AfterInstall", "Warmup", "ValidateService")), "--events", "ValidateService, Warmup"));
        Assert.Equal(["ValidateService 1", "Warmup 1"], Trace());
        Assert.Equal("1", Installed());
    }

    [Fact]
    public async Task An_event_that_nobody_knows_is_refused_before_anything_is_touched()
    {
        Assert.Equal(1, await Deploy(Revision.Write(cli.PathOf("one"), "1"), "--events", "Warmup"));
        Assert.Matches(": error SLW", cli.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(cli.PathOf("root")));
    }

    [Fact]
    public async Task The_option_for_existing_files_takes_any_case()
    {
        Directory.CreateDirectory(cli.PathOf("root/srv/app"));
        File.WriteAllText(cli.PathOf("root/srv/app/version"), "mine");
        var one = Revision.Write(cli.PathOf("one"), "1");
        Assert.Equal(1, await Deploy(one));
        Assert.Equal(0, await Deploy(one, "--file-exists-behavior", "retain"));
        Assert.Equal("mine", Installed());
        Assert.Equal(1, await Deploy(one, "--group", "other"));
        Assert.Equal(0, await Deploy(one, "--group", "other", "--file-exists-behavior", "Overwrite"));
        Assert.Equal("1", Installed());
    }

    [Fact]
    public async Task A_group_that_is_leased_refuses_a_second_deployment_and_a_waiting_one_follows()
    {
        var (gate, started) = (cli.PathOf("gate"), cli.PathOf("started"));
        var slow = Revision.Write(cli.PathOf("slow"), "slow", ("AfterInstall", $"touch {started}; while [ ! -e {gate} ]; do sleep 0.02; done"));
        using var other = new InProcess();
        string[] where = ["--root", cli.PathOf("root"), "--state", cli.PathOf("state")];
        var first = other.Slipway(["deploy", slow, .. where]);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(started), TimeSpan.FromSeconds(60)));
        Assert.Equal(1, await Deploy(Revision.Write(cli.PathOf("two"), "2"), "--format", "json"));
        Assert.Equal("SLW0401", cli.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, cli.Json.GetProperty("deploymentId").ValueKind);
        var waiting = Deploy(cli.PathOf("two"), "--lock-wait", "60");
        File.WriteAllText(gate, "");
        Assert.Equal(0, await first);
        Assert.Equal(0, await waiting);
        Assert.Equal("2", Installed());
    }

    [Fact]
    public async Task Stopping_ends_the_script_puts_the_tree_back_and_frees_the_group()
    {
        await Deploy(Revision.Write(cli.PathOf("one"), "1"));
        var started = cli.PathOf("started");
        using var other = new InProcess();
        var stopped = other.Slipway("deploy", Revision.Write(cli.PathOf("slow"), "2", ("AfterInstall", $"touch {started}; sleep 600")), "--root", cli.PathOf("root"), "--state", cli.PathOf("state"), "--format", "json");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(started), TimeSpan.FromSeconds(60)));
        other.Stop();
        Assert.Equal(1, await stopped);
        Assert.Equal("Stopped", other.Json.GetProperty("status").GetString());
        Assert.Matches("stopped", other.Error);
        Assert.Equal("1", Installed());
        Assert.Equal(0, await Deploy(Revision.Write(cli.PathOf("three"), "3")));
    }

    private Task<int> Deploy(string revision, params string[] more) => cli.Slipway(["deploy", revision, "--root", "root", "--state", "state", .. more]);

    private string Installed() => File.ReadAllText(cli.PathOf("root/srv/app/version"));

    private string[] Trace() => File.ReadAllLines(cli.PathOf("root/trace.log"));
}
