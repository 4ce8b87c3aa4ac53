using Slipway.Revisions;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Rules;

namespace Slipway.Tasks;

/// <summary>A list of files as the rules see it.</summary>
internal static class RevisionContent
{
    // What is larger is no script that somebody wrote.
    private const long LargestScript = 4 << 20;

    /// <summary>Every file with its kind, mode and size.</summary>
    public static IReadOnlyList<RevisionItem> Items(IReadOnlyList<RevisionFile> files) => [.. files.Select(Item)];

    /// <summary>The hook scripts with their texts: what the appspec names, and what stands in the scripts folder because hooks may call it.</summary>
    public static IReadOnlyList<ScriptFile> Scripts(IReadOnlyList<RevisionFile> files, IReadOnlySet<string> scriptFiles, byte[]? appSpec)
    {
        var named = appSpec is null ? [] : LocationsOf(appSpec);
        return [.. files.Where(file => scriptFiles.Contains(file.SourcePath) || named.Contains(file.Path))
            .Where(file => new FileInfo(file.SourcePath) is { Exists: true, Length: <= LargestScript })
            .Select(file => new ScriptFile(file.Path, file.SourcePath, File.ReadAllBytes(file.SourcePath)))];
    }

    private static HashSet<string> LocationsOf(byte[] appSpec)
    {
        var readings = Enum.GetValues<AgentVersion>().Select(agent => AppSpecReader.Read(appSpec, agent, HostPlatform.Linux));
        var locations = readings.SelectMany(reading => reading.AppSpec?.Hooks ?? []).SelectMany(hook => hook.Scripts).Select(script => script.Location.Text ?? "");
        return [.. locations.Select(location => string.Join('/', location.Split('/').Where(part => part is not ("" or "."))))];
    }

    private static RevisionItem Item(RevisionFile file)
    {
        var info = new FileInfo(file.SourcePath);
        if (info.LinkTarget is { } target) return new RevisionItem(file.Path, RevisionItemKind.Link, LinkTarget: target);
        if (!info.Exists) return new RevisionItem(file.Path, RevisionItemKind.Directory);
        return new RevisionItem(file.Path, RevisionItemKind.File, file.Mode ?? (OperatingSystem.IsWindows() ? 0 : (int)info.UnixFileMode), info.Length);
    }
}
