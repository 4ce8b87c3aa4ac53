using System.Buffers;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>
/// Lays an archive out by its manifest: hard links to objects, and only what the store lacks is written. Directories are made first, so that
/// two threads can fill them.
/// </summary>
internal sealed class SharedStaging(
    string revision, DirectoryHandle root, ArchiveContents contents, ObjectStore? objects, IContentSource source, CancellationToken cancellation)
{
    // Large files take long to inflate: few at a time, so that both threads end together. Of small ones many, so that the threads are in
    // different folders.
    private const int FewFiles = 4, ManyFiles = 128;
    private const long LargeFile = 64 * 1024;

    private const int BufferSize = 128 * 1024;

    /// <summary>What was staged, to be handed up.</summary>
    internal static StagedRevision Staged(string staging, DirectoryHandle root, ArchiveContents contents) => new(
        staging, AppSpecLookup.In(root), contents.Entries.Count(e => e.Kind != FileKind.Directory), BytesOf(contents), contents.Manifest)
    { Contents = contents };

    private static long BytesOf(ArchiveContents contents)
    {
        long bytes = 0;
        foreach (var entry in contents.Entries) bytes += entry.Size;
        return bytes;
    }

    internal void Run()
    {
        using (var tree = new StagingTree(root, revision)) MakeDirectoriesAndLinks(tree);
        ChunkQueue.Run(contents.Entries.Count, BytesOf(contents) / Math.Max(1, contents.Entries.Count) > LargeFile ? FewFiles : ManyFiles, Work);
    }

    private void MakeDirectoriesAndLinks(StagingTree tree)
    {
        for (var i = 0; i < contents.Entries.Count; i++)
        {
            var entry = contents.Entries[i];
            if (entry.Kind == FileKind.Directory) tree.MakeDirectory(entry.Path);
            else if (entry.Kind == FileKind.File) tree.MakeParents(entry.Path);
        }

        for (var i = 0; i < contents.Entries.Count; i++)
        {
            if (contents.Entries[i] is not { Kind: FileKind.Link } link) continue;
            source.CheckLink(i);
            tree.MakeLink(link.Path, link.LinkTarget!);
        }
    }

    private void Work(ChunkQueue queue)
    {
        using var tree = new StagingTree(root, revision);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (queue.TryTake(out var start, out var end))
            {
                cancellation.ThrowIfCancellationRequested();
                for (var i = start; i < end; i++)
                {
                    if (contents.IsFile(i)) Stage(tree, i, buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Stage(StagingTree tree, int index, byte[] buffer)
    {
        var entry = contents.Entries[index];
        var folder = tree.MakeParents(entry.Path, out var name);
        if (objects is not null && !contents.IsTwin(index) && objects.TryLink(contents.KeyOf(index), entry.Size, folder, name)) return;
        if (source.TryPlace(index, folder, name))
        {
            contents.MarkFresh(index);
            return;
        }

        using var file = tree.CreateFile(entry.Path);
        source.Write(index, file, buffer);
        Finish(file, entry.Mode);
        contents.MarkFresh(index);
    }

    /// <summary>Mode and time of an object; it is ours already.</summary>
    internal static void Finish(Microsoft.Win32.SafeHandles.SafeFileHandle file, int mode)
    {
        UnixFiles.ChangeMode(file, mode);
        UnixFiles.SetModified(file, ObjectKey.Modified);
    }
}
