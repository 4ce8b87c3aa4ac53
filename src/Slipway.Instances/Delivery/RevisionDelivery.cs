using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Slipway.Instances.State;
using Slipway.Revisions;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Delivery;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Signing;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Instances.Delivery;

/// <summary>
/// A revision on its way to an instance, by what the instance lacks of it. Holds the instance's lock, which <see cref="Instance.Begin"/> takes over. What was not complete when it is disposed
/// of does not count.
/// </summary>
public sealed class RevisionDelivery : IDisposable
{
    private const int HeaderSize = 9;
    private readonly DeliveredFolder folder;
    private InstanceLock? instanceLock;
    private ObjectStore? objects;
    private Offered? offered;
    private string? delivered;

    internal RevisionDelivery(InstanceSettings settings, InstanceLock instanceLock, ObjectStore? objects)
    {
        folder = new(settings.StateFolder);
        this.instanceLock = instanceLock;
        this.objects = objects;
        StateFolder.Make(folder.Path);
    }

    private sealed record Offered(SignedRevision Revision, ArchiveContents Contents, IReadOnlyList<int> Wanted);

    internal InstanceLock Lock => instanceLock ?? throw new ObjectDisposedException(nameof(RevisionDelivery));

    internal ObjectStore? Objects => objects;

    /// <summary>The contents that were sent and are no objects yet; null when there are none.</summary>
    internal DeliveredContents? Sent { get; private set; }

    /// <summary>The path of a revision that is here already and whole, to be given as <see cref="InstanceDeployment.Revision"/>; null when it must be brought.</summary>
    /// <param name="identity">Hash of its manifest, or of a whole bundle.</param>
    /// <exception cref="SlipwayException">SLW0266: no identity. SLW0202, SLW0231: the state cannot be used.</exception>
    public string? Find(string identity) => Storing(() =>
    {
        CheckIdentity(identity);
        var path = folder.Of(identity);
        if (delivered == path || File.Exists(path)) return path;
        return objects is { } store && SignedRevision.Read(path) is { } known && known.Manifest.Identity == identity && Lacking(new(known.Manifest), store).Count == 0 ? path : null;
    });

    /// <summary>Takes the manifest of a revision and what is attached to it, and says what is to be sent.</summary>
    /// <returns>Entries of the manifest, by their index; each content once. Null: the whole bundle is needed, because the instance keeps no objects or the manifest says not enough.</returns>
    /// <exception cref="SlipwayException">SLW0266, SLW0104, SLW0106, SLW0108: no manifest that can be deployed. SLW0202, SLW0231: the state cannot be used.</exception>
    public IReadOnlyList<int>? Offer(string identity, ReadOnlyMemory<byte> manifest, IReadOnlyList<BundleAttachment> attachments) => Storing(() =>
    {
        CheckIdentity(identity);
        var revision = DeliveredManifest.Open(identity, manifest, attachments, StagingLimits.Default);
        if (objects is not { } store || !DeliveredManifest.IsLayout(revision.Manifest)) return null;
        var contents = new ArchiveContents(revision.Manifest);
        offered = new(revision, contents, Lacking(contents, store));
        return offered.Wanted;
    });

    /// <summary>Takes the contents that were wanted, in that order: each as its size in the stream (8 bytes, little endian), whether it is deflated (1 byte) and its bytes.</summary>
    /// <returns>The path to be given as <see cref="InstanceDeployment.Revision"/>.</returns>
    /// <exception cref="SlipwayException">SLW0266: a content is not what the manifest lists. SLW0202, SLW0231: the state cannot be used.</exception>
    public string Take(string identity, Stream content, CancellationToken cancellation) => Storing(() =>
    {
        if (offered is not { } offer || offer.Revision.Manifest.Identity != identity || objects is not { } store) throw Bad(identity, "its contents came before its manifest");
        Sent?.Dispose();
        Sent = store.BeginDelivery();
        try
        {
            var header = new byte[HeaderSize];
            foreach (var index in offer.Wanted)
            {
                cancellation.ThrowIfCancellationRequested();
                content.ReadExactly(header);
                TakeOne(offer.Contents, index, content, header);
            }

            if (content.ReadByte() >= 0) throw Bad(identity, "more was sent than was wanted");
        }
        catch (EndOfStreamException e)
        {
            throw Bad(identity, "less was sent than was wanted", e);
        }

        // Begin reads it again: until then nobody needs it in memory.
        offered = null;
        return delivered = Complete(offer.Revision);
    });

    /// <summary>Takes a whole bundle.</summary>
    /// <param name="sha256">Its hash in lower-case hexadecimal.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="content">What it holds; read to its end.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The path to be given as <see cref="InstanceDeployment.Revision"/>.</returns>
    /// <exception cref="SlipwayException">SLW0266: another bundle came. SLW0202, SLW0231: the state cannot be used.</exception>
    public string TakeBundle(string sha256, long size, Stream content, CancellationToken cancellation) => Storing(() =>
    {
        CheckIdentity(sha256);
        var temporary = folder.Of(sha256) + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1))
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            var buffer = new byte[128 * 1024];
            while (content.Read(buffer) is > 0 and var read)
            {
                cancellation.ThrowIfCancellationRequested();
                if (file.Length + read > size) throw Bad(sha256, "more bytes came than were announced");
                hash.AppendData(buffer, 0, read);
                file.Write(buffer.AsSpan(0, read));
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != sha256) throw Bad(sha256, "what came has another hash");
            file.Flush(flushToDisk: true);
        }

        if (Directory.Exists(folder.Of(sha256))) Directory.Delete(folder.Of(sha256), recursive: true);
        File.Move(temporary, folder.Of(sha256), overwrite: true);
        AtomicFile.SyncFolder(folder.Path);
        return delivered = folder.Of(sha256);
    });

    /// <summary>Makes objects of what was sent, so that it is not sent again although nothing is deployed now.</summary>
    /// <exception cref="SlipwayException">SLW0202, SLW0231: the state cannot be used.</exception>
    public void Keep() => Storing(() =>
    {
        if (delivered is not null) Sent?.Keep();
        return 0;
    });

    /// <inheritdoc />
    public void Dispose()
    {
        Sent?.Dispose();
        Sent = null;
        objects?.Dispose();
        instanceLock?.Dispose();
        HandOver();
    }

    /// <summary>Lock and store belong to a session from now on; what was sent stays this delivery's until it is disposed of.</summary>
    internal void HandOver() => (instanceLock, objects) = (null, null);

    private void TakeOne(ArchiveContents contents, int index, Stream content, byte[] header)
    {
        var entry = contents.Entries[index];
        try
        {
            if (header[8] > 1) throw new InvalidDataException($"it comes in the unknown form {header[8]}");
            var part = new PartStream(content, BinaryPrimitives.ReadInt64LittleEndian(header));
            using var plain = header[8] == 1 ? new DeflateStream(part, CompressionMode.Decompress, leaveOpen: true) : (Stream)part;
            Sent!.Add(contents.KeyOf(index), entry.Size, plain);
            if (part.Left > 0) throw new InvalidDataException("more bytes were sent than it has");
        }
        catch (InvalidDataException e)
        {
            throw Bad(contents.Manifest.Identity, $"the content of '{entry.Path}' was refused: {e.Message.TrimEnd('.')}", e);
        }
    }

    private string Complete(SignedRevision revision)
    {
        var path = folder.Of(revision.Manifest.Identity);
        var temporary = path + ".new";
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        revision.Write(temporary);

        // Attachments are no part of the identity: newer ones replace those that came before.
        if (File.Exists(path)) File.Delete(path);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        Directory.Move(temporary, path);
        return path;
    }

    private static List<int> Lacking(ArchiveContents contents, ObjectStore store)
    {
        var wanted = new List<int>();
        var hashes = new HashSet<ContentHash>();
        for (var i = 0; i < contents.Entries.Count; i++)
        {
            if (contents.IsFile(i) && !contents.IsTwin(i) && !store.Has(contents.KeyOf(i), contents.Entries[i].Size) && (!contents.IsShared(i) || hashes.Add(contents.KeyOf(i).Content))) wanted.Add(i);
        }

        return wanted;
    }

    private static void CheckIdentity(string identity)
    {
        if (!DeliveredFolder.IsIdentity(identity)) throw Bad(identity.Length > 100 ? identity[..100] : identity, "that is no SHA-256");
    }

    private static SlipwayException Bad(string identity, string what, Exception? inner = null) =>
        InstanceErrors.Of("SLW0266", $"The revision {identity} was not delivered: {what}. Nothing was touched. Deploy again; if it happens again, pack the revision again.", inner);

    private T Storing<T>(Func<T> work)
    {
        ObjectDisposedException.ThrowIf(instanceLock is null, this);
        try
        {
            return work();
        }
        catch (UnixException e)
        {
            throw InstanceErrors.FromUnix(e, "Storing the delivered revision in", folder.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.Unusable(folder.Path, e);
        }
    }
}
