using System.Globalization;
using System.Text;
using Slipway.Instances.Hooks;
using Slipway.Instances.State;

namespace Slipway.Instances.Checking;

/// <summary>Whether somebody else listens on a port that the instance's environment names. Only a prediction: ApplicationStop may end him, and the port may be one that is connected to.</summary>
internal static class PortsCheck
{
    internal static IEnumerable<PreflightFinding> Of(InstanceSettings settings, GroupFolder group)
    {
        var ports = Ports(settings.Environment).ToList();
        if (ports.Count == 0) yield break;
        var listeners = Listeners();
        foreach (var (variable, port) in ports)
        {
            if (!listeners.TryGetValue(port, out var socket)) continue;
            var holder = ProcessTable.All().Where(p => p.IsAlive && ProcessTable.Holds(p.Id, $"socket:[{socket}]")).Select(p => (ProcessEntry?)p).FirstOrDefault();
            if (holder is { } process && IsOurs(process.Id, settings, group)) continue;
            yield return InstancePreflight.Finding(PreflightCheck.Ports, true, "SLW0274",
                $"Port {port} ({variable} of instance {settings.Name}) is taken: {(holder is { } found ? $"process {ProcessTable.Describe(found)}" : "a process of another account")} listens on it. End it, or give the instance another port.");
        }
    }

    /// <summary>The ports that an application is likely to listen on by its environment, each once.</summary>
    internal static IEnumerable<(string Variable, int Port)> Ports(IReadOnlyDictionary<string, string> environment) =>
        environment.SelectMany(v => Named(v.Key, v.Value, environment).Select(port => (v.Key, port))).Where(p => p.port is > 0 and < 65536).DistinctBy(p => p.port);

    private static IEnumerable<int> Named(string name, string value, IReadOnlyDictionary<string, string> environment)
    {
        if (name is "ASPNETCORE_URLS" or "DOTNET_URLS" or "URLS")
        {
            // http://*:5000 and http://+:5000 are no addresses for Uri.
            return value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(url => Uri.TryCreate(url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var address) ? address.Port : 0);
        }

        if (name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) && name.EndsWith("_PORTS", StringComparison.Ordinal)) return value.Split(';').Select(Number);

        // DB_PORT beside DB_HOST is one to connect to.
        return name == "PORT" || (name.EndsWith("_PORT", StringComparison.Ordinal) && !environment.ContainsKey(name[..^"PORT".Length] + "HOST")) ? [Number(value)] : [];
    }

    private static int Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Inode of the socket that listens on each port.</summary>
    private static Dictionary<int, string> Listeners()
    {
        const string Listening = "0A";
        var listeners = new Dictionary<int, string>();
        foreach (var table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            if (!File.Exists(table)) continue;
            foreach (var line in File.ReadLines(table).Skip(1))
            {
                // sl local remote st tx:rx tr:when retrnsmt uid timeout inode
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length < 10 || fields[3] != Listening) continue;
                if (int.TryParse(fields[1].AsSpan(fields[1].LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port)) listeners.TryAdd(port, fields[9]);
            }
        }

        return listeners;
    }

    /// <summary>Whether a process is one of the revision in place: started by a hook of the group, or running something that was installed.</summary>
    private static bool IsOurs(int process, InstanceSettings settings, GroupFolder group)
    {
        try
        {
            var variables = "\0" + Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/environ"));
            if (variables.Contains($"\0SLIPWAY_INSTANCE_NAME={settings.Name}\0", StringComparison.Ordinal) && variables.Contains($"\0SLIPWAY_INSTANCE_ROOT={settings.Root}\0", StringComparison.Ordinal)) return true;
            var arguments = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
            if (new FileInfo($"/proc/{process}/exe").LinkTarget is { } program) arguments.Add(program);
            return InstalledRecord.Read(group.Installed).Any(e => arguments.Contains(settings.Root + e.Path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
