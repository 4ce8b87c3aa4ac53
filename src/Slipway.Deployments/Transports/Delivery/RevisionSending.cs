using System.Buffers;
using System.Buffers.Binary;
using Slipway.Deployments.Transports.Ssh;
using Slipway.Instances.Events;
using Slipway.Instances.Protocol;
using Slipway.Revisions;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Deployments.Transports.Delivery;

/// <summary>Brings a revision to an instance, by sending what the instance lacks. May be done again after a lost connection: what arrived is not sent twice.</summary>
/// <param name="revision">What is sent.</param>
/// <param name="events">Is told how far it is.</param>
/// <param name="mayBeKnown">
/// Whether a revision that is there already will do. Not when a signature is asked for: signatures travel beside the revision, and newer ones may have come.
/// </param>
internal sealed class RevisionSending(SentRevision revision, IInstanceEvents events, bool mayBeKnown)
{
    private const int HeaderSize = 9;

    /// <summary>Returns the path of the revision on the instance.</summary>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    /// <exception cref="Specifications.SlipwayException">The instance refuses it, or it can no longer be read here.</exception>
    public async Task<string> BringAsync(AgentConnection at, CancellationToken cancellation)
    {
        if ((mayBeKnown || revision.Contents is null)
            && await at.AskAsync(new OfferRevision(revision.Identity), cancellation).ConfigureAwait(false) is RevisionDelivered there) return there.Path;
        return (revision.Contents is { } contents
            ? await SendPartsAsync(at, contents, cancellation).ConfigureAwait(false)
            : await SendWholeAsync(at, cancellation).ConfigureAwait(false)).Path;
    }

    private async Task<RevisionDelivered> SendPartsAsync(AgentConnection at, BundleContents contents, CancellationToken cancellation)
    {
        var parts = contents.Attachments.Select(a => new AttachmentPart(a.Name, a.Content.Length)).ToList();
        var answer = await at.AskAsync(
            new SendManifest(revision.Identity, contents.ManifestText.Length, parts),
            cancellation,
            content: bytes =>
            {
                bytes.Write(contents.ManifestText.Span);
                foreach (var attachment in contents.Attachments) bytes.Write(attachment.Content.Span);
            }).ConfigureAwait(false);
        if (answer is not ContentsWanted wanted) return await SendWholeAsync(at, cancellation).ConfigureAwait(false);
        var total = wanted.Entries.Sum(contents.SentSize);
        var progress = new Progress(events, wanted.Entries.Count, total);
        return await at.AskAsync<RevisionDelivered>(
            new SendContents(revision.Identity), cancellation, content: bytes =>
            {
                contents.Write(wanted.Entries, new Sink(bytes, progress), cancellation);
                progress.End();
            }).ConfigureAwait(false);
    }

    private async Task<RevisionDelivered> SendWholeAsync(AgentConnection at, CancellationToken cancellation)
    {
        var size = new FileInfo(revision.Bundle).Length;
        var hash = await revision.BundleHashAsync().WaitAsync(cancellation).ConfigureAwait(false);
        return await at.AskAsync<RevisionDelivered>(
            new SendBundle(hash, Path.GetFileName(revision.Bundle), size), cancellation, content: bytes =>
            {
                var progress = new Progress(events, 1, size);
                using var file = File.OpenRead(revision.Bundle);
                var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
                try
                {
                    for (int read; (read = file.Read(buffer)) > 0;)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        bytes.Write(buffer.AsSpan(0, read));
                        progress.Add(read);
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }

                progress.AddFile();
                progress.End();
            }).ConfigureAwait(false);
    }

    /// <summary>Writes contents as the protocol has them: size, whether it is deflated, bytes.</summary>
    private sealed class Sink(ContentWriter bytes, Progress progress) : IContentSink
    {
        public void Begin(int entry, long size, bool isDeflated)
        {
            Span<byte> header = stackalloc byte[HeaderSize];
            BinaryPrimitives.WriteInt64LittleEndian(header, size);
            header[8] = isDeflated ? (byte)1 : (byte)0;
            bytes.Write(header);
            progress.AddFile();
        }

        public void Write(ReadOnlySpan<byte> part)
        {
            bytes.Write(part);
            progress.Add(part.Length);
        }
    }

    /// <summary>Tells how far a delivery is, some times a second at most.</summary>
    private sealed class Progress(IInstanceEvents events, long totalFiles, long totalBytes)
    {
        private const long PeriodMilliseconds = 200;
        private long files;
        private long sent;
        private long saidAt = Environment.TickCount64;

        public void AddFile() => files++;

        public void Add(int count)
        {
            sent += count;
            var now = Environment.TickCount64;
            if (now - saidAt < PeriodMilliseconds) return;
            saidAt = now;
            Say();
        }

        public void End()
        {
            if (totalFiles > 0) Say();
        }

        private void Say() => events.On(new FileProgress(LifecycleEvents.DownloadBundle, files, totalFiles, sent, Math.Max(totalBytes, sent)));
    }
}
