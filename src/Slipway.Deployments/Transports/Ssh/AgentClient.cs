using Slipway.Instances.Protocol;
using Slipway.Specifications;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>
/// The deploying side of a conversation with an agent: one request at a time, events in order while it runs. A thread of its own reads, so that a hundred instances do not wait for each
/// other's turn in the pool. What an agent sends while nobody takes it stays in the pipe: memory does not grow.
/// </summary>
internal sealed class AgentClient : IDisposable
{
    private const int SmallStack = 512 * 1024;
    private static readonly TimeSpan AlivePeriod = TimeSpan.FromSeconds(5);

    private readonly FrameReader reader;
    private readonly FrameWriter writer;
    private readonly Action close;
    private readonly TimeProvider time;
    private readonly TimeSpan silence;
    private readonly ITimer watch;
    private readonly Lock gate = new();
    private Pending? pending;
    private Exception? lost;
    private long waitingSince;
    private int isWriting;

    /// <param name="fromAgent">Frames come out of it.</param>
    /// <param name="toAgent">Frames go into it; each write leaves at once.</param>
    /// <param name="close">Ends the connection, by which reads and writes on both streams end. May be called more than once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="silence">How long the agent, which says every few seconds that it lives, may be silent.</param>
    public AgentClient(Stream fromAgent, Stream toAgent, Action close, TimeProvider time, TimeSpan silence)
    {
        reader = new(fromAgent);
        writer = new(toAgent);
        this.close = close;
        this.time = time;
        this.silence = silence;
        waitingSince = time.GetTimestamp();
        watch = time.CreateTimer(_ => Watch(), null, AlivePeriod < silence ? AlivePeriod : silence / 2, AlivePeriod < silence ? AlivePeriod : silence / 2);
        new Thread(Read, SmallStack) { IsBackground = true, Name = "agent" }.Start();
    }

    /// <summary>Whether the connection is gone.</summary>
    public bool IsLost
    {
        get
        {
            lock (gate) return lost is not null;
        }
    }

    /// <summary>Asks, and returns the answer.</summary>
    /// <param name="request">The question.</param>
    /// <param name="told">Takes what the agent tells meanwhile, in order, on the thread that reads; null passes over it.</param>
    /// <param name="content">Writes the bytes that belong to the request; null when there are none.</param>
    /// <param name="cancellation">Asks the agent to end the request; it answers all the same.</param>
    /// <exception cref="ConnectionLostException">The agent can no longer be heard.</exception>
    /// <exception cref="SlipwayException">The agent refuses.</exception>
    /// <exception cref="OperationCanceledException">It refuses because the request was to be ended.</exception>
    public async Task<T> AskAsync<T>(AgentRequest request, Action<AgentEvent>? told, Action<ContentWriter>? content, CancellationToken cancellation)
        where T : AgentAnswer => await AskAsync(request, told, content, cancellation).ConfigureAwait(false) switch
        {
            T answer => answer,
            var other => throw Break($"{typeof(T).Name} was due, and {other.GetType().Name} came"),
        };

    /// <inheritdoc cref="AskAsync{T}"/>
    public async Task<AgentAnswer> AskAsync(AgentRequest request, Action<AgentEvent>? told, Action<ContentWriter>? content, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var mine = new Pending(told);
        lock (gate)
        {
            if (lost is not null) throw Lost(lost);
            if (pending is not null) throw new InvalidOperationException("A request runs already.");
            pending = mine;
        }

        await using var _ = cancellation.UnsafeRegister(_ => Try(() => writer.Write(FrameKind.Cancel, [])), null).ConfigureAwait(false);
        if (content is null) Try(() => writer.Write(request));
        else await Task.Factory.StartNew(() => Send(request, content, mine, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        var answer = await mine.Answer.Task.ConfigureAwait(false);
        if (answer is not Refused refused) return answer;
        cancellation.ThrowIfCancellationRequested();
        throw new SlipwayException(refused.Error);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        End(new IOException("it was closed."));
        watch.Dispose();
    }

    private void Send(AgentRequest request, Action<ContentWriter> content, Pending mine, CancellationToken cancellation)
    {
        // A refusal may come before all is sent: then the rest is not wanted.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, mine.Answered.Token);
        using var bytes = new ContentWriter(WriteContent, either.Token);
        Try(() => writer.Write(request));
        try
        {
            content(bytes);
            bytes.Flush();
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is IOException or SlipwayException)
        {
            // Our own side cannot give what it promised: the agent hears that no more comes, and ours is the reason that counts.
            mine.Answer.TrySetException(e);
            Break("its content could not be read");
            return;
        }

        Try(() => writer.Write(FrameKind.ContentEnd, []));
    }

    private void WriteContent(ReadOnlySpan<byte> bytes)
    {
        Interlocked.Increment(ref isWriting);
        try
        {
            writer.Write(FrameKind.Content, bytes);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            End(e);
            throw new OperationCanceledException();
        }
        finally
        {
            Interlocked.Decrement(ref isWriting);
        }
    }

    private void Read()
    {
        try
        {
            while (true)
            {
                Volatile.Write(ref waitingSince, time.GetTimestamp());
                if (reader.Read() is not { } frame) break;

                // Who takes an event may be slow; only waiting for the agent counts as its silence.
                Volatile.Write(ref waitingSince, long.MaxValue);
                Take(frame);
            }

            End(new EndOfStreamException("it ended."));
        }
        catch (Exception e) when (e is IOException or SlipwayException or ObjectDisposedException or NotSupportedException)
        {
            End(e);
        }
    }

    private void Take(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Alive:
                break;
            case FrameKind.Event:
                Pending? running;
                lock (gate) running = pending;
                var happened = frame.Event();
                running?.Told?.Invoke(happened);
                break;
            default:
                var answer = frame.Answer();
                lock (gate) (running, pending) = (pending, null);
                if (running is null) throw new IOException("an answer came that nobody had asked for.");
                running.Answered.Cancel();
                running.Answer.TrySetResult(answer);
                break;
        }
    }

    private void Watch()
    {
        if (IsLost) return;
        var since = Volatile.Read(ref waitingSince);
        if (since != long.MaxValue && time.GetElapsedTime(since) > silence) End(new TimeoutException($"nothing was heard from it for {silence.TotalSeconds:0} s."));
        else if (Volatile.Read(ref isWriting) == 0) Try(() => writer.Write(FrameKind.Alive, []));
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // What the agent said last is still read: the reader finds the end.
            if (e is ObjectDisposedException) End(e);
        }
    }

    private ConnectionLostException Break(string why)
    {
        var cause = new IOException(why + ".");
        End(cause);
        return Lost(cause);
    }

    private void End(Exception cause)
    {
        Pending? running;
        lock (gate)
        {
            lost ??= cause;
            (running, pending) = (pending, null);
        }

        close();
        running?.Answered.Cancel();
        running?.Answer.TrySetException(Lost(cause));
    }

    private static ConnectionLostException Lost(Exception cause) => new(cause is SlipwayException s ? s.Error.Message : cause.Message, cause);

    private sealed record Pending(Action<AgentEvent>? Told)
    {
        public TaskCompletionSource<AgentAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenSource Answered { get; } = new();
    }
}
