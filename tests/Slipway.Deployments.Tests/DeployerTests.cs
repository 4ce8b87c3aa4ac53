using Slipway.Deployments.History;
using Slipway.Deployments.Leases;
using Slipway.Instances.Events;
using Xunit;

namespace Slipway.Deployments.Tests;

/// <summary>What goes wrong around a deployment while it runs; the rest is tested through the command line.</summary>
public sealed class DeployerTests : IDisposable
{
    private readonly TempState temp = new();

    public DeployerTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "deploying to this machine needs Linux");

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task Who_loses_the_lease_ends_the_script_and_puts_the_tree_back()
    {
        await Deploy("1");
        var time = new ManualTime();
        var progress = new Watching(e =>
        {
            if (e is not ScriptOutput) return;
            var files = new LeaseFiles(temp.State.OfGroup("g"));
            files.TryTake(files.Newest().Number + 1, new("g", "d-OTHER0000", LeaseOwner.ThisProcess(), time.GetUtcNow(), time.GetUtcNow(), false));
            time.Advance(LeaseVerdict.HeartbeatPeriod);
        });
        var result = await Deploy("2", "echo running; exec sleep 600", progress, time);
        Assert.Equal((DeploymentStatus.Failed, "SLW0403"), (result.Status, result.Error!.Code));
        Assert.Null(result.Rollback);
        Assert.Equal("1", Installed());
    }

    [Fact]
    public async Task A_deployment_that_cannot_be_recorded_is_undone()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        await Deploy("1");
        var progress = new Watching(started: id =>
        {
            Directory.CreateDirectory(temp.State.OfDeployment(id));
            File.CreateSymbolicLink(ScriptLog.FileIn(temp.State.OfDeployment(id)), "/dev/full");
        });
        var result = await Deploy("2", "echo lost", progress);
        Assert.Equal((DeploymentStatus.Failed, "SLW0418"), (result.Status, result.Error!.Code));
        Assert.Equal("1", Installed());
    }

    [Fact]
    public async Task An_older_lease_than_the_instance_has_seen_gets_nowhere_even_when_the_state_of_groups_is_lost()
    {
        for (var i = 1; i <= 3; i++) await Deploy("1");
        Directory.Delete(Path.Combine(temp.State.Path, "groups"), recursive: true);
        Directory.Delete(temp.State.Deployments, recursive: true);
        var result = await Deploy("2");
        Assert.Equal(DeploymentStatus.Succeeded, result.Status);
        Assert.Equal(4, new DeploymentHistory(temp.State, TimeProvider.System).Find(result.DeploymentId).Record.FencingNumber);
    }

    [Fact]
    public async Task An_instances_variables_reach_its_hooks()
    {
        var result = await Deploy("1", "echo \"$PORT $DEPLOYMENT_GROUP_NAME $APPLICATION_NAME ${INHERITED:-}\" > \"$SLIPWAY_INSTANCE_ROOT/env\"");
        Assert.Equal(DeploymentStatus.Succeeded, result.Status);
        Assert.Equal("5002 g app yes\n", File.ReadAllText(Path.Combine(temp.Folder, "root", "env")));
    }

    private Task<DeploymentResult> Deploy(string version, string? script = null, Watching? progress = null, TimeProvider? time = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(temp.Folder, "revision-" + version)).FullName;
        File.WriteAllText(Path.Combine(folder, "version"), version);
        File.WriteAllText(Path.Combine(folder, "hook.sh"), $"#!/bin/sh\n{script ?? "exit 0"}\n");
        File.WriteAllText(Path.Combine(folder, "appspec.yml"), "version: 0.0\nos: linux\nfiles:\n  - source: version\n    destination: /srv\nhooks:\n  AfterInstall:\n    - location: hook.sh\n");
        return new Deployer(time ?? TimeProvider.System).DeployAsync(
            new()
            {
                ApplicationName = "app",
                Group = new("g", Path.Combine(temp.Folder, "root"), RollsBackOnFailure: true) { Environment = new Dictionary<string, string> { ["PORT"] = "5002" } },
                Revision = folder,
                StateFolder = temp.State.Path,
                InheritedEnvironment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["INHERITED"] = "yes" },
            },
            progress ?? new(),
            CancellationToken.None);
    }

    private string Installed() => File.ReadAllText(Path.Combine(temp.Folder, "root", "srv", "version"));

    private sealed class Watching(Action<InstanceEvent>? onEvent = null, Action<string>? started = null) : IDeploymentProgress
    {
        private int deployments;

        public void DeploymentStarted(string deploymentId, DeploymentRequest request)
        {
            if (deployments++ == 0) started?.Invoke(deploymentId);
        }

        public void OnInstance(string deploymentId, string instanceName, InstanceEvent instanceEvent) => onEvent?.Invoke(instanceEvent);

        public void DeploymentEnded(DeploymentResult result)
        {
        }
    }
}
