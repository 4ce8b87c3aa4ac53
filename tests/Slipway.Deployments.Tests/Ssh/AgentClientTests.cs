using Slipway.Deployments.Transports.Ssh;
using Slipway.Instances.Events;
using Slipway.Instances.Protocol;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Deployments.Tests.Ssh;

/// <summary>The deploying side of the conversation with an agent, with an agent that does what it likes.</summary>
public sealed class AgentClientTests
{
    [Fact]
    public async Task Tells_events_in_order_and_then_answers()
    {
        using var agent = new FakeAgent(a =>
        {
            while (a.Next() is { Kind: FrameKind.Request })
            {
                for (var i = 1; i <= 1000; i++) a.Writer.Write(new Happened(i, new InstanceWarning($"{i}")));
                a.Writer.Write(new Done());
            }
        });
        for (var round = 0; round < 3; round++)
        {
            var seen = new List<long>();
            await agent.Client.AskAsync<Done>(new CommitDeployment(), told => seen.Add(((Happened)told).Number), null, CancellationToken.None);
            Assert.Equal(Enumerable.Range(1, 1000).Select(i => (long)i), seen);
        }
    }

    [Fact]
    public async Task Passes_a_refusal_on_as_the_instances_own_error()
    {
        using var agent = new FakeAgent(a =>
        {
            a.Next();
            a.Writer.Write(new Refused(new("SLW0234", "No space left.")));
            a.Next();
        });
        var error = await Assert.ThrowsAsync<SlipwayException>(() => agent.Client.AskAsync<Done>(new CommitDeployment(), null, null, CancellationToken.None));
        Assert.Equal("SLW0234", error.Error.Code);
        Assert.False(agent.Client.IsLost);
    }

    [Fact]
    public async Task Sends_content_whole_and_stops_when_it_is_refused()
    {
        long received = 0;
        using var agent = new FakeAgent(a =>
        {
            a.Next();
            for (var frame = a.Next(); frame is { Kind: FrameKind.Content } content; frame = a.Next()) received += content.Payload.Length;
            a.Writer.Write(new Done());
            a.Next();
            a.Writer.Write(new Refused(new("SLW0234", "No space left.")));
            while (a.Next() is { Kind: not FrameKind.ContentEnd })
            {
            }

            a.Next();
            a.Writer.Write(new Done());
            a.Next();
        });
        var part = new byte[1000];
        await agent.Client.AskAsync<Done>(new SendContents("x"), null, bytes =>
        {
            for (var i = 0; i < 3000; i++) bytes.Write(part);
        }, CancellationToken.None);
        Assert.Equal(3_000_000, received);
        await Assert.ThrowsAsync<SlipwayException>(() => agent.Client.AskAsync<Done>(new SendContents("x"), null, bytes =>
        {
            while (true) bytes.Write(part);
        }, CancellationToken.None));
        await agent.Client.AskAsync<Done>(new CommitDeployment(), null, null, CancellationToken.None);
    }

    [Fact]
    public async Task What_can_no_longer_be_read_here_is_the_reason_and_not_the_connection()
    {
        using var agent = new FakeAgent(a =>
        {
            while (a.Next() is not null)
            {
            }
        });
        await Assert.ThrowsAsync<FileNotFoundException>(() => agent.Client.AskAsync<Done>(new SendContents("x"), null, _ => throw new FileNotFoundException("gone"), CancellationToken.None));
        Assert.True(agent.Client.IsLost);
    }

    [Fact]
    public async Task Cancellation_reaches_the_agent_whose_answer_counts()
    {
        using var agent = new FakeAgent(a =>
        {
            for (var i = 0; i < 2; i++)
            {
                while (a.Next() is not { Kind: FrameKind.Cancel })
                {
                }

                a.Writer.Write(i == 0 ? new Done() : new Refused(new("SLW0242", "stopped")));
            }

            a.Next();
        });
        using var first = new CancellationTokenSource(50);
        await agent.Client.AskAsync<Done>(new RunEvent("Install"), null, null, first.Token);
        using var second = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.Client.AskAsync<Done>(new RunEvent("Install"), null, null, second.Token));
        Assert.False(agent.Client.IsLost);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 2, (byte)'{' })]
    [InlineData(new byte[] { 255, 255, 255, 255, 2 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 99 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 2, (byte)'{', (byte)'}' })]
    [InlineData(new byte[] { 4, 0, 0, 0, 2, (byte)'n', (byte)'u', (byte)'l', (byte)'l' })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, (byte)'x' })]
    public async Task A_cut_or_spoilt_conversation_is_a_lost_connection(byte[] bytes)
    {
        using var agent = new FakeAgent(a =>
        {
            a.Next();
            a.Raw(bytes);
        });
        await Assert.ThrowsAsync<ConnectionLostException>(() => agent.Client.AskAsync<Done>(new CommitDeployment(), null, null, CancellationToken.None));
        Assert.True(agent.IsClosed && agent.Client.IsLost);
        await Assert.ThrowsAsync<ConnectionLostException>(() => agent.Client.AskAsync<Done>(new CommitDeployment(), null, null, CancellationToken.None));
    }

    [Fact]
    public async Task Random_bytes_never_hang_or_crash_it()
    {
        var random = new Random(7);
        for (var i = 0; i < 50; i++)
        {
            var bytes = new byte[random.Next(1, 5000)];
            random.NextBytes(bytes);
            using var agent = new FakeAgent(a =>
            {
                a.Next();
                a.Raw(bytes);
            });
            await Assert.ThrowsAsync<ConnectionLostException>(() => agent.Client.AskAsync<Done>(new CommitDeployment(), null, null, CancellationToken.None));
        }
    }

    [Fact]
    public async Task An_agent_that_is_silent_is_given_up_and_one_that_says_it_lives_is_not()
    {
        var time = new ManualTime();
        using var said = new SemaphoreSlim(0);
        using var agent = new FakeAgent(
            a =>
            {
                a.Next();
                for (var i = 0; i < 5; i++)
                {
                    said.Wait();
                    a.Writer.Write(new Happened(0, new InstanceWarning("alive")));
                }

                a.Next();
            },
            time);
        using var heard = new SemaphoreSlim(0);
        var asking = agent.Client.AskAsync<Done>(new CommitDeployment(), _ => heard.Release(), null, CancellationToken.None);
        for (var i = 0; i < 5; i++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            said.Release();
            Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(10)));
        }

        Assert.False(asking.IsCompleted);
        while (!asking.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Contains("20 s", (await Assert.ThrowsAsync<ConnectionLostException>(() => asking)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_it_lives()
    {
        var time = new ManualTime();
        var alive = new TaskCompletionSource();
        using var agent = new FakeAgent(
            a =>
            {
                if (a.Reader.Read() is { Kind: FrameKind.Alive }) alive.SetResult();
            },
            time);
        time.Advance(TimeSpan.FromSeconds(6));
        await alive.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Events_that_were_heard_are_not_told_again()
    {
        var seen = new List<string>();
        var events = new NumberedEvents(new Seen(seen));
        foreach (var number in (long[])[1, 2, 0, 1, 2, 3, 0, 3]) events.Take(new Happened(number, new InstanceWarning($"{number}")));
        Assert.Equal(["1", "2", "0", "3", "0"], seen);
        Assert.Equal(3, events.LastSeen);
    }

    private sealed class Seen(List<string> seen) : IInstanceEvents
    {
        public void On(InstanceEvent instanceEvent) => seen.Add(((InstanceWarning)instanceEvent).Message);
    }
}
