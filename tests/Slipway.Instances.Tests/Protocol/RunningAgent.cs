using System.IO.Pipes;
using Slipway.Instances.Protocol;

namespace Slipway.Instances.Tests.Protocol;

/// <summary>An agent's side of a conversation on a thread of this process, and its peer.</summary>
internal sealed class RunningAgent : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly AnonymousPipeServerStream toAgent = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream fromAgent = new(PipeDirection.In);

    private readonly AnonymousPipeClientStream input;
    private readonly AnonymousPipeClientStream output;

    public RunningAgent(string root, string state, InstanceSettings? settings = null)
    {
        input = new AnonymousPipeClientStream(PipeDirection.In, toAgent.ClientSafePipeHandle);
        output = new AnonymousPipeClientStream(PipeDirection.Out, fromAgent.ClientSafePipeHandle);
        Ended = Task.Factory.StartNew(
            () =>
            {
                using var conversation = new AgentConversation(input, output, stop.Token);
                conversation.Run();
            },
            TaskCreationOptions.LongRunning);
        Peer = new(fromAgent, toAgent);
        Peer.Ask<InstanceOpened>(new OpenInstance(AgentProtocol.Version, settings ?? new() { Name = "web-1", Root = root, StateFolder = state }));
    }

    public AgentPeer Peer { get; }

    private Task Ended { get; }

    /// <summary>Whether it is over, or is within a time.</summary>
    public bool EndsWithin(TimeSpan time) => Ended.Wait(time);

    /// <summary>Goes away as a lost connection does, and waits until the agent has come to its end.</summary>
    public void Lose()
    {
        Peer.Dispose();
        if (!EndsWithin(TimeSpan.FromSeconds(30))) throw new TimeoutException("the agent goes on without anybody");
    }

    public void Stop() => stop.Cancel();

    public void Dispose()
    {
        Lose();
        input.Dispose();
        output.Dispose();
        stop.Dispose();
    }
}
