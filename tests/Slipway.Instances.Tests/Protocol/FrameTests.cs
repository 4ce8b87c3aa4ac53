using System.Buffers.Binary;
using CsCheck;
using Slipway.Instances.Events;
using Slipway.Instances.Protocol;
using Slipway.Revisions.Signing;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Instances.Tests.Protocol;

public sealed class FrameTests
{
    [Fact]
    public void What_is_written_is_read_however_the_bytes_arrive() =>
        Gen.Select(Gen.Select(Gen.Int[1, 7], Gen.Byte.Array[0, 300]).Array[0, 20], Gen.Int[1, 50]).Sample((frames, piece) =>
        {
            using var stream = new MemoryStream();
            using (var writer = new FrameWriter(stream))
            {
                foreach (var (kind, payload) in frames) writer.Write((FrameKind)kind, payload);
            }

            var reader = new FrameReader(new Trickle(stream.ToArray(), piece));
            foreach (var (kind, payload) in frames)
            {
                var frame = reader.Read()!.Value;
                Assert.Equal((FrameKind)kind, frame.Kind);
                Assert.True(frame.Payload.Span.SequenceEqual(payload));
            }

            Assert.Null(reader.Read());
        });

    [Fact]
    public async Task The_largest_frame_passes_and_one_byte_more_is_not_written()
    {
        using var stream = new MemoryStream();
        using var writer = new FrameWriter(stream);
        await writer.WriteAsync(FrameKind.Content, new byte[AgentProtocol.LargestPayload], TestContext.Current.CancellationToken);
        stream.Position = 0;
        Assert.Equal(AgentProtocol.LargestPayload, (await new FrameReader(stream).ReadAsync(TestContext.Current.CancellationToken))!.Value.Payload.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(FrameKind.Content, new byte[AgentProtocol.LargestPayload + 1]));
    }

    [Fact]
    public void A_message_larger_than_a_frame_arrives_whole_with_others_in_between()
    {
        using var stream = new MemoryStream();
        using var writer = new FrameWriter(stream);
        writer.Write(new ContentsWanted([.. Enumerable.Range(0, 400_000)]));
        var bytes = stream.ToArray();
        var firstEnd = FrameWriter.HeaderSize + AgentProtocol.LargestPayload;
        byte[] alive = [0, 0, 0, 0, (byte)FrameKind.Alive];
        var reader = new FrameReader(new MemoryStream([.. bytes[..firstEnd], .. alive, .. bytes[firstEnd..]]));
        Assert.Equal(FrameKind.Alive, reader.Read()!.Value.Kind);
        Assert.Equal(400_000, Assert.IsType<ContentsWanted>(reader.Read()!.Value.Answer()).Entries.Count);
    }

    [Theory]
    [InlineData("a frame of 1048577 bytes", 1048577u, 4, 0)]
    [InlineData("a frame of 4294967295 bytes", 0xffffffff, 4, 0)]
    [InlineData("unknown kind 0", 0u, 0, 0)]
    [InlineData("unknown kind 99", 3u, 99, 3)]
    [InlineData("cut off", 10u, 1, 9)]
    public void What_is_no_frame_ends_the_conversation_with_a_clear_error(string said, uint length, byte kind, int payload)
    {
        var bytes = new byte[5 + payload];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, length);
        bytes[4] = kind;
        var error = Assert.Throws<SlipwayException>(() => new FrameReader(new MemoryStream(bytes)).Read()).Error;
        Assert.Equal("SLW0260", error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"ask\":\"nonsense\"}")]
    [InlineData("{\"ask\":\"run\"}")]
    [InlineData("[[[[")]
    public void What_is_no_request_is_an_error_and_no_crash(string json) =>
        Assert.Equal("SLW0260", Assert.Throws<SlipwayException>(() => new Frame(FrameKind.Request, System.Text.Encoding.UTF8.GetBytes(json)).Request()).Error.Code);

    [Fact]
    public void Any_bytes_end_in_frames_or_in_an_error() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            var reader = new FrameReader(new MemoryStream(bytes));
            try
            {
                while (reader.Read() is { } frame)
                {
                    if (frame.Kind == FrameKind.Request) _ = frame.Request();
                }
            }
            catch (SlipwayException e)
            {
                Assert.Equal("SLW0260", e.Error.Code);
            }
        });

    [Fact]
    public void A_deployment_arrives_as_it_was_sent()
    {
        var deployment = new InstanceDeployment
        {
            DeploymentId = "d-123456789",
            ApplicationName = "Örders",
            DeploymentGroupName = "production",
            DeploymentGroupId = "g",
            Revision = "/r",
            Events = ["Install", "ValidateService"],
            FileExistsBehavior = FileExistsBehavior.Retain,
            IgnoreApplicationStopFailures = true,
            FencingNumber = 7,
            AllowedSigners = new([new AllowedSigner("a@b", "key")], ["text"]),
        };
        var sent = RoundTrip(new BeginDeployment(deployment)).Deployment;
        Assert.Equal(deployment.Events, sent.Events);
        Assert.Equal(deployment.AllowedSigners.Files, sent.AllowedSigners!.Files);
        Assert.Equal(deployment.AllowedSigners.Signers, sent.AllowedSigners.Signers);
        Assert.Equal(deployment, sent with { Events = deployment.Events, AllowedSigners = deployment.AllowedSigners });
    }

    [Fact]
    public void Settings_arrive_with_their_defaults()
    {
        var settings = RoundTrip(new OpenInstance(1, new() { Name = "web-1", Root = "", StateFolder = "" })).Settings;
        Assert.Equal(5, settings.KeepRevisions);
        Assert.Empty(settings.Environment);
        Assert.Null(settings.InheritedEnvironment);
    }

    [Fact]
    public void A_result_arrives_as_it_was_sent()
    {
        var result = new EventResult("Install", EventStatus.Failed, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, [new("s.sh", null, "SIGTERM", "ScriptFailed")], new("SLW0300", "It\nfailed.", "appspec.yml", 3, 4));
        using var stream = new MemoryStream();
        using var writer = new FrameWriter(stream);
        writer.Write(new EventRun(result));
        writer.Write(new Happened(3, new LifecycleEventEnded(result)));
        stream.Position = 0;
        var reader = new FrameReader(stream);
        var answer = Assert.IsType<EventRun>(reader.Read()!.Value.Answer()).Result;
        Assert.Equal(result.Scripts, answer.Scripts);
        Assert.Equal(result, answer with { Scripts = result.Scripts });
        Assert.Equal(3, Assert.IsType<Happened>(reader.Read()!.Value.Event()).Number);
    }

    private static T RoundTrip<T>(T request)
        where T : AgentRequest
    {
        using var stream = new MemoryStream();
        using var writer = new FrameWriter(stream);
        writer.Write(request);
        stream.Position = 0;
        return Assert.IsType<T>(new FrameReader(stream).Read()!.Value.Request());
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);
    }
}
