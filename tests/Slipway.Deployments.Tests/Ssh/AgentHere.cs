using System.IO.Pipes;
using Slipway.Deployments.Transports.Ssh;
using Slipway.Instances;
using Slipway.Instances.Protocol;

namespace Slipway.Deployments.Tests.Ssh;

/// <summary>An agent in this process, with a connection that a test can cut.</summary>
internal sealed class AgentHere : IDisposable
{
    private readonly AnonymousPipeServerStream toAgent = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream fromAgent = new(PipeDirection.In);
    private readonly AnonymousPipeClientStream input;
    private readonly AnonymousPipeClientStream output;
    private long sent;

    private AgentHere()
    {
        input = new(PipeDirection.In, toAgent.ClientSafePipeHandle);
        output = new(PipeDirection.Out, fromAgent.ClientSafePipeHandle);
        new Thread(() =>
        {
            using (var conversation = new AgentConversation(input, output, CancellationToken.None)) conversation.Run();
            output.Dispose();
            Ended.SetResult();
        })
        { IsBackground = true }.Start();
    }

    /// <summary>When the agent has ended.</summary>
    public TaskCompletionSource Ended { get; } = new();

    /// <summary>How many bytes were sent to it.</summary>
    public long Sent => Interlocked.Read(ref sent);

    public static async Task<(AgentHere Agent, AgentConnection Connection)> OpenAsync(InstanceSettings settings)
    {
        var agent = new AgentHere();
        var client = new AgentClient(agent.fromAgent, new Counted(agent.toAgent, n => Interlocked.Add(ref agent.sent, n)), agent.Cut, TimeProvider.System, TimeSpan.FromSeconds(20));
        var opened = await client.AskAsync<InstanceOpened>(new OpenInstance(AgentProtocol.Version, settings), null, null, CancellationToken.None);
        return (agent, new(client, opened, _ =>
        {
            agent.Cut();
            return Task.CompletedTask;
        }));
    }

    /// <summary>The agent hears nothing more, and the client finds the end once the agent has ended.</summary>
    public void Cut() => toAgent.Dispose();

    /// <summary>Once it has ended.</summary>
    public void Dispose()
    {
        Cut();
        fromAgent.Dispose();
        input.Dispose();
        output.Dispose();
    }

    private sealed class Counted(Stream inner, Action<int> count) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int length) => Write(buffer.AsSpan(offset, length));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            count(buffer.Length);
            inner.Write(buffer);
        }
    }
}
