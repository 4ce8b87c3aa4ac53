using System.IO.Pipes;
using Slipway.Deployments.Transports.Ssh;
using Slipway.Instances.Protocol;

namespace Slipway.Deployments.Tests.Ssh;

/// <summary>The other end of a conversation, in this process, doing what a test says.</summary>
internal sealed class FakeAgent : IDisposable
{
    private readonly AnonymousPipeServerStream toAgent = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream fromAgent = new(PipeDirection.In);
    private readonly AnonymousPipeClientStream input;
    private readonly AnonymousPipeClientStream output;

    public FakeAgent(Action<FakeAgent> behaviour, TimeProvider? time = null, TimeSpan? silence = null)
    {
        input = new(PipeDirection.In, toAgent.ClientSafePipeHandle);
        output = new(PipeDirection.Out, fromAgent.ClientSafePipeHandle);
        Reader = new(input);
        Writer = new(output);
        new Thread(() =>
        {
            try
            {
                behaviour(this);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or Specifications.SlipwayException)
            {
                // The client has gone.
            }

            output.Dispose();
        })
        { IsBackground = true }.Start();
        Client = new(fromAgent, toAgent, Close, time ?? TimeProvider.System, silence ?? TimeSpan.FromSeconds(20));
    }

    public AgentClient Client { get; }

    public FrameReader Reader { get; }

    public FrameWriter Writer { get; }

    public bool IsClosed { get; private set; }

    /// <summary>Writes bytes that need not be a frame.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    /// <summary>The next frame that is not a sign of life.</summary>
    public Frame? Next()
    {
        while (Reader.Read() is { } frame)
        {
            if (frame.Kind != FrameKind.Alive) return frame;
        }

        return null;
    }

    public void Dispose()
    {
        Client.Dispose();
        fromAgent.Dispose();
    }

    // The ends that are written: who reads the other end finds its end. A pipe that is being read cannot be closed.
    private void Close()
    {
        IsClosed = true;
        toAgent.Dispose();
        output.Dispose();
    }
}
