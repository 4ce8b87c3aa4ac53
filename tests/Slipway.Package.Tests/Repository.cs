using System.Runtime.CompilerServices;

namespace Slipway.Package.Tests;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A copy of what a fresh clone holds of the toolkit and the samples.</summary>
    public static void CopyTo(string target)
    {
        foreach (var folder in (string[])["src", "build", "samples"]) CopyFolder(Path.Combine(Root, folder), Path.Combine(target, folder));
        foreach (var file in Directory.EnumerateFiles(Root, "Directory.*")) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (var file in (string[])["global.json", ".editorconfig"]) File.Copy(Path.Combine(Root, file), Path.Combine(target, file));
    }

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            if (Path.GetFileName(folder) is not ("bin" or "obj" or ".slipway")) CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
        }
    }

    private static string Find([CallerFilePath] string thisFile = "")
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Toolkit.sln"))) folder = folder.Parent;
        return folder?.FullName ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
    }
}
