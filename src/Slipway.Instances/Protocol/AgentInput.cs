using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Slipway.Instances.Protocol;

/// <summary>A request that came, and the way to end it.</summary>
internal sealed record AskedRequest(AgentRequest Request, CancellationTokenSource Cancellation);

/// <summary>
/// What an agent is told, read by one thread: a cancellation overtakes the bytes of the request that it ends. Memory is bounded, since no more is read than is waited for.
/// </summary>
internal sealed class AgentInput : IDisposable
{
    // Content frames are large: some of them keep both sides busy.
    private const int MostWaiting = 8;

    // Whoever sends signs of life and then none is gone, whatever the network says.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<object> waiting = new(MostWaiting);
    private readonly CancellationTokenSource stopped;
    private readonly FrameReader reader;
    private readonly Action ended;
    private AskedRequest? last;
    private long heardAt = Stopwatch.GetTimestamp();
    private bool livesAloud;
    private bool isTaking;

    /// <param name="stream">What the other side writes.</param>
    /// <param name="ended">Called once when nothing more comes.</param>
    /// <param name="stop">Ends every request, as a cancellation does.</param>
    internal AgentInput(Stream stream, Action ended, CancellationToken stop)
    {
        reader = new(stream);
        stopped = CancellationTokenSource.CreateLinkedTokenSource(stop);
        this.ended = ended;
        new Thread(ReadAll) { IsBackground = true, Name = "slipway agent input" }.Start();
    }

    /// <summary>Why nothing more is read; null when nothing more comes.</summary>
    internal Specifications.SlipwayError? Failure { get; private set; }

    /// <summary>Whether the other side has said nothing for so long that it must be gone.</summary>
    internal bool IsSilent => Volatile.Read(ref livesAloud) && !Volatile.Read(ref isTaking) && Stopwatch.GetElapsedTime(Volatile.Read(ref heardAt)) > LongestSilence;

    /// <summary>The next request; null when there is none any more. Bytes of an earlier one that nobody read are passed over.</summary>
    internal AskedRequest? Next(CancellationToken cancellation)
    {
        try
        {
            while (waiting.TryTake(out var item, Timeout.Infinite, cancellation))
            {
                if (item is AskedRequest asked) return asked;
                Return(item);
            }
        }
        catch (OperationCanceledException)
        {
        }

        return null;
    }

    /// <summary>The bytes of the request that runs.</summary>
    internal ContentStream Content(CancellationToken cancellation) => new(waiting, cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        // The reading thread ends with the process: nothing ends a read of a pipe.
        stopped.Dispose();
    }

    internal static void Return(object item)
    {
        if (item is ArraySegment<byte> { Array: { } array }) ArrayPool<byte>.Shared.Return(array);
    }

    private void ReadAll()
    {
        try
        {
            while (reader.Read() is { } frame)
            {
                // While we are behind, it is not the other side that is silent.
                Volatile.Write(ref isTaking, true);
                Take(frame);
                Volatile.Write(ref heardAt, Stopwatch.GetTimestamp());
                Volatile.Write(ref isTaking, false);
            }
        }
        catch (Specifications.SlipwayException e)
        {
            // Nothing that comes after it makes sense.
            Failure = e.Error;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // As good as the stream's end.
        }
        finally
        {
            waiting.CompleteAdding();
            ended();
        }
    }

    private void Take(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Request:
                last = new(frame.Request(), CancellationTokenSource.CreateLinkedTokenSource(stopped.Token));
                waiting.Add(last);
                break;
            case FrameKind.Content:
                var copy = ArrayPool<byte>.Shared.Rent(frame.Payload.Length);
                frame.Payload.CopyTo(copy);
                waiting.Add(new ArraySegment<byte>(copy, 0, frame.Payload.Length));
                break;
            case FrameKind.ContentEnd:
                waiting.Add(ContentStream.End);
                break;
            case FrameKind.Cancel:
                last?.Cancellation.Cancel();
                break;
            case FrameKind.Alive:
                Volatile.Write(ref livesAloud, true);
                break;
            default:
                throw ProtocolErrors.Broken($"a frame of kind {frame.Kind} came, which agents send and do not take");
        }
    }
}
