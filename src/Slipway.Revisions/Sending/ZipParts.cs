using System.Buffers;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Unix;
using Slipway.Revisions.Zip;

namespace Slipway.Revisions.Sending;

/// <summary>The contents of a zip, as they are packed in it.</summary>
internal sealed class ZipParts : BundleContents
{
    private const int BufferSize = 256 * 1024;

    private readonly string bundle;
    private readonly FileStream file;
    private readonly ZipReader reader;
    private readonly List<ZipEntry> entries;

    private ZipParts(string bundle, FileStream file, ZipReader reader, List<ZipEntry> entries, RevisionManifest manifest) : base(manifest, bundle)
    {
        this.bundle = bundle;
        this.file = file;
        this.reader = reader;
        this.entries = entries;
    }

    /// <summary>Null when it cannot be sent in parts.</summary>
    internal static ZipParts? Open(string bundle, FileStream file, CancellationToken cancellation)
    {
        var directory = ZipDirectory.Find(bundle, file.SafeFileHandle);
        if (ZipManifest.Read(bundle, file.SafeFileHandle, directory) is not { } manifest || LeadingDirectory.WillGo(manifest)) return null;
        var reader = new ZipReader(bundle, file.SafeFileHandle, directory);
        var entries = reader.ReadEntries(_ => cancellation.ThrowIfCancellationRequested());
        return ZipSource.Match(entries, manifest.Entries) ? new(bundle, file, reader, entries, manifest) : null;
    }

    public override long SentSize(int entry) => entries[entry].PackedSize;

    public override void Write(IReadOnlyList<int> entries, IContentSink sink, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            foreach (var index in entries) Write(index, sink, buffer.AsSpan(0, BufferSize), cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
    }

    private void Write(int index, IContentSink sink, Span<byte> buffer, CancellationToken cancellation)
    {
        var entry = entries[index];
        if (entry.Kind != FileKind.File) throw new ArgumentException($"Entry {index} is no file.", nameof(index));
        var at = reader.FindContent(entry);
        sink.Begin(index, entry.PackedSize, entry.Method == ZipFormat.Deflated);
        for (var left = entry.PackedSize; left > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            var part = buffer[..(int)Math.Min(left, buffer.Length)];
            ZipDirectory.ReadExactly(bundle, file.SafeFileHandle, part, at);
            sink.Write(part);
            at += part.Length;
            left -= part.Length;
        }
    }
}
