using System.Security.Cryptography;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>An agent that can be sent.</summary>
/// <param name="Path">The executable on this machine.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sha256">Its hash, lower-case hex: agents are known by their content, so an instance never runs another one than was sent.</param>
internal sealed record AgentProgram(string Path, long Size, string Sha256);

/// <summary>The agents on the deploying side: <c>RID/slipway-agent</c> in a folder.</summary>
internal sealed class AgentPrograms(TransportSettings settings)
{
    // As uname names system and machine.
    private static readonly (string System, string Rid)[] Systems =
        [("Linux-x86_64", "linux-x64"), ("Linux-aarch64", "linux-arm64"), ("Linux-arm64", "linux-arm64")];

    private readonly Lazy<IReadOnlyDictionary<string, AgentProgram>> found = new(() => Find(Folders(settings)));

    /// <summary>What can be sent, by system; read and hashed once. Empty when there is none.</summary>
    internal IReadOnlyDictionary<string, AgentProgram> All => found.Value;

    /// <summary>Where they are looked for, for the message.</summary>
    internal string Looked => string.Join(", ", Folders(settings));

    private static IEnumerable<string> Folders(TransportSettings settings)
    {
        if (settings.AgentsFolder is { Length: > 0 } given) return [given];

        // MSBuild loads the task's assemblies from a folder of their own.
        IEnumerable<string?> beside = [AppContext.BaseDirectory, Path.GetDirectoryName(typeof(AgentPrograms).Assembly.Location)];
        var folders = beside.OfType<string>().Where(f => f.Length > 0).Select(f => Path.Join(Path.TrimEndingDirectorySeparator(f), "agents")).Distinct();
        return settings.Variable("SLIPWAY_AGENTS") is { Length: > 0 } named ? [.. folders, named] : folders;
    }

    private static Dictionary<string, AgentProgram> Find(IEnumerable<string> folders)
    {
        var programs = new Dictionary<string, AgentProgram>();
        foreach (var folder in folders)
        {
            foreach (var (system, rid) in Systems)
            {
                var path = Path.Join(folder, rid, "slipway-agent");
                if (programs.ContainsKey(system) || !File.Exists(path)) continue;
                using var file = File.OpenRead(path);
                programs[system] = new(path, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
            }
        }

        return programs;
    }
}
