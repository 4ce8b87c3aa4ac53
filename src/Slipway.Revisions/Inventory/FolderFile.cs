using System.Security.Cryptography;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Packing;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Inventory;

/// <summary>What stands in a folder as the manifest's line that packing would write.</summary>
internal static class FolderFile
{
    private const int Executable = 0x1ed, Plain = 0x1a4, PermissionBits = 0x1ff;

    /// <exception cref="Specifications.SlipwayException">SLW0122: it cannot be read.</exception>
    internal static RevisionEntry Entry(RevisionFile file, IncrementalHash hash, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            if (new FileInfo(file.SourcePath).LinkTarget is not null)
                return new(file.Path, FileKind.Link, ManifestText.LinkMode, 0, null, SourceKind.LinkTarget(file.SourcePath));
            if (Directory.Exists(file.SourcePath)) return new(file.Path, FileKind.Directory, ManifestText.DirectoryMode, 0, null, null);
            using var source = File.OpenHandle(file.SourcePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            long size = 0;
            var isScript = false;
            while (RandomAccess.Read(source, buffer, size) is > 0 and var read)
            {
                cancellation.ThrowIfCancellationRequested();
                if (size == 0) isScript = buffer.AsSpan(0, read).StartsWith("#!"u8);
                hash.AppendData(buffer, 0, read);
                size += read;
            }

            var mode = OperatingSystem.IsWindows() ? isScript ? Executable : Plain : (int)File.GetUnixFileMode(source) & PermissionBits;
            return new(file.Path, FileKind.File, mode, size, Convert.ToHexStringLower(hash.GetHashAndReset()), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RevisionErrors.SourceUnreadable(file.SourcePath, e.Message, e);
        }
    }
}
