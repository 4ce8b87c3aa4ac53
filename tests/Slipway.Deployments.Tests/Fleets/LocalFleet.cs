using System.Collections.Concurrent;
using Slipway.Deployments.Traffic;
using Slipway.Deployments.Transports;
using Slipway.Deployments.Watching;
using Slipway.Instances.Events;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Tests.Fleets;

/// <summary>A group of local instances with real roots, hooks and state, behind a load balancer that a test looks into.</summary>
internal sealed class LocalFleet : IDisposable, ILoadBalancers, IDeploymentProgress, IAlarmProbe, ITriggerSender
{
    private readonly TempState temp = new();
    private readonly ConcurrentDictionary<string, bool> registered = new();

    public LocalFleet(int count)
    {
        Names = [.. Enumerable.Range(1, count).Select(i => $"web-{i}")];
        Definition = new()
        {
            Name = "g",
            Instances = [.. Names.Select(n => new InstanceDefinition { InstanceName = n, Connection = InstanceConnection.Local, Root = Directory.CreateDirectory(Path.Combine(temp.Folder, n)).FullName })],
            LoadBalancer = new() { Command = new(["test"]) },
            RollsBackOn = [AutoRollbackEvent.DeploymentFailure, AutoRollbackEvent.DeploymentStopOnRequest, AutoRollbackEvent.DeploymentStopOnAlarm],
        };
        foreach (var name in Names) registered[name] = true;
    }

    public IReadOnlyList<string> Names { get; }

    public DeploymentGroupDefinition Definition { get; set; }

    public string StateFolder => temp.State.Path;

    public History.StateFolder State => temp.State;

    public string Folder => temp.Folder;

    public ConcurrentQueue<string> Traffic { get; } = new();

    public ConcurrentQueue<FleetEvent> Events { get; } = new();

    public ConcurrentQueue<TriggerNotification> Told { get; } = new();

    public ConcurrentQueue<InstanceEvent> InstanceEvents { get; } = new();

    public Action<string, FleetEvent>? OnEvent { get; set; }

    public Func<string, bool> IsHealthy { get; set; } = _ => true;

    public AlarmReading Alarm { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public Deployer Deployer => new(Time, new()
    {
        Transports = new InstanceTransports(new() { State = temp.State, InheritedEnvironment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } }),
        LoadBalancers = this,
        AlarmProbe = this,
        TriggerSender = this,
        AskPeriod = TimeSpan.FromMilliseconds(20),
    });

    public IEnumerable<string> InService => Names.Where(n => registered[n]);

    public void Register(string name, bool isRegistered) => registered[name] = isRegistered;

    public string? Version(string name) => File.Exists(PathIn(name, "version")) ? File.ReadAllText(PathIn(name, "version")) : null;

    public string Log(string name) => File.Exists(Path.Combine(temp.Folder, name, "log")) ? File.ReadAllText(Path.Combine(temp.Folder, name, "log")) : "";

    public DeploymentRequest Request(string version, string script = "", Func<DeploymentRequest, DeploymentRequest>? with = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(temp.Folder, "revision-" + version)).FullName;
        File.WriteAllText(Path.Combine(folder, "version"), version);
        File.WriteAllText(Path.Combine(folder, "hook.sh"), $"#!/bin/sh\necho {version} $LIFECYCLE_EVENT >> \"$SLIPWAY_INSTANCE_ROOT/log\"\n{script}\n");
        string[] hooks = ["BeforeBlockTraffic", "ApplicationStop", "ApplicationStart", "ValidateService", "AfterAllowTraffic"];
        File.WriteAllText(Path.Combine(folder, "appspec.yml"), "version: 0.0\nos: linux\nfiles:\n  - source: version\n    destination: /srv\nhooks:\n"
            + string.Concat(hooks.Select(h => $"  {h}:\n    - location: hook.sh\n")));
        var request = new DeploymentRequest
        {
            ApplicationName = "app",
            Group = new("g", "", false) { Definition = Definition, HasTrafficControl = true },
            Revision = folder,
            StateFolder = temp.State.Path,
        };
        return with is null ? request : with(request);
    }

    public Task<DeploymentResult> Deploy(string version, string script = "", Func<DeploymentRequest, DeploymentRequest>? with = null) =>
        Deployer.DeployAsync(Request(version, script, with), this, CancellationToken.None);

    public ILoadBalancer Open(LoadBalancerDefinition definition) => new Balancer(this);

    public void DeploymentStarted(string deploymentId, DeploymentRequest request)
    {
    }

    public void OnInstance(string deploymentId, string instanceName, InstanceEvent instanceEvent) => InstanceEvents.Enqueue(instanceEvent);

    public void OnFleet(string deploymentId, FleetEvent fleetEvent)
    {
        Events.Enqueue(fleetEvent);
        OnEvent?.Invoke(deploymentId, fleetEvent);
    }

    public void DeploymentEnded(DeploymentResult result)
    {
    }

    public Task<(AlarmReading Reading, string Reason)> ProbeAsync(AlarmDefinition alarm, CancellationToken cancellation) => Task.FromResult((Alarm, "as the test says"));

    public Task<string?> SendAsync(TriggerDefinition trigger, TriggerNotification notification, CancellationToken cancellation)
    {
        Told.Enqueue(notification);
        return Task.FromResult<string?>(null);
    }

    public void Dispose() => temp.Dispose();

    private string PathIn(string name, string file) => Path.Combine(temp.Folder, name, "srv", file);

    private sealed class Balancer(LocalFleet fleet) : ILoadBalancer
    {
        public string Name => "test";

        public Task<ServerState> ReadAsync(string server, CancellationToken cancellation) =>
            Task.FromResult(!fleet.registered[server] ? ServerState.OutOfService : fleet.IsHealthy(server) ? ServerState.InService : ServerState.Unhealthy);

        public Task<int> DeregisterAsync(string server, CancellationToken cancellation)
        {
            fleet.Traffic.Enqueue("-" + server);
            fleet.registered[server] = false;
            return Task.FromResult(0);
        }

        public Task RegisterAsync(string server, CancellationToken cancellation)
        {
            fleet.Traffic.Enqueue("+" + server);
            fleet.registered[server] = true;
            return fleet.IsHealthy(server) ? Task.CompletedTask : throw new SlipwayException(new("SLW0471", $"{server} did not become healthy."));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
