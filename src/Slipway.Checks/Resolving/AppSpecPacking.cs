using System.Text;
using Slipway.Checks.Contents;
using Slipway.Revisions;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules;

namespace Slipway.Checks.Resolving;

/// <summary>The appspec of a revision that is about to be packed: what it stands for, and the files that are packed in its place.</summary>
public static class AppSpecPacking
{
    private const string AppSpec = "appspec.yml";

    /// <summary>Resolves the appspec at the root of a revision.</summary>
    /// <param name="files">What is to be packed.</param>
    /// <param name="inputs">Properties and how to set them; the revision is taken from <paramref name="files"/>.</param>
    /// <returns>Null where there is no appspec that could be read.</returns>
    public static ResolvedAppSpec? Resolve(IReadOnlyList<RevisionFile> files, ResolvingInputs inputs)
    {
        if (files.FirstOrDefault(file => file.Path == AppSpec) is not { } appSpec) return null;
        var content = new FileContents().Read(appSpec.SourcePath, AppSpecReader.MaxBytes);
        return content is null ? null : AppSpecResolver.Resolve(AppSpecCheck.Read(content), AppSpec, inputs with { Revision = () => RevisionContents.OfFiles(files).Items });
    }

    /// <summary>The names of the properties that an appspec needs; none for one that cannot be read, of which the rules say why.</summary>
    /// <param name="file">Its full path.</param>
    public static IReadOnlyList<string> PropertyNames(string file) =>
        new FileContents().Read(file, AppSpecReader.MaxBytes) is { } content ? AppSpecResolver.PropertyNames(AppSpecCheck.Read(content)) : [];

    /// <summary>
    /// Writes the resolved appspec and the scripts that start others below a folder, and packs them in place of what the user wrote. A file that holds
    /// the same already is left as it is, so that nothing is packed again for it; what an earlier run left is removed.
    /// </summary>
    /// <param name="resolved">The appspec; one in which nothing was resolved changes nothing.</param>
    /// <param name="files">What was to be packed.</param>
    /// <param name="folder">Full path of a folder that holds nothing else.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be written.</exception>
    public static IReadOnlyList<RevisionFile> Write(ResolvedAppSpec? resolved, IReadOnlyList<RevisionFile> files, string folder)
    {
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        if (resolved?.Text is { } text) written[AppSpec] = text;
        foreach (var file in resolved?.Files ?? []) written[file.Path] = file.Text;
        RemoveOthers(folder, written);
        if (written.Count == 0) return files;

        foreach (var (path, content) in written) WriteFile(Path.Join(folder, path), content);
        var scripts = resolved!.Files.Select(file => file.Script).ToHashSet(StringComparer.Ordinal);
        var added = resolved.Files.Select(file => new RevisionFile(file.Path, Path.Join(folder, file.Path), GeneratedFile.Mode));
        return [.. files.Select(file => file.Path == AppSpec ? file with { SourcePath = Path.Join(folder, AppSpec) } : scripts.Contains(file.Path) ? Executable(file) : file), .. added];
    }

    private static RevisionFile Executable(RevisionFile file) => new FileInfo(file.SourcePath) is { Exists: true, LinkTarget: null } ? file with { Mode = GeneratedFile.Mode } : file;

    private static void WriteFile(string path, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        if (File.Exists(path) && new FileInfo(path).Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private static void RemoveOthers(string folder, Dictionary<string, string> written)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToList())
        {
            if (!written.ContainsKey(Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))) File.Delete(file);
        }
    }
}
