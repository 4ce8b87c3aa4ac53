using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Checks.Fixing;

/// <summary>
/// Replaces a file's content: written beside it in full, then renamed over it, so that a full disk or a crash leaves the old file. Mode and owner
/// stay; a link stays a link, and the file that it leads to is replaced.
/// </summary>
public static class FileReplacement
{
    /// <summary>Replaces the content if the file still holds what the fixes were made for.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="before">What the file must hold.</param>
    /// <param name="after">What it is to hold.</param>
    /// <exception cref="SlipwayException">SLW0006: it changed meanwhile; SLW0007: it cannot be written. The file is as it was.</exception>
    public static void Write(string path, byte[] before, byte[] after)
    {
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            Refuse(path, target, before);
            var temporary = Path.Join(Path.GetDirectoryName(target), $".slipway-{Guid.NewGuid():N}"[..24]);
            try
            {
                WriteNew(temporary, target, after);
                // Once more, as late as can be: an editor may have saved while we wrote.
                Refuse(path, target, before);
                File.Move(temporary, target, overwrite: true);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(new("SLW0007", $"The fixed file cannot be written, and is as it was: {(e as UnixException)?.Reason ?? e.Message} Make the file and its folder writable.", path), e);
        }
    }

    private static void Refuse(string path, string target, byte[] before)
    {
        if (!File.Exists(target) || new FileInfo(target).Length != before.Length || !File.ReadAllBytes(target).AsSpan().SequenceEqual(before))
            throw new SlipwayException(new("SLW0006", "The file changed while it was being fixed, and was left as it is. Save it and run the fix again.", path));
        // A rename would get around the protection that somebody has set.
        if (IsReadOnly(target)) throw new UnauthorizedAccessException("the file is read-only.");
    }

    // To .NET what belongs to somebody else is read-only for root as well; root is only kept from what its owner must not write.
    private static bool IsReadOnly(string file) => !OperatingSystem.IsWindows() && UnixFiles.IsSupported && UnixFiles.EffectiveUser == 0
        ? (File.GetUnixFileMode(file) & UnixFileMode.UserWrite) == 0
        : (File.GetAttributes(file) & FileAttributes.ReadOnly) != 0;

    private static void WriteNew(string temporary, string target, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = content.Length };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(temporary, options);
        stream.Write(content);
        if (!OperatingSystem.IsWindows())
        {
            KeepOwner(stream, target);
            File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
        }

        stream.Flush(flushToDisk: true);
    }

    private static void KeepOwner(FileStream stream, string target)
    {
        if (!UnixFiles.IsSupported) return;
        var (old, own) = (UnixFiles.Status(null, target, follow: true), UnixFiles.Status(stream.SafeFileHandle));
        if (old.User != own.User || old.Group != own.Group) UnixFiles.ChangeOwner(stream.SafeFileHandle, old.User, old.Group);
    }
}
