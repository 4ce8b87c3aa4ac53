using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Slipway.Cli.Output.Reports;
using Slipway.Deployments;
using Slipway.Deployments.History;
using Xunit;

namespace Slipway.Cli.Tests.Reports;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void A_failed_deployment_is_told_whole()
    {
        var html = HtmlReport.Of(Stories.Read(Stories.Rolling(5, 2, fails: true)));
        foreach (var told in (string[])["Orders to production", "HEALTH_CONSTRAINTS", "SLW0430", "exit code 7", "anna on build-7", "ORD-118", "CodeDeployDefault.HalfAtATime: 3 of 5", "web-old",
            "it cannot be reached", "minimum 3", "5 of 5 at the start, 3 at the lowest, 4 of 5 at the end", "Failed to connect to 127.0.0.1", "ok on web-1", "1 Failed", "web-5: ValidateService Failed"])
            Assert.Contains(told, html, StringComparison.Ordinal);
        IsWellFormed(html);
    }

    [Fact]
    public void Nothing_is_loaded_and_nothing_runs()
    {
        var html = HtmlReport.Of(Stories.Read(Stories.Rolling(3, 1, fails: false)));
        Assert.DoesNotMatch(Loading(), html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_scripts_print_never_becomes_markup()
    {
        var html = HtmlReport.Of(Stories.Read(Stories.Rolling(2, 1, fails: true,
            output: i => i == 0 ? "</pre></script><script>alert(1)</script><img src=x onerror=alert(1)>" : "a\0b\e]0;title\ac\e[31mred\e[0m\ud800 \u202eevil\x9b2Jdone old\rnew")));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\e', html);
        Assert.DoesNotContain('\0', html);
        Assert.DoesNotContain('\u202e', html);
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        IsWellFormed(html);
    }

    [Fact]
    public void Megabytes_of_output_leave_a_small_report_with_their_beginning_and_end()
    {
        var (entry, steps, lines) = Stories.Rolling(3, 1, fails: true);
        lines.AddRange(Enumerable.Range(0, 200_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"web-2: [stdout]line {i} of very much output that nobody reads")));
        lines.Add("web-2: [stdout]" + new string('x', 10_000_000));
        var html = HtmlReport.Of(Stories.Read((entry, steps, lines)));
        Assert.InRange(html.Length, 10_000, 400_000);
        Assert.Contains("line 3 of", html, StringComparison.Ordinal);
        Assert.Contains("line 199999 of", html, StringComparison.Ordinal);
        Assert.Contains("left out", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hundred_instances_are_one_readable_page()
    {
        var html = HtmlReport.Of(Stories.Read(Stories.Rolling(200, 50, fails: false)));
        Assert.InRange(html.Length, 100_000, 2_000_000);
        foreach (var name in Enumerable.Range(0, 200).Select(Stories.Name)) Assert.Contains($">{name}<", html, StringComparison.Ordinal);
        IsWellFormed(html);
    }

    [Fact]
    public void Waits_alarms_and_warnings_are_told_with_their_times()
    {
        var (entry, steps, lines) = Stories.Rolling(2, 1, fails: false);
        var end = entry.Outcome!.EndedAt;
        steps.Add(new(end, JournalStep.WaitStarted) { Wait = WaitKind.Ready, Until = end.AddHours(48) });
        steps.Add(new(end.AddHours(47), JournalStep.WaitEnded) { Wait = WaitKind.Ready, Message = "continued" });
        steps.Add(new(end.AddHours(47), JournalStep.Alarm) { Alarm = new("health", true, "HTTP 503, 3 times in a row") });
        steps.Add(new(end.AddHours(47), JournalStep.Warning) { Message = "The trigger chat was not told: HTTP 500" });
        steps.Add(new(end.AddHours(47), JournalStep.Asked) { Message = "bert on ops-1 continued it" });
        var html = HtmlReport.Of(Stories.Read((entry with { Outcome = entry.Outcome with { EndedAt = end.AddHours(47.01) } }, steps, lines)));
        foreach (var told in (string[])["waited for `slipway continue` for 47 h 00 min, until somebody continued it", "alarm health fired: HTTP 503", "The trigger chat was not told", "bert on ops-1"])
            Assert.Contains(told, html, StringComparison.Ordinal);
        IsWellFormed(html);
    }

    [Fact]
    public void Half_a_journal_of_a_deployment_that_runs_or_died_is_told_as_far_as_it_goes()
    {
        var (entry, steps, lines) = Stories.Rolling(3, 1, fails: false);
        for (var length = 0; length <= steps.Count; length++)
        {
            var begun = steps.Take(length).Append(new(Stories.Start.AddSeconds(length), JournalStep.ScriptStarted) { Instance = "web-3", Event = "Install", Script = "x.sh" });
            IsWellFormed(HtmlReport.Of(StoryReader.Read(entry with { Outcome = null }, begun, lines, Stories.Start)));
        }

        var running = StoryReader.Read(entry with { Outcome = null, IsRunning = true }, [new(Stories.Start, JournalStep.EventStarting) { Instance = "web-3", Event = "Install" }], lines, Stories.Start.AddSeconds(9));
        Assert.Equal(9, (running.Instances[0].Events[0].EndedAt - running.Instances[0].Events[0].StartedAt).TotalSeconds);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\e[1;32mgreen\e[0m", "green")]
    [InlineData("\e]8;;http://x\e\\link\e]8;;\e\\", "link")]
    [InlineData("10%\r50%\r100%", "100%")]
    [InlineData("abc\b\bX", "aX")]
    [InlineData("cut\e[", "cut")]
    [InlineData("cut\e", "cut")]
    [InlineData("cut\e]0;never ends", "cut")]
    [InlineData("tab\tstays 😀", "tab\tstays 😀")]
    public void Text_for_terminals_is_read_as_it_would_have_been_left_standing(string line, string read) => Assert.Equal(read, PlainText.Of(line));

    [Fact]
    public void A_long_wait_takes_little_of_the_time_scale_and_order_is_kept()
    {
        var start = Stories.Start;
        var scale = TimeScale.Of(start, start.AddHours(48), [(start, start.AddSeconds(10)), (start.AddHours(47.99), start.AddHours(48))], 1000);
        Assert.True(scale.At(start.AddSeconds(10)) > 150);
        Assert.Single(scale.Gaps);
        var places = Enumerable.Range(0, 49).Select(hour => scale.At(start.AddHours(hour))).ToList();
        Assert.Equal(places.Order(), places);
        Assert.Equal((0, 1000), (scale.At(start.AddDays(-1)), Math.Round(scale.At(start.AddDays(9)))));
    }

    // The page is written so that it is XML too, but for what the head has: that is how its nesting is checked.
    private static void IsWellFormed(string html)
    {
        var body = html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)].Replace("<details open>", "<details>", StringComparison.Ordinal);
        Assert.NotNull(XDocument.Parse(body).Root);
    }

    [GeneratedRegex("""(src|href)\s*=|url\(|@import|https?://""")]
    private static partial Regex Loading();
}
