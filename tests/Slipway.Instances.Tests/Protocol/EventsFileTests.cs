using System.Text;
using Slipway.Instances.Events;
using Slipway.Instances.Protocol;
using Xunit;

namespace Slipway.Instances.Tests.Protocol;

public sealed class EventsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("slipway-events-").FullName;

    private string FilePath => Path.Combine(folder, "events.jsonl");

    [Fact]
    public void What_was_not_heard_is_told_again_with_its_number()
    {
        using (var file = Open(0, out _))
        {
            foreach (var i in Enumerable.Range(1, 10)) file.Add(new InstanceWarning($"{i}"));
        }

        using var again = Open(7, out var told);
        Assert.Equal([8L, 9, 10], told.Select(h => h.Number));
        Assert.Equal(["8", "9", "10"], told.Select(h => ((InstanceWarning)h.Event).Message));
        Assert.Equal(10, again.Last);
    }

    [Theory]
    [InlineData("{\"tell\":\"happened\",\"numb")]
    [InlineData("nonsense\n")]
    [InlineData("\0\0\0\0\n\0")]
    [InlineData("{\"tell\":\"other\"}\n{}\n\n")]
    public void A_torn_or_damaged_line_is_passed_over(string tail)
    {
        using (var file = Open(0, out _)) file.Add(new InstanceWarning("whole"));
        File.AppendAllText(FilePath, tail);
        using (var file = Open(0, out var told))
        {
            Assert.Equal("whole", ((InstanceWarning)Assert.Single(told).Event).Message);
            file.Add(new InstanceWarning("next"));
        }

        using var again = Open(1, out var later);
        Assert.Equal((2L, "next"), (later.Single().Number, ((InstanceWarning)later.Single().Event).Message));
    }

    [Fact]
    public void Too_much_output_is_not_kept_and_that_is_said()
    {
        using (var file = Open(0, out _, largest: 1000))
        {
            foreach (var i in Enumerable.Range(1, 100)) file.Add(new ScriptOutput("Install", "s.sh", false, $"line {i}"));
            file.Add(new LifecycleEventStarted("Install"));
        }

        Assert.InRange(new FileInfo(FilePath).Length, 1000, 2000);
        using var again = Open(0, out var told);
        Assert.Contains("too much", Assert.Single(told.Select(h => h.Event).OfType<InstanceWarning>()).Message, StringComparison.Ordinal);
        Assert.Equal(101, told[^1].Number);
        Assert.Equal(101, again.Last);
    }

    [Fact]
    public void A_number_that_was_heard_is_not_given_twice_though_its_line_is_lost()
    {
        using var file = Open(41, out var told);
        Assert.Empty(told);
        Assert.Contains("\"number\":42", Encoding.UTF8.GetString(file.Add(new InstanceWarning("x")).Span), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private EventsFile Open(long lastSeen, out List<Happened> told, long largest = EventsFile.LargestOutput)
    {
        var list = told = [];
        return EventsFile.Open(FilePath, lastSeen, json => list.Add((Happened)new Frame(FrameKind.Event, json).Event()), largest);
    }
}
