using System.Diagnostics;
using System.Runtime.InteropServices;
using Slipway.Instances;
using Slipway.Instances.Protocol;
using Slipway.Instances.Tests.Protocol;
using Slipway.Revisions;
using Slipway.Specifications.AppSpecs;
using Slipway.Tests.Ssh;
using Xunit;

namespace Slipway.Agent.Tests;

/// <summary>The real executable, started as sshd would, with an instance in a temporary folder.</summary>
internal sealed partial class AgentProcess : IDisposable
{
    private readonly Process process;

    /// <param name="folder">The instance's: <c>root</c> and <c>state</c> are made in it.</param>
    public AgentProcess(string folder)
    {
        Assert.SkipWhen(AgentBuild.Missing is not null, AgentBuild.Missing ?? "");
        process = Process.Start(new ProcessStartInfo(Program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var (output, input) = (process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        Assert.Equal(AgentProtocol.Sentinel, ReadLine(output));
        Peer = new(output, input);
        Directory.CreateDirectory(folder + "/root");
        Opened = Peer.Ask<InstanceOpened>(new OpenInstance(AgentProtocol.Version, new() { Name = "web-1", Root = folder + "/root", StateFolder = folder + "/state" }));
    }

    public static string Program => Directory.EnumerateFiles(AgentBuild.Folder, "slipway-agent", SearchOption.AllDirectories)
        .Single(p => p.Contains(RuntimeInformation.OSArchitecture == Architecture.X64 ? "linux-x64" : "linux-arm64", StringComparison.Ordinal));

    public AgentPeer Peer { get; }

    public InstanceOpened Opened { get; }

    public int Id => process.Id;

    /// <summary>The most memory it ever had, in bytes.</summary>
    public long PeakMemory => 1024 * long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture);

    public void Signal(int signal) => Assert.Equal(0, Kill(process.Id, signal));

    public int WaitForEnd()
    {
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)), "the agent goes on");
        return process.ExitCode;
    }

    /// <summary>A bundle with an appspec, packed in a folder.</summary>
    public static string Pack(string folder, string appSpec, params IEnumerable<(string Path, string Text)> files)
    {
        var source = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        foreach (var (path, text) in files.Append(("appspec.yml", "version: 0.0\nos: linux\n" + appSpec)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(source, path))!);
            File.WriteAllText(Path.Combine(source, path), text);
            if (path.EndsWith(".sh", StringComparison.Ordinal)) File.SetUnixFileMode(Path.Combine(source, path), (UnixFileMode)0x1ed);
        }

        return RevisionPacker.PackAsync(RevisionGathering.FromFolder(source), source + ".zip", BundleType.Zip, default).GetAwaiter().GetResult().BundleFile;
    }

    public static InstanceDeployment Deployment(string revision, string id = "d-000000001") => new()
    {
        DeploymentId = id,
        ApplicationName = "Test",
        DeploymentGroupName = "local",
        DeploymentGroupId = "g-1",
        Revision = revision,
        Events = [LifecycleEvents.ApplicationStop, LifecycleEvents.DownloadBundle, LifecycleEvents.BeforeInstall, LifecycleEvents.Install, LifecycleEvents.AfterInstall],
    };

    public void Dispose()
    {
        Peer.Dispose();
        if (!process.WaitForExit(TimeSpan.FromSeconds(30))) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static string ReadLine(Stream stream)
    {
        var line = new List<byte>();
        for (int next; (next = stream.ReadByte()) is >= 0 and not '\n';) line.Add((byte)next);
        return System.Text.Encoding.ASCII.GetString([.. line]);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
