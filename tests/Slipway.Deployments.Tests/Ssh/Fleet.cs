using Slipway.Deployments.Transports;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Revisions;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Tests.Ssh;

/// <summary>What tests of transports deploy: a few files and hooks, from a folder or a bundle.</summary>
internal static class Fleet
{
    public static readonly string[] Events =
    [
        LifecycleEvents.ApplicationStop, LifecycleEvents.DownloadBundle, LifecycleEvents.BeforeInstall, LifecycleEvents.Install, LifecycleEvents.AfterInstall,
        LifecycleEvents.ApplicationStart, LifecycleEvents.ValidateService,
    ];

    /// <summary>A revision in a folder: <c>app.txt</c>, a large file that does not change, and one hook.</summary>
    public static string Revision(string folder, string text, string hook = "true", string lifecycleEvent = "AfterInstall")
    {
        Directory.CreateDirectory(Path.Join(folder, "app"));
        File.WriteAllText(
            Path.Join(folder, "appspec.yml"),
            $"version: 0.0\nos: linux\nfiles:\n  - source: app\n    destination: /app\nhooks:\n  {lifecycleEvent}:\n    - location: hook.sh\n      timeout: 60\n");
        File.WriteAllText(Path.Join(folder, "hook.sh"), $"#!/bin/sh\nset -e\n{hook}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Join(folder, "hook.sh"), (UnixFileMode)0x1ed);
        File.WriteAllText(Path.Join(folder, "app", "app.txt"), text);
        var large = new byte[300_000];
        new Random(1).NextBytes(large);
        File.WriteAllBytes(Path.Join(folder, "app", "large.bin"), large);
        return folder;
    }

    public static async Task<string> BundleAsync(string folder, BundleType type = BundleType.Zip)
    {
        var bundle = $"{folder}.{type}";
        await RevisionPacker.PackAsync(RevisionGathering.FromFolder(folder), bundle, type, CancellationToken.None);
        return bundle;
    }

    public static InstanceDeployment Deployment(string id, string? revision, long fencing = 1) => new()
    {
        DeploymentId = id,
        ApplicationName = "Orders",
        DeploymentGroupName = "production",
        DeploymentGroupId = "g-1",
        Revision = revision,
        Events = Events,
        FencingNumber = fencing,
    };

    /// <summary>Runs all events, then commits; undoes at the first failure.</summary>
    public static async Task<IReadOnlyList<EventResult>> DeployAsync(IInstanceTransport to, InstanceDeployment deployment, IInstanceEvents? events = null)
    {
        await using var session = await to.BeginAsync(deployment, events ?? new Heard(), CancellationToken.None);
        return await FinishAsync(session);
    }

    public static async Task<IReadOnlyList<EventResult>> FinishAsync(IInstanceSession session)
    {
        var results = session.Ended.ToList();
        foreach (var lifecycleEvent in Events.Skip(results.Count))
        {
            results.Add(await session.RunAsync(lifecycleEvent, CancellationToken.None));
            if (results[^1].Status == EventStatus.Succeeded) continue;
            await session.UndoAsync();
            return results;
        }

        await session.CommitAsync();
        return results;
    }

    /// <summary>Waits for something that is about to happen.</summary>
    public static async Task Until(Func<bool> happened, string what)
    {
        for (var deadline = Environment.TickCount64 + 20_000; !happened(); await Task.Delay(10))
        {
            if (Environment.TickCount64 > deadline) throw new TimeoutException(what);
        }
    }
}

/// <summary>Remembers what was told.</summary>
internal sealed class Heard : IInstanceEvents
{
    private readonly List<InstanceEvent> all = [];

    public IReadOnlyList<InstanceEvent> All
    {
        get
        {
            lock (all) return [.. all];
        }
    }

    public IReadOnlyList<string> Lines => [.. All.OfType<ScriptOutput>().Select(o => o.Line)];

    public void On(InstanceEvent instanceEvent)
    {
        lock (all) all.Add(instanceEvent);
    }
}
