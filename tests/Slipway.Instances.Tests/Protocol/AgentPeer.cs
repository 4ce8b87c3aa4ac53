using System.Buffers.Binary;
using System.IO.Compression;
using Slipway.Instances.Events;
using Slipway.Instances.Protocol;
using Slipway.Revisions;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Objects;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Instances.Tests.Protocol;

/// <summary>The deploying side of a conversation, plainly: asks, and reads until the answer.</summary>
internal sealed class AgentPeer(Stream from, Stream to) : IDisposable
{
    private readonly FrameReader reader = new(from);
    private AgentAnswer? last;

    public FrameWriter Writer { get; } = new(to);

    public List<Happened> Happened { get; } = [];

    public List<PlannedChange> Changes { get; } = [];

    public long LastNumber => Happened.Select(h => h.Number).DefaultIfEmpty().Max();

    public T Ask<T>(AgentRequest request, params byte[][] content)
        where T : AgentAnswer
    {
        Send(request, content);
        var answer = Answer();
        if (answer is Refused { Error: var error } && typeof(T) != typeof(Refused)) throw new SlipwayException(error);
        return Assert.IsType<T>(answer);
    }

    public void Send(AgentRequest request, params byte[][] content)
    {
        Writer.Write(request);
        foreach (var part in content.SelectMany(c => c.Chunk(AgentProtocol.LargestPayload))) Writer.Write(FrameKind.Content, part);
        if (request is SendManifest or SendContents or SendBundle) Writer.Write(FrameKind.ContentEnd, []);
    }

    public AgentAnswer Answer()
    {
        while (!Next())
        {
        }

        return last!;
    }

    /// <summary>Reads one frame; true when it was the answer.</summary>
    private bool Next()
    {
        var frame = reader.Read() ?? throw new EndOfStreamException("the agent is gone");
        if (frame.Kind == FrameKind.Answer)
        {
            last = frame.Answer();
            return true;
        }

        if (frame.Kind == FrameKind.Event) Take(frame.Event());
        else Assert.Equal(FrameKind.Alive, frame.Kind);
        return false;
    }

    /// <summary>Reads until something was told.</summary>
    public void WaitFor(Predicate<InstanceEvent> told)
    {
        while (!Happened.Any(h => told(h.Event))) Assert.False(Next(), "it answered before it was told");
    }

    private void Take(AgentEvent told)
    {
        if (told is Happened happened) Happened.Add(happened);
        if (told is PlanPart part) Changes.AddRange(part.Changes);
    }

    /// <summary>Brings a bundle by its contents.</summary>
    /// <returns>Its path there, and how many contents were sent.</returns>
    public (string Path, int Sent) Deliver(string bundle, bool deflated = true)
    {
        var manifest = RevisionBundle.Read(bundle).Manifest!;
        var (text, attachments) = (TextOf(manifest), RevisionBundle.ReadAttachments(bundle));
        var wanted = Ask<ContentsWanted>(
            new SendManifest(manifest.Identity, text.Length, [.. attachments.Select(a => new AttachmentPart(a.Name, a.Content.Length))]), [text, .. attachments.Select(a => a.Content.ToArray())]);
        var contents = new PackedContents(bundle, manifest).Read(_ => true);
        var parts = wanted.Entries.Select(i => Part(contents[manifest.Entries[i].Path], deflated)).ToArray();
        return (Ask<RevisionDelivered>(new SendContents(manifest.Identity), parts).Path, parts.Length);
    }

    public static byte[] TextOf(RevisionManifest manifest)
    {
        var file = Path.GetTempFileName();
        try
        {
            ManifestFile.Write(file, manifest);
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static byte[] Part(byte[] content, bool deflated)
    {
        var bytes = content;
        if (deflated)
        {
            using var packed = new MemoryStream();
            using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(content);
            bytes = packed.ToArray();
        }

        var header = new byte[9];
        BinaryPrimitives.WriteInt64LittleEndian(header, bytes.Length);
        header[8] = deflated ? (byte)1 : (byte)0;
        return [.. header, .. bytes];
    }

    public void Dispose()
    {
        to.Dispose();
        from.Dispose();
    }
}
