using System.Text;
using System.Text.Json;
using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>
/// The exact list of what is packed, as a file: one JSON line a file with size and time. The gate writes it, the packer reads it, and MSBuild
/// compares its time with the bundle's: it is rewritten only when something in it changed, so a deleted file packs again and a second publish does not.
/// </summary>
internal static class RevisionList
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <summary>Writes the list unless the file holds it already.</summary>
    public static void Write(string listFile, IReadOnlyList<RevisionFile> files)
    {
        var text = new StringBuilder();
        foreach (var file in files)
        {
            var info = new FileInfo(file.SourcePath);
            var isFile = info.Exists;
            var line = new Line(file.Path, file.SourcePath, file.Mode, isFile ? info.Length : 0, isFile ? info.LastWriteTimeUtc.Ticks : 0, ModeOf(info));
            text.Append(JsonSerializer.Serialize(line, Options)).Append('\n');
        }

        var content = text.ToString();
        if (File.Exists(listFile) && File.ReadAllText(listFile) == content) return;
        Directory.CreateDirectory(Path.GetDirectoryName(listFile)!);
        File.WriteAllText(listFile, content);
    }

    /// <summary>The files of a written list.</summary>
    /// <exception cref="SlipwayException">SLW0064.</exception>
    public static IReadOnlyList<RevisionFile> Read(string listFile)
    {
        try
        {
            return [.. File.ReadLines(listFile).Select(line => JsonSerializer.Deserialize<Line>(line, Options)!)
                .Select(line => new RevisionFile(line.Path, line.Source, line.PackedMode))];
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SlipwayException(BuildErrors.BadRevisionList(listFile), e);
        }
    }

    private static int ModeOf(FileInfo info) => info.Exists && !OperatingSystem.IsWindows() ? (int)info.UnixFileMode : 0;

    private sealed record Line(string Path, string Source, int? PackedMode, long Size, long Ticks, int Mode);
}
