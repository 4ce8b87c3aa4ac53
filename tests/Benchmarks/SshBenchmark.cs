using System.Diagnostics;
using System.Globalization;
using Slipway.Deployments.History;
using Slipway.Deployments.Transports;
using Slipway.Instances;
using Slipway.Instances.Events;
using Slipway.Revisions;
using Slipway.Specifications.DeployFiles;
using Slipway.Tests.Ssh;

namespace Slipway.Benchmarks;

/// <summary>
/// A one-line change of a self-contained web application (2 of its 336 files) brought to an SSH host on loopback and installed there, journal and all, against <c>rsync -a --link-dest</c> and a
/// remote command that switches a link, all on tmpfs. Both connect anew. Our own process runs already (rsync's is started): its start is what every use of slipway costs, not what bringing a revision does.
/// Then what an event costs beyond its hook, over ssh and locally, and the memory of the agent.
/// </summary>
internal static class SshBenchmark
{
    private const double ChangeBar = 0.6, RemoteBar = 15, LocalBar = 5, MemoryBar = 30;
    private static readonly string[] Events = ["ApplicationStop", "DownloadBundle", "BeforeInstall", "Install", "AfterInstall", "ApplicationStart", "ValidateService"];
    private static int deployments;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
        return RunAsync(rounds).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(int rounds)
    {
        if ((SshHost.Missing ?? AgentBuild.Missing) is { } missing) throw new InvalidOperationException(missing);
        var work = Directory.CreateDirectory($"/dev/shm/slipway-ssh-benchmark-{Environment.ProcessId}").FullName;
        await using var host = await SshHost.StartAsync();
        try
        {
            var (change, memory) = await ChangeAsync(host, work, rounds);
            var remote = await EventsAsync(Transports(host, work), Instance(work, "events"), work, "over ssh");
            var local = await EventsAsync(Transports(host, work), Instance(work, "events-local") with { Connection = InstanceConnection.Local }, work, "local");
            Console.WriteLine($"one-line change: {change:F2}x rsync --link-dest and a remote command (bar {ChangeBar:F1}x)");
            Console.WriteLine($"an event beyond its hook: {remote:F2} ms over ssh (bar {RemoteBar:F0} ms), {local:F2} ms locally (bar {LocalBar:F0} ms)");
            Console.WriteLine($"agent: {memory / 1e6:F1} MB resident at most for 336 files (bar {MemoryBar:F0} MB and 300 bytes a file)");
            return change <= ChangeBar && remote <= RemoteBar && local <= LocalBar && memory <= MemoryBar * 1e6 + 336 * 300 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<(double Ratio, double Memory)> ChangeAsync(SshHost host, string work, int rounds)
    {
        var revision = Revision(Path.Join(work, "revision"), hook: false);
        Measure.Execute("cp", "-a", PackBenchmark.WebApplication(), Path.Join(revision, "files"));
        string[] changing = [Path.Join(revision, "files", "app.dll"), Path.Join(revision, "files", "app.pdb")];
        var instance = Instance(work, "change");
        var releases = Directory.CreateDirectory(Path.Join(work, "releases")).FullName;
        var ssh = $"ssh -F {host.ConfigFile}";
        var (number, memory) = (0, 0.0);
        var next = "";
        void Prepare()
        {
            foreach (var file in changing) Edit(file, ++number);
            next = RevisionPacker.PackAsync(
                RevisionGathering.FromFolder(revision), Path.Join(work, "next.zip"), new PackOptions { CacheFolder = Path.Join(work, "cache") }, CancellationToken.None).GetAwaiter().GetResult().BundleFile;
        }

        void Rsync()
        {
            var release = $"{++deployments:d4}";
            Measure.Execute("rsync", "-a", "--link-dest=../current", "-e", ssh, Path.Join(revision, "files") + "/", $"127.0.0.1:{releases}/{release}/");
            Measure.Execute("ssh", "-F", host.ConfigFile, "127.0.0.1", $"ln -sfn {release} {releases}/new && mv -T {releases}/new {releases}/current");
        }

        void Slipway()
        {
            using var transports = new Disposing<InstanceTransports>(Transports(host, work));
            DeployAsync(transports.It, instance, next, _ => memory = Math.Max(memory, AgentMemory(host))).GetAwaiter().GetResult();
        }

        Prepare();
        Slipway();
        Rsync();
        var medians = Measure.Alternating(rounds, Prepare, ("slipway, one-line change over ssh", Slipway), ("ssh true (a connection by itself)", () => Measure.Execute("ssh", "-F", host.ConfigFile, "127.0.0.1", "true")),
            ("rsync -a --link-dest, remote command", Rsync));
        return (medians[0] / medians[2], memory);
    }

    /// <summary>The median time of an event with a hook that does nothing, less that of the hook's process by itself.</summary>
    private static async Task<double> EventsAsync(InstanceTransports transports, InstanceDefinition instance, string work, string where)
    {
        await using var disposed = transports;
        var revision = Revision(Path.Join(work, "hooks"), hook: true);
        Directory.CreateDirectory(Path.Join(revision, "files"));
        var (with, without) = (new List<double>(), new List<double>());
        for (var i = 0; i < 12; i++)
        {
            await using var to = transports.To(instance);
            await using var session = await to.BeginAsync(Deployment(revision), new Unheard(), CancellationToken.None);
            foreach (var lifecycleEvent in Events)
            {
                var watch = Stopwatch.GetTimestamp();
                var result = await session.RunAsync(lifecycleEvent, CancellationToken.None);
                var took = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
                if (result.Status != EventStatus.Succeeded) throw new InvalidOperationException(result.Error?.Message);
                if (i > 1 && lifecycleEvent is "BeforeInstall" or "ValidateService") with.Add(took);
                else if (i > 1 && lifecycleEvent is "ApplicationStart") without.Add(took);
            }

            await session.CommitAsync();
        }

        var script = Path.Join(revision, "hook.sh");
        var alone = Enumerable.Range(0, 20).Select(_ =>
        {
            var watch = Stopwatch.GetTimestamp();
            Measure.Execute(script);
            return Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        }).ToList();
        Console.WriteLine(
            $"{where}: an event with a hook {Measure.Median(with):F2} ms (fastest {with.Min():F2}, slowest {with.Max():F2}), without one {Measure.Median(without):F2} ms; the hook by itself {Measure.Median(alone):F2} ms");
        return Math.Max(Measure.Median(without), Measure.Median(with) - Measure.Median(alone));
    }

    private static async Task DeployAsync(InstanceTransports transports, InstanceDefinition instance, string revision, Action<IInstanceTransport> beforeTheEnd)
    {
        await using var to = transports.To(instance);
        await using (var session = await to.BeginAsync(Deployment(revision), new Unheard(), CancellationToken.None))
        {
            foreach (var lifecycleEvent in Events)
            {
                var result = await session.RunAsync(lifecycleEvent, CancellationToken.None);
                if (result.Status != EventStatus.Succeeded) throw new InvalidOperationException(result.Error?.Message);
            }

            await session.CommitAsync();
        }

        beforeTheEnd(to);
    }

    private static InstanceDeployment Deployment(string revision) => new()
    {
        DeploymentId = $"d-{++deployments:d9}",
        ApplicationName = "Benchmark",
        DeploymentGroupName = "benchmark",
        DeploymentGroupId = "g",
        Revision = revision,
        Events = Events,
    };

    private static InstanceTransports Transports(SshHost host, string work) =>
        new(new() { State = StateFolder.At(Path.Join(work, "state")), AgentsFolder = AgentBuild.Folder, Variable = host.Variable });

    private static InstanceDefinition Instance(string work, string name) => new()
    {
        InstanceName = name,
        Connection = new(false, "127.0.0.1"),
        Root = Directory.CreateDirectory(Path.Join(work, name)).FullName,
        StateFolder = Path.Join(work, name + "-state"),
    };

    private static string Revision(string folder, bool hook)
    {
        Directory.CreateDirectory(folder);
        var hooks = hook ? "hooks:\n  BeforeInstall:\n    - location: hook.sh\n  ValidateService:\n    - location: hook.sh\n" : "";
        File.WriteAllText(Path.Join(folder, "appspec.yml"), "version: 0.0\nos: linux\nfiles:\n  - source: files\n    destination: /app\n" + hooks);
        var script = Path.Join(folder, "hook.sh");
        File.WriteAllText(script, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, (UnixFileMode)0x1ed);
        return folder;
    }

    private static void Edit(string file, int number)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.Position = stream.Length - 8;
        stream.Write(BitConverter.GetBytes((long)number));
    }

    /// <summary>The most that an agent of this host had in memory, in bytes.</summary>
    private static double AgentMemory(SshHost host)
    {
        foreach (var process in Directory.GetDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)))
        {
            try
            {
                if (new FileInfo(Path.Join(process, "exe")).LinkTarget?.StartsWith(host.Agents, StringComparison.Ordinal) != true) continue;
                var line = File.ReadLines(Path.Join(process, "status")).First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
                return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or is not ours.
            }
        }

        return 0;
    }

    private sealed class Unheard : IInstanceEvents
    {
        public void On(InstanceEvent instanceEvent)
        {
        }
    }

    private sealed class Disposing<T>(T it) : IDisposable
        where T : IAsyncDisposable
    {
        public T It => it;

        public void Dispose() => it.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
