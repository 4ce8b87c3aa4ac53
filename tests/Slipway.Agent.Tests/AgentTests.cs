using System.Diagnostics;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Instances.Protocol;
using Slipway.Specifications.AppSpecs;
using Slipway.Tests.Ssh;
using Xunit;

namespace Slipway.Agent.Tests;

/// <summary>The agent as it is sent: one native file that does its work, keeps its memory small and leaves nothing running.</summary>
public sealed class AgentTests : IDisposable
{
    private const string Mapping = "files:\n  - source: app\n    destination: /srv/app\n";
    private const string Hook = Mapping + "hooks:\n  AfterInstall:\n    - location: hook.sh\n      timeout: 60\n";
    private const int Hangup = 1, Kill = 9, Terminate = 15;
    private readonly string folder = Directory.CreateTempSubdirectory("slipway-agent-").FullName;

    [Fact]
    public void It_is_one_small_file_that_says_what_it_is()
    {
        Assert.SkipWhen(AgentBuild.Missing is not null, AgentBuild.Missing ?? "");
        Assert.InRange(new FileInfo(AgentProcess.Program).Length, 1_000_000, 12_000_000);
        Assert.StartsWith("slipway-agent 0.", Run("--version", 0), StringComparison.Ordinal);
        Assert.Contains("--version", Run("--help", 0), StringComparison.Ordinal);
        Assert.Equal("", Run("--nonsense", 2));
    }

    [Fact]
    public void A_revision_is_delivered_and_deployed_and_hooks_get_nothing_of_the_conversation()
    {
        using var agent = new AgentProcess(folder);
        Assert.Equal((Environment.UserName, agent.Id), (agent.Opened.Account, agent.Opened.ProcessId));
        var bundle = AgentProcess.Pack(folder, Hook, ("app/a", "1"), ("hook.sh", "#!/bin/sh\nls /proc/self/fd | wc -l\ncat\necho err >&2\n"));
        var deployment = AgentProcess.Deployment(agent.Peer.Deliver(bundle).Path);
        agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
        foreach (var lifecycleEvent in deployment.Events) Assert.Null(agent.Peer.Ask<EventRun>(new RunEvent(lifecycleEvent)).Result.Error);
        agent.Peer.Ask<Done>(new CommitDeployment());
        Assert.Equal("1", File.ReadAllText(folder + "/root/srv/app/a"));

        // Its own three and the one that lists them.
        Assert.Equal(["4", "err"], agent.Peer.Happened.Select(h => h.Event).OfType<ScriptOutput>().Select(o => o.Line.Trim()).Order());
        agent.Peer.Dispose();
        Assert.Equal(0, agent.WaitForEnd());
    }

    [Fact]
    public void Killed_in_an_event_the_next_agent_names_it_and_undoes_the_deployment()
    {
        var bundle = AgentProcess.Pack(folder, Hook, ("app/a", "1"), ("hook.sh", "#!/bin/sh\necho began\nexec sleep 300\n"));
        InstanceDeployment deployment;
        using (var agent = new AgentProcess(folder))
        {
            deployment = UntilItRuns(agent, bundle);
            agent.Signal(Kill);
            agent.WaitForEnd();
        }

        using var next = new AgentProcess(folder);
        Assert.Equal(LifecycleEvents.AfterInstall, next.Peer.Ask<SessionBegun>(new RejoinDeployment(deployment, 0)).Interrupted);
        next.Peer.Ask<Done>(new UndoDeployment());
        Assert.False(Directory.Exists(folder + "/root/srv/app"));
        Assert.False(IsRunning("sleep\0300\0"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Left_alone_it_ends_what_runs_and_then_itself(bool isHungUp)
    {
        var go = folder + "/go";
        var bundle = AgentProcess.Pack(folder, Hook, ("app/a", "1"), ("hook.sh", $"#!/bin/sh\necho began\nwhile [ ! -e {go} ]; do sleep 0.05; done\n"));
        InstanceDeployment deployment;
        using (var agent = new AgentProcess(folder))
        {
            deployment = UntilItRuns(agent, bundle);
            if (isHungUp) agent.Signal(Hangup);
            agent.Peer.Dispose();
            File.WriteAllText(go, "");
            Assert.Equal(0, agent.WaitForEnd());
        }

        using var next = new AgentProcess(folder);
        var begun = next.Peer.Ask<SessionBegun>(new RejoinDeployment(deployment, 0));
        Assert.Equal((LifecycleEvents.AfterInstall, EventStatus.Succeeded), (begun.Ended[^1].Event, begun.Ended[^1].Status));
        next.Peer.Ask<Done>(new CommitDeployment());
        Assert.Equal("1", File.ReadAllText(folder + "/root/srv/app/a"));
    }

    [Fact]
    public void SIGTERM_ends_the_script_and_the_agent_and_leaves_the_deployment_to_be_undone()
    {
        var bundle = AgentProcess.Pack(folder, Hook, ("app/a", "1"), ("hook.sh", "#!/bin/sh\necho began\nexec sleep 301\n"));
        using var agent = new AgentProcess(folder);
        var deployment = UntilItRuns(agent, bundle);
        agent.Signal(Terminate);
        Assert.Equal(EventStatus.Failed, Assert.IsType<EventRun>(agent.Peer.Answer()).Result.Status);
        Assert.Equal(128 + Terminate, agent.WaitForEnd());
        Assert.False(IsRunning("sleep\0301\0"));
        Assert.Equal(deployment.DeploymentId, new Instance(new() { Name = "x", Root = folder + "/root", StateFolder = folder + "/state" }).ReadState("local").Unfinished);
    }

    [Theory]
    [InlineData(1, 300)]
    [InlineData(336, 300)]
    [InlineData(10_000, 300)]
    public void Its_memory_is_bounded_by_30_MB_and_some_bytes_a_file(int files, int bytesAFile)
    {
        var bundle = AgentProcess.Pack(folder, Mapping, Enumerable.Range(0, files).Select(i => ($"app/folder-{i / 100}/file-{i}.txt", $"content {i}")));
        using var agent = new AgentProcess(folder);
        var deployment = AgentProcess.Deployment(agent.Peer.Deliver(bundle).Path);
        var delivered = agent.PeakMemory;
        agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
        var begun = agent.PeakMemory;
        foreach (var lifecycleEvent in deployment.Events) Assert.Null(agent.Peer.Ask<EventRun>(new RunEvent(lifecycleEvent)).Result.Error);
        agent.Peer.Ask<Done>(new CommitDeployment());
        TestContext.Current.TestOutputHelper!.WriteLine($"{files} files: {delivered / 1e6:F1} MB delivered, {begun / 1e6:F1} MB begun, {agent.PeakMemory / 1e6:F1} MB");
        Assert.InRange(agent.PeakMemory, 1, 30_000_000 + ((long)bytesAFile * files));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static InstanceDeployment UntilItRuns(AgentProcess agent, string bundle)
    {
        var deployment = AgentProcess.Deployment(agent.Peer.Deliver(bundle).Path);
        agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
        foreach (var lifecycleEvent in deployment.Events.SkipLast(1)) agent.Peer.Ask<EventRun>(new RunEvent(lifecycleEvent));
        agent.Peer.Send(new RunEvent(LifecycleEvents.AfterInstall));
        agent.Peer.WaitFor(e => e is ScriptOutput { Line: "began" });
        return deployment;
    }

    private static string Run(string argument, int exitCode)
    {
        using var process = Process.Start(new ProcessStartInfo(AgentProcess.Program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(exitCode, process.ExitCode);
        return output;
    }

    private static bool IsRunning(string command) => Directory.EnumerateDirectories("/proc").Any(process =>
    {
        try
        {
            return File.ReadAllText(process + "/cmdline") == command;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}
