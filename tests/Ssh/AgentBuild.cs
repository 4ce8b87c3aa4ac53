using System.Diagnostics;

namespace Slipway.Tests.Ssh;

/// <summary>
/// The folder of agents that tests send: <c>$SLIPWAY_AGENTS</c>, else one that is built from this clone when its sources are newer. Built once for all test processes.
/// </summary>
internal static class AgentBuild
{
    private static readonly string[] Rooms = ["Slipway.Agent", "Slipway.Instances", "Slipway.Revisions", "Slipway.Specifications"];
    private static readonly Lazy<(string? Folder, string? Missing)> Built = new(Build);

    /// <summary>Why there is none; null when there is.</summary>
    public static string? Missing => Built.Value.Missing;

    /// <summary>The folder with <c>linux-x64/slipway-agent</c>.</summary>
    public static string Folder => Built.Value.Folder ?? throw new InvalidOperationException(Missing);

    private static (string? Folder, string? Missing) Build()
    {
        if (Environment.GetEnvironmentVariable("SLIPWAY_AGENTS") is { Length: > 0 } given) return (given, null);
        if (!OperatingSystem.IsLinux()) return (null, "agents are built on Linux");
        if (Root() is not { } root) return (null, "the clone is not found from here");
        var folder = Path.Join(root, "src", "Slipway.Agent", "bin", "agents");
        var rid = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "linux-x64" : "linux-arm64";
        var agent = Path.Join(folder, rid, "slipway-agent");
        Directory.CreateDirectory(folder);
        using var alone = Alone(Path.Join(folder, ".lock"));
        var newest = Rooms.SelectMany(r => Directory.EnumerateFiles(Path.Join(root, "src", r), "*.cs*", SearchOption.AllDirectories))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).Max(File.GetLastWriteTimeUtc);
        if (File.Exists(agent) && File.GetLastWriteTimeUtc(agent) >= newest) return (folder, null);
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Join(root, "src", "Slipway.Agent"), "-c", "Release", "-v", "quiet", "-p:RunAnalyzers=false", $"-p:AgentRid={rid}", "-o", Path.GetDirectoryName(agent)!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start)!;
        var errors = publish.StandardError.ReadToEndAsync();
        var said = publish.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        publish.WaitForExit();
        if (publish.ExitCode != 0 || !File.Exists(agent)) return (null, "the agent cannot be built here (no linker?): " + said[..Math.Min(said.Length, 500)]);

        // An up-to-date publish leaves the old time.
        File.SetLastWriteTimeUtc(agent, DateTime.UtcNow);
        return (folder, null);
    }

    private static FileStream Alone(string file)
    {
        while (true)
        {
            try
            {
                return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static string? Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "Toolkit.sln"))) return folder;
        }

        return null;
    }
}
