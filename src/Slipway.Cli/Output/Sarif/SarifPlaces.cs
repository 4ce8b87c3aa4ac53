using System.Text.Json;
using Slipway.Specifications.Findings;

namespace Slipway.Cli.Output.Sarif;

/// <summary>Files and places: relative to the root of the repository where there is one, else to the working folder.</summary>
internal sealed class SarifPlaces
{
    private const string Root = "SRCROOT";

    private readonly string _root;
    private readonly Func<string, string> _fullPath;

    /// <param name="workingFolder">Relative names of files count from it.</param>
    public SarifPlaces(string workingFolder)
    {
        _root = workingFolder;
        for (var folder = workingFolder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!Path.Exists(Path.Join(folder, ".git"))) continue;
            _root = folder;
            break;
        }

        _fullPath = file => Path.GetFullPath(file, workingFolder);
    }

    /// <summary><c>"originalUriBaseIds":{"SRCROOT":{"uri":"file:///…/"}}</c></summary>
    public void WriteBase(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("originalUriBaseIds");
        writer.WriteStartObject(Root);
        writer.WriteString("uri", new Uri(_root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar).AbsoluteUri);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A location object.</summary>
    public void WriteLocation(Utf8JsonWriter writer, string file, SourceRange range, string? message)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        WriteArtifact(writer, file);
        WriteRegion(writer, "region", range.Line, range.Column, range.EndLine, range.EndColumn);
        writer.WriteEndObject();
        if (message is not null) writer.Text("message", message);
        writer.WriteEndObject();
    }

    /// <summary><c>"artifactLocation":{"uri","uriBaseId"?}</c></summary>
    public void WriteArtifact(Utf8JsonWriter writer, string file)
    {
        var uri = UriOf(file);
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", uri);
        if (!uri.StartsWith("file:", StringComparison.Ordinal)) writer.WriteString("uriBaseId", Root);
        writer.WriteEndObject();
    }

    /// <summary>A region.</summary>
    public static void WriteRegion(Utf8JsonWriter writer, string name, int line, int column, int endLine, int endColumn)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("startLine", line);
        writer.WriteNumber("startColumn", column);
        writer.WriteNumber("endLine", endLine);
        writer.WriteNumber("endColumn", endColumn);
        writer.WriteEndObject();
    }

    /// <summary>The address of a file, relative where it stands below the root.</summary>
    public string UriOf(string file)
    {
        var full = _fullPath(file);
        var relative = Path.GetRelativePath(_root, full);
        return relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? new Uri(full).AbsoluteUri
            : string.Join('/', relative.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
    }
}
