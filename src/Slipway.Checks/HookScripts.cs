using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Checks;

/// <summary>Finds and reads the scripts of a request: what the hooks name, and what stands in the scripts folder because hooks may call it.</summary>
/// <param name="request">The request.</param>
/// <param name="files">Reads files.</param>
internal sealed class HookScripts(CheckRequest request, FileContents files)
{
    // What is larger is no script that somebody wrote.
    private const long LargestScript = 4 << 20;

    private readonly Dictionary<string, ScriptFile> _scripts = new(StringComparer.Ordinal);

    /// <summary>The scripts in ordinal order of their paths.</summary>
    /// <param name="appSpec">The appspec; null when there is none.</param>
    /// <param name="notes">Gets a note for a script that is too large to be looked into.</param>
    public IReadOnlyList<ScriptFile> Read(YamlDocument? appSpec, List<CheckNote> notes)
    {
        var paths = new SortedSet<string>(request.Scripts, StringComparer.Ordinal);
        foreach (var location in Locations(appSpec))
        {
            foreach (var spelling in location.Contains('\\', StringComparison.Ordinal) ? [location, location.Replace('\\', '/')] : (string[])[location])
            {
                if (Normalize(spelling) is { } path && SourceOf(path) is not null) paths.Add(path);
            }
        }

        var scripts = new List<ScriptFile>();
        foreach (var path in paths)
        {
            if (SourceOf(path) is not { } source) continue;
            if (files.Read(source, LargestScript) is not { } content)
            {
                if (new FileInfo(source) is { Exists: true, Length: > LargestScript }) notes.Add(new CheckNote(null, $"{request.NameOf(source)} has more than {LargestScript >> 20} MiB and was not looked into."));
                continue;
            }

            // The same instance while the content is the same: it keeps what was parsed of it.
            if (!_scripts.TryGetValue(path, out var script) || script.Content != content) _scripts[path] = script = new ScriptFile(path, request.NameOf(source), content);
            scripts.Add(script);
        }

        return scripts;
    }

    /// <summary>Where a script of the revision stands; null where it is not known.</summary>
    public string? SourceOf(string path) =>
        request.Revision?.SourceOf(path) ?? (request.ScriptRoot is { } root && File.Exists(Path.Join(root, path)) ? Path.GetFullPath(Path.Join(root, path)) : null);

    private static IEnumerable<string> Locations(YamlDocument? appSpec)
    {
        if (appSpec?.Root is not YamlMapping root || root.Find("hooks")?.Value is not YamlMapping hooks) yield break;
        foreach (var list in hooks.Entries.Select(entry => entry.Value).OfType<YamlSequence>())
        {
            foreach (var item in list.Items.OfType<YamlMapping>())
            {
                if (item.Find("location")?.Value is YamlScalar { Value.Length: > 0 } location) yield return location.Value;
            }
        }
    }

    private static string? Normalize(string location)
    {
        if (location.Contains('\0', StringComparison.Ordinal)) return null;
        var parts = location.Split('/').Where(part => part is not ("" or ".")).ToArray();
        // A hook outside of the revision is a finding of its own, and no file to look into.
        return parts.Length == 0 || parts.Contains("..") ? null : string.Join('/', parts);
    }
}
