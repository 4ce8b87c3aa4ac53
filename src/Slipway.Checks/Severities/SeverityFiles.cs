using Slipway.Specifications.Findings;

namespace Slipway.Checks.Severities;

/// <summary>Finds the <c>.editorconfig</c> and <c>.globalconfig</c> files that speak of some files: in their folders and all folders above.</summary>
internal static class SeverityFiles
{
    private const long Largest = 1 << 20;

    /// <summary>The settings with what the files say.</summary>
    /// <param name="settings">What is known already.</param>
    /// <param name="files">Full paths of the files under test.</param>
    /// <param name="contents">Reads files.</param>
    public static SeveritySettings Read(SeveritySettings settings, IEnumerable<string> files, FileContents contents)
    {
        var folders = new SortedSet<string>(Comparer<string>.Create(ByDepth));
        foreach (var file in files)
        {
            for (var folder = Path.GetDirectoryName(file); folder is not null && folders.Add(folder);) folder = Path.GetDirectoryName(folder);
        }

        var editorConfigs = new List<EditorConfig>();
        var global = new GlobalSeverities();
        foreach (var folder in folders)
        {
            if (Text(Path.Join(folder, ".globalconfig"), contents) is { } text) global.Add(EditorConfig.Parse(folder, text), ".globalconfig");
            if (Text(Path.Join(folder, ".editorconfig"), contents) is not { } own) continue;
            var config = EditorConfig.Parse(folder, own);
            if (config.IsGlobal) global.Add(config, ".editorconfig");
            else editorConfigs.Add(config);
        }

        return settings with { Global = global, EditorConfigs = editorConfigs };
    }

    private static string? Text(string path, FileContents contents) => contents.Read(path, Largest) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    private static int ByDepth(string left, string right)
    {
        var depth = left.Length.CompareTo(right.Length);
        return depth != 0 ? depth : string.CompareOrdinal(left, right);
    }
}
