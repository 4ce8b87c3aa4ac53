using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Slipway.Package.Tests;

/// <summary>The toolkit and its samples as a fresh clone has them: nothing is built. Its build nodes live on between builds, as a developer's do.</summary>
public sealed class FreshClone : IDisposable
{
    private readonly string _salt = "slipway" + Guid.NewGuid().ToString("N");

    public FreshClone() => Repository.CopyTo(Folder);

    public string Folder { get; } = Directory.CreateTempSubdirectory("slipway-clone-").FullName;

    /// <summary>A port that was free a moment ago.</summary>
    public int Port { get; } = FreePort();

    public string Orders => Path.Combine(Folder, "samples", "Orders");

    public string Root => Path.Combine(Orders, ".slipway", "local");

    /// <summary>All work in nodes that are kept, and that no other build finds.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["MSBUILDDISABLENODEREUSE"] = "0",
        ["MSBUILDNOINPROCNODE"] = "1",
        ["MSBUILDNODEHANDSHAKESALT"] = _salt,
        ["XDG_DATA_HOME"] = Path.Combine(Folder, "data"),
        ["XDG_STATE_HOME"] = Path.Combine(Folder, "state"),
        ["ORDERS_PORT"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    internal Task<CommandResult> PublishAsync(params string[] arguments) => DotNet.RunAsync(Folder, Environment, ["publish", "samples/Orders", .. arguments]);

    public static void Replace(string file, string old, string now)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, now, StringComparison.Ordinal));
    }

    /// <summary>The processes that this clone's builds have left on purpose.</summary>
    public IReadOnlyList<int> Nodes()
    {
        var nodes = new List<int>();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    if (File.ReadAllText($"/proc/{process.Id}/environ").Contains(_salt, StringComparison.Ordinal)
                        && File.ReadAllText($"/proc/{process.Id}/cmdline").Contains("nodemode", StringComparison.OrdinalIgnoreCase)) nodes.Add(process.Id);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // Gone, or somebody else's.
                }
            }
        }

        return nodes;
    }

    public void Dispose()
    {
        foreach (var id in Nodes())
        {
            using var node = Process.GetProcessById(id);
            node.Kill();
            node.WaitForExit();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
