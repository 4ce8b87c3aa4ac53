using System.Diagnostics;
using System.Globalization;
using Slipway.EndToEnd.Tests.Running;
using Slipway.Instances.Events;
using Slipway.Instances.Tests.Conformance;
using Slipway.Revisions;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Tests;

/// <summary>A sandbox with its state, and revisions to deploy to it.</summary>
/// <param name="separateState">Keeps the state on another file system, so that files cannot be moved there.</param>
/// <param name="bundles">Packs revisions into bundles of this type; null deploys folders.</param>
internal sealed class Sandbox(bool separateState = false, BundleType? bundles = null) : IDisposable
{
    private const string OtherFileSystem = "/dev/shm";
    private static int deployments;
    private readonly Scratch scratch = new();
    private readonly string? otherState = separateState ? Directory.CreateDirectory($"{OtherFileSystem}/slipway-test-{Guid.NewGuid():n}").FullName : null;
    private int revisions;

    public string Root => scratch.Root;

    public string State => otherState ?? scratch.State;

    /// <summary>Whether this machine has another file system beside the one of the temporary folder.</summary>
    public static bool CanSeparateState { get; } = Directory.Exists(OtherFileSystem)
        && UnixFiles.Status(null, OtherFileSystem).Device != UnixFiles.Status(null, Path.GetTempPath().TrimEnd('/'), follow: true).Device;

    public RecordedEvents Events { get; private set; } = new();

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Everything below the root, with times and access lists.</summary>
    public string Tree(bool withTimes = true) => string.Join(
        "\n",
        TreeEntry.Below(Root).Select(e => withTimes || e.Type == "symlink" ? e with { Modified = e.Type == "symlink" && !withTimes ? "" : e.Modified } : e with { Modified = "" }).Select(e => e.ToString()))
        + "\n" + TreeEntry.AccessLists(Root);

    /// <summary>
    /// Everything below the root, comparable with another sandbox's. Of times only whether a file has the bundled one: a directory that stays
    /// keeps its time, and made anew it has that of now in any case.
    /// </summary>
    public string Standing() => string.Join(
        "\n", TreeEntry.Below(Root, placeholder: true).Select(e => e with { Modified = e.Type != "file" ? "" : e.Modified.StartsWith("315532800.", StringComparison.Ordinal) ? "bundled" : "now" }))
        + "\n" + TreeEntry.AccessLists(Root).Replace(Root, "@ROOT@", StringComparison.Ordinal);

    /// <summary>Runs shell commands in a folder below the root; false when they fail.</summary>
    public bool Shell(string relative, string commands)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-e", "-c", commands]) { WorkingDirectory = PathOf(relative), RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Writes a file below the root, with its parents.</summary>
    public void Write(string relative, string text, string mode = "0644") => Write(Root, relative, text, mode);

    /// <summary>Makes a revision: the files <c>path -> text</c>, and the appspec's text without its first two lines.</summary>
    public string Revision(string appSpec, params (string Path, string Text)[] files) =>
        Revision(appSpec, [.. files.Select(f => (f.Path, f.Text, Mode: f.Path.EndsWith(".sh", StringComparison.Ordinal) ? 0x1ed : 0x1a4))]);

    /// <summary>The same with modes.</summary>
    public string Revision(string appSpec, IReadOnlyList<(string Path, string Text, int Mode)> files)
    {
        var folder = scratch.PathOf($"revision-{revisions++}");
        Directory.CreateDirectory(folder);
        foreach (var (path, text, mode) in files) Write(folder, path, text, Convert.ToString(mode, 8));
        File.WriteAllText(Path.Combine(folder, "appspec.yml"), "version: 0.0\nos: linux\n" + appSpec);
        return bundles is { } type ? Pack(folder, type) : folder;
    }

    /// <summary>Packs a folder as <c>slipway pack</c> does.</summary>
    public static string Pack(string folder, BundleType type = BundleType.Zip)
    {
        var bundle = $"{folder}.{type.ToString().ToLowerInvariant()}";
        return RevisionPacker.PackAsync(RevisionGathering.FromFolder(folder), bundle, type, CancellationToken.None).GetAwaiter().GetResult().BundleFile;
    }

    public static InstanceDeployment Deployment(string revision, FileExistsBehavior? behavior = null, string group = "local") => new()
    {
        DeploymentId = "d-" + Interlocked.Increment(ref deployments).ToString("d9", CultureInfo.InvariantCulture),
        ApplicationName = "Test",
        DeploymentGroupName = group,
        DeploymentGroupId = "g-1",
        Revision = revision,
        FileExistsBehavior = behavior,
        Events = [.. LifecycleEvents.InOrder.Where(e => e is not (LifecycleEvents.BlockTraffic or LifecycleEvents.AllowTraffic))],
    };

    public Instance Instance(Action<string>? onStep = null) => new(new() { Name = "local", Root = Root, StateFolder = State, OnStep = onStep });

    /// <summary>Deploys; null when it succeeded, else why not (then it was undone).</summary>
    public SlipwayError? Deploy(InstanceDeployment deployment, Action<string>? onStep = null)
    {
        Events = new();
        try
        {
            using var session = Instance(onStep).Begin(deployment, Events, CancellationToken.None);
            foreach (var lifecycleEvent in deployment.Events)
            {
                var result = session.Run(lifecycleEvent, CancellationToken.None);
                if (result.Status == EventStatus.Succeeded) continue;
                session.Undo();
                return result.Error!;
            }

            session.Commit();
            return null;
        }
        catch (SlipwayException e)
        {
            return e.Error;
        }
    }

    public SlipwayError? Deploy(string revision, FileExistsBehavior? behavior = null) => Deploy(Deployment(revision, behavior));

    public IReadOnlyList<Recovery> Recover() => Instance().Recover(null, Events, CancellationToken.None);

    public void Dispose()
    {
        if (otherState is not null) Directory.Delete(otherState, recursive: true);
        scratch.Dispose();
    }

    private static void Write(string folder, string relative, string text, string mode)
    {
        var path = Path.Combine(folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
    }
}
