using System.Diagnostics;

namespace Slipway.Tests.Ssh;

/// <summary>A small file system in memory over a folder, where a test may mount one.</summary>
internal sealed class Mounted : IAsyncDisposable
{
    private readonly string folder;

    private Mounted(string folder) => this.folder = folder;

    /// <summary>Null when nothing can be mounted here.</summary>
    public static Mounted? Of(string folder, string options) => Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder) ? new(folder) : null;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // Lazily: what still stands in it must not keep the test's folder.
        Run("umount", "-l", folder);
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        return ValueTask.CompletedTask;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
