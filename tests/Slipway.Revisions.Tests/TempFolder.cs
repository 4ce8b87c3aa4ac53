using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Tests;

/// <summary>A folder of its own for one test, removed with everything in it.</summary>
internal sealed class TempFolder : IDisposable
{
    // In memory where there is such a place: some tests make tens of thousands of files.
    internal string Path { get; } = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/slipway-{Guid.NewGuid():n}").FullName
        : Directory.CreateTempSubdirectory("slipway-").FullName;

    public void Dispose()
    {
        // Not Directory.Delete: it cannot remove names that are not UTF-8, which some tests make.
        using var rm = System.Diagnostics.Process.Start("rm", ["-rf", Path]);
        rm.WaitForExit();
    }

    internal string Under(string name) => System.IO.Path.Join(Path, name);

    internal string Write(string name, string content, string mode = "644") => Write(name, System.Text.Encoding.UTF8.GetBytes(content), mode);

    internal string Write(string name, byte[] content, string mode = "644")
    {
        var path = Under(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        UnixFiles.ChangeMode(null, path, Convert.ToInt32(mode, 8));
        return path;
    }

    internal string Link(string name, string target)
    {
        var path = Under(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        UnixFiles.Symlink(target, null, path);
        return path;
    }
}
