using System.Collections.ObjectModel;

[assembly: AssemblyFixture(typeof(Slipway.Package.Tests.PackageFeed))]

namespace Slipway.Package.Tests;

/// <summary>The real package, packed once for all tests under a version of its own, in a feed of its own, restored to a cache of its own.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    /// <summary>Everything that the tests write stands below this folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("slipway-package-").FullName;

    /// <summary>Version of the package.</summary>
    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmssfff}";

    /// <summary>The nupkg.</summary>
    public string PackageFile => Path.Combine(Folder, "feed", $"Slipway.{Version}.nupkg");

    /// <summary>Environment of every build: the package cache and the user's folders lie in <see cref="Folder"/>.</summary>
    public IReadOnlyDictionary<string, string> Environment => new ReadOnlyDictionary<string, string>(new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = Path.Combine(Folder, "packages"),
        ["XDG_DATA_HOME"] = Path.Combine(Folder, "data"),
        ["XDG_STATE_HOME"] = Path.Combine(Folder, "state"),
        ["XDG_CACHE_HOME"] = Path.Combine(Folder, "cache"),
    });

    public async ValueTask InitializeAsync()
    {
        // The real ones take a minute to make; Slipway.Agent.Tests looks at one.
        var agents = Path.Combine(Folder, "agents");
        foreach (var rid in (string[])["linux-arm64", "linux-x64"])
        {
            Directory.CreateDirectory(Path.Combine(agents, rid));
            await File.WriteAllTextAsync(Path.Combine(agents, rid, "slipway-agent"), "an agent");
        }

        var pack = await DotNet.RunAsync(Repository.Root, new Dictionary<string, string>(),
            "pack", "src/Slipway.Tasks", "-c", "Release", "-o", Path.Combine(Folder, "feed"), $"-p:PackageVersion={Version}", $"-p:AgentsFolder={agents}", "-v:q");
        pack.MustSucceed();
        // Only this feed: a project that needs anything else from elsewhere fails here.
        await File.WriteAllTextAsync(Path.Combine(Folder, "nuget.config"),
            $"""<configuration><packageSources><clear /><add key="feed" value="{Path.Combine(Folder, "feed")}" /></packageSources></configuration>""");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
