using System.Buffers;
using System.Text.Json;
using Slipway.Instances.Events;

namespace Slipway.Instances.Protocol;

/// <summary>
/// What an agent says, in order, written by one thread. When the other side reads slowly, whoever speaks waits: memory stays bounded, and a hook that floods its output is slowed down to what
/// the connection carries. When the other side is gone, nothing waits and nothing is written.
/// </summary>
internal sealed class AgentOutput : IDisposable
{
    private const int MostBytes = 1 << 20;
    private readonly Queue<(FrameKind Kind, ReadOnlyMemory<byte> Json)> waiting = new();
    private readonly FrameWriter writer;
    private readonly Action gone;
    private readonly Thread thread;
    private long bytes;
    private bool isEnded;
    private bool isGone;

    /// <param name="stream">What the other side reads.</param>
    /// <param name="gone">Called once when it cannot be written.</param>
    internal AgentOutput(Stream stream, Action gone)
    {
        this.gone = gone;
        var buffered = new BufferedStream(stream, 64 * 1024);
        writer = new(buffered, flushes: false);
        thread = new(() => WriteAll(buffered)) { IsBackground = true, Name = "slipway agent output" };
        thread.Start();
    }

    /// <summary>An event as it is written.</summary>
    internal static ReadOnlyMemory<byte> Json(AgentEvent told) => FrameWriter.Json(told, AgentJson.Default.AgentEvent);

    /// <summary>Says that we live, unless there is something to say anyway.</summary>
    internal void Alive()
    {
        lock (waiting)
        {
            if (waiting.Count == 0) Add(FrameKind.Alive, default);
        }
    }

    /// <summary>Answers a request.</summary>
    internal void Answer(AgentAnswer answer) => Say(FrameKind.Answer, FrameWriter.Json(answer, AgentJson.Default.AgentAnswer));

    /// <summary>Tells what happens.</summary>
    internal void Tell(ReadOnlyMemory<byte> json) => Say(FrameKind.Event, json);

    /// <summary>Nobody reads any longer: what waits is dropped, and nobody waits.</summary>
    internal void Drop()
    {
        lock (waiting)
        {
            isGone = true;
            waiting.Clear();
            Monitor.PulseAll(waiting);
        }
    }

    /// <summary>Writes what waits, and ends. What the other side does not take within a while stays unwritten.</summary>
    public void Dispose()
    {
        lock (waiting)
        {
            isEnded = true;
            Monitor.PulseAll(waiting);
        }

        thread.Join(TimeSpan.FromSeconds(5));
    }

    private void Say(FrameKind kind, ReadOnlyMemory<byte> json)
    {
        lock (waiting)
        {
            while (bytes > MostBytes && !isGone) Monitor.Wait(waiting);
            Add(kind, json);
        }
    }

    private void Add(FrameKind kind, ReadOnlyMemory<byte> json)
    {
        if (isGone || isEnded) return;
        waiting.Enqueue((kind, json));
        bytes += json.Length + FrameWriter.HeaderSize;
        Monitor.PulseAll(waiting);
    }

    private void WriteAll(BufferedStream stream)
    {
        try
        {
            while (Next(stream) is var (kind, json)) writer.WriteMessage(kind, json);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Drop();
            gone();
        }
    }

    private (FrameKind Kind, ReadOnlyMemory<byte> Json)? Next(BufferedStream stream)
    {
        var isFlushed = false;
        while (true)
        {
            lock (waiting)
            {
                while (isFlushed && waiting.Count == 0 && !isEnded && !isGone) Monitor.Wait(waiting);
                if (isGone) return null;
                if (waiting.TryDequeue(out var next))
                {
                    bytes -= next.Json.Length + FrameWriter.HeaderSize;
                    Monitor.PulseAll(waiting);
                    return next;
                }

                if (isFlushed) return null;
            }

            // Outside the lock: this is where the other side's slowness is felt.
            stream.Flush();
            isFlushed = true;
        }
    }
}
