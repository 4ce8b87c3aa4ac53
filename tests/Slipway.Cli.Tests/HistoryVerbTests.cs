using Xunit;

namespace Slipway.Cli.Tests;

public sealed class HistoryVerbTests : IDisposable
{
    private readonly InProcess cli = new();

    public HistoryVerbTests() => Directory.CreateDirectory(cli.PathOf("root"));

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Rollback_goes_back_from_a_success_and_forth_again()
    {
        await Deploy("1");
        await Deploy("2");
        Assert.Equal(0, await cli.Slipway("rollback", "--state", "state"));
        Assert.Equal("1", Installed());
        Assert.Equal(0, await cli.Slipway("rollback", "--state", "state", "--format", "json"));
        Assert.Equal("2", Installed());
        Assert.Equal(0, await cli.Slipway("deployments", "--state", "state", "--format", "json"));
        Assert.Equal(["rollback", "rollback", "deploy", "deploy"], cli.Json.GetProperty("deployments").EnumerateArray().Select(d => d.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Rollback_after_a_failure_deploys_the_last_successful_revision_with_all_its_scripts()
    {
        await Deploy("1", Revision.Tracing("1", "ApplicationStop", "ApplicationStart"));
        Assert.Equal(1, await Deploy("2", ("BeforeInstall", "exit 1")));
        Assert.Equal(0, await cli.Slipway("rollback", "--state", "state", "--group", "local"));
        Assert.Equal("1", Installed());
        Assert.Equal(["ApplicationStart 1", "ApplicationStop 1", "ApplicationStop 1", "ApplicationStart 1"], File.ReadAllLines(cli.PathOf("root/trace.log")));
    }

    [Fact]
    public async Task Rollback_to_a_named_deployment_takes_its_revision_even_when_the_bundle_is_gone()
    {
        await Deploy("1");
        await cli.Slipway("deployments", "--state", "state", "--format", "json");
        var first = cli.Json.GetProperty("deployments")[0].GetProperty("deploymentId").GetString()!;
        Directory.Delete(cli.PathOf("revision-1"), recursive: true);
        for (var i = 2; i <= 5; i++) await Deploy(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(0, await cli.Slipway("rollback", "--state", "state", "--to", first));
        Assert.Equal("1", Installed());
    }

    [Fact]
    public async Task Rollback_without_anything_to_go_back_to_says_so()
    {
        await Deploy("1");
        Assert.Equal(1, await cli.Slipway("rollback", "--state", "state", "--format", "json"));
        Assert.Equal("SLW0405", cli.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("1", Installed());
    }

    [Fact]
    public async Task Show_and_logs_tell_a_deployment()
    {
        await Deploy("1", ("AfterInstall", "echo hello; exit 4"));
        await cli.Slipway("deployments", "--state", "state", "--format", "json");
        var id = cli.Json.GetProperty("deployments")[0].GetProperty("deploymentId").GetString()!;
        Assert.Equal(0, await cli.Slipway("show", id, "--state", "state"));
        foreach (var told in (string[])["Failed", "AfterInstall.sh", "exit code 4", "SLW03", "scripts.log"]) Assert.Contains(told, cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("show", id, "--state", "state", "--format", "json"));
        Assert.Equal(id, cli.Json.GetProperty("deploymentId").GetString());
        Assert.Equal("Failed", cli.Json.GetProperty("status").GetString());
        Assert.Equal(0, await cli.Slipway("logs", id, "--state", "state", "--follow"));
        Assert.Equal("LifecycleEvent - AfterInstall\nScript - AfterInstall.sh\n[stdout]hello\n", cli.Output);
        Assert.Equal(0, await cli.Slipway("logs", id, "--state", "state", "--format", "json"));
        Assert.Equal(3, cli.Json.GetProperty("scriptLog").GetArrayLength());
        Assert.Equal(0, await cli.Slipway("deployments", "--state", "state"));
        Assert.Contains(id, cli.Output, StringComparison.Ordinal);
        Assert.Contains("SLW03", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_follow_a_deployment_until_it_ends()
    {
        var (gate, started) = (cli.PathOf("gate"), cli.PathOf("started"));
        using var other = new InProcess();
        var slow = Revision.Write(cli.PathOf("slow"), "1", ("AfterInstall", $"echo first; echo $DEPLOYMENT_ID > {started}.part; mv {started}.part {started}; while [ ! -e {gate} ]; do sleep 0.02; done; echo second"));
        var deploying = other.Slipway("deploy", slow, "--root", cli.PathOf("root"), "--state", cli.PathOf("state"));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(started), TimeSpan.FromSeconds(60)));
        var following = cli.Slipway("logs", File.ReadAllText(started).Trim(), "--state", "state", "--follow");
        Assert.True(SpinWait.SpinUntil(() => cli.Output.Contains("first", StringComparison.Ordinal), TimeSpan.FromSeconds(60)));
        Assert.False(following.IsCompleted);
        File.WriteAllText(gate, "");
        Assert.Equal(0, await deploying);
        Assert.Equal(0, await following);
        Assert.EndsWith("[stdout]first\n[stdout]second\n", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_tells_every_change_and_touches_nothing()
    {
        await Deploy("1", Revision.Tracing("1", "ApplicationStop"));
        var before = Snapshot();
        var two = Revision.Write(cli.PathOf("two"), "second", Revision.Tracing("2", "ApplicationStart"));
        Assert.Equal(0, await cli.Slipway("plan", two, "--root", "root", "--state", "state", "--format", "json"));
        var change = Assert.Single(cli.Json.GetProperty("changes").EnumerateArray(), c => c.GetProperty("path").GetString() == "/srv/app/version");
        Assert.Equal(("replace", 6), (change.GetProperty("kind").GetString(), change.GetProperty("size").GetInt32()));
        Assert.Equal(["ApplicationStop", "ApplicationStart"], cli.Json.GetProperty("scripts").EnumerateArray().Select(s => s.GetProperty("event").GetString()));
        Assert.Equal(0, await cli.Slipway("plan", two, "--root", "root", "--state", "state"));
        Assert.Contains("/srv/app/version", cli.Output, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task A_plan_that_would_fail_is_exit_code_1_and_names_the_conflict()
    {
        Directory.CreateDirectory(cli.PathOf("root/srv/app"));
        File.WriteAllText(cli.PathOf("root/srv/app/version"), "mine");
        var one = Revision.Write(cli.PathOf("one"), "1");
        Assert.Equal(1, await cli.Slipway("plan", one, "--root", "root", "--state", "state", "--format", "json"));
        Assert.Contains("/srv/app/version", cli.Json.GetProperty("conflicts")[0].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("plan", one, "--root", "root", "--state", "state", "--file-exists-behavior", "OVERWRITE"));
    }

    private Task<int> Deploy(string version, params (string, string)[] hooks) =>
        cli.Slipway("deploy", Revision.Write(cli.PathOf("revision-" + version), version, hooks), "--root", "root", "--state", "state");

    private string Installed() => File.ReadAllText(cli.PathOf("root/srv/app/version"));

    private string Snapshot() => string.Join('\n', Directory.EnumerateFileSystemEntries(cli.Folder, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/two", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(f => f + File.GetLastWriteTimeUtc(f).Ticks));
}
