using Slipway.Deployments.History;
using Slipway.Deployments.Leases;
using Slipway.Deployments.Planning;
using Slipway.Instances.Events;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Deployments.Tests;

public sealed class HistoryTests : IDisposable
{
    private readonly TempState temp = new();

    public void Dispose() => temp.Dispose();

    private DeploymentHistory History => new(temp.State, TimeProvider.System);

    [Fact]
    public void What_was_written_is_read_back()
    {
        var record = Record("d-AAAAAAAAA") with { Description = "Grüße \"an\" alle", FileExistsBehavior = FileExistsBehavior.Retain, Revision = "/r/ä b.zip" };
        var folder = new DeploymentFolder(temp.State, record.DeploymentId);
        folder.Create(record);
        var outcome = new DeploymentOutcome(record.DeploymentId, DeploymentStatus.Failed, new("SLW0304", "Script\nfailed", "s.sh", 3, 1),
            [new("local", DeploymentStatus.Failed, [new("AfterInstall", EventStatus.Failed, record.CreatedAt, record.CreatedAt, [new("s.sh", 3, null, "ScriptFailed"), new("t.sh", null, "SIGTERM", "ScriptTimedOut")])])], record.CreatedAt);
        folder.End(outcome);

        var entry = History.Find(record.DeploymentId);
        Assert.Equivalent(record, entry.Record, strict: true);
        Assert.Equivalent(outcome, entry.Outcome, strict: true);
        Assert.False(entry.IsInterrupted);
        Assert.Contains("Grüße", File.ReadAllText(Path.Combine(folder.Path, "deployment.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_of_the_journal_is_there_before_the_step_is_taken()
    {
        var folder = new DeploymentFolder(temp.State, "d-AAAAAAAAA");
        folder.Create(Record("d-AAAAAAAAA"));
        using var journal = new DeploymentJournal(folder.Path);
        journal.Before(new(DateTimeOffset.UtcNow, JournalStep.EventStarting) { Instance = "local", Event = "Install" });
        Assert.Equal("Install", Assert.Single(folder.ReadEvents()).Event);
    }

    [Theory]
    [InlineData("{\"at\":\"2026-11-23T12:00:00")]
    [InlineData("\0\0\0\0")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void A_torn_or_spoilt_last_line_is_left_out_and_not_continued(string torn)
    {
        var folder = new DeploymentFolder(temp.State, "d-AAAAAAAAA");
        folder.Create(Record("d-AAAAAAAAA"));
        using (var journal = new DeploymentJournal(folder.Path)) journal.Before(new(DateTimeOffset.UtcNow, JournalStep.DeploymentStarting));
        File.AppendAllText(DeploymentJournal.FileIn(folder.Path), torn);
        Assert.Single(folder.ReadEvents());
        using (var journal = new DeploymentJournal(folder.Path)) journal.Before(new(DateTimeOffset.UtcNow, JournalStep.DeploymentEnded));
        Assert.Equal([JournalStep.DeploymentStarting, JournalStep.DeploymentEnded], folder.ReadEvents().Select(e => e.Step));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"deploymentId\":null}")]
    [InlineData("\0\0")]
    public void A_record_that_makes_no_sense_is_named_and_the_others_are_listed(string content)
    {
        new DeploymentFolder(temp.State, "d-AAAAAAAAA").Create(Record("d-AAAAAAAAA"));
        new DeploymentFolder(temp.State, "d-BBBBBBBBB").Create(Record("d-BBBBBBBBB"));
        File.WriteAllText(Path.Combine(temp.State.OfDeployment("d-BBBBBBBBB"), "deployment.json"), content);
        var reading = History.Read();
        Assert.Equal("d-AAAAAAAAA", Assert.Single(reading.Entries).Record.DeploymentId);
        Assert.Equal("SLW0412", Assert.Single(reading.Damaged).Code);
        Assert.Equal("SLW0412", Assert.Throws<SlipwayException>(() => History.Find("d-BBBBBBBBB")).Error.Code);
    }

    [Fact]
    public async Task A_deployment_without_an_end_runs_while_its_owner_lives_and_is_interrupted_after()
    {
        new DeploymentFolder(temp.State, "d-AAAAAAAAA").Create(Record("d-AAAAAAAAA"));
        using (await GroupLease.AcquireAsync(temp.State, "g", "d-AAAAAAAAA", 0, default, TimeProvider.System, _ => { }, default))
            Assert.True(History.Find("d-AAAAAAAAA") is { IsRunning: true, IsInterrupted: false, Status: DeploymentStatus.InProgress });
        Assert.True(History.Find("d-AAAAAAAAA") is { IsRunning: false, IsInterrupted: true });
    }

    [Fact]
    public void Newest_come_first_and_a_group_can_be_asked_for()
    {
        for (var i = 0; i < 4; i++)
        {
            var id = $"d-AAAAAAAA{i}";
            new DeploymentFolder(temp.State, id).Create(Record(id, i % 2 == 0 ? "even" : "odd") with { CreatedAt = DateTimeOffset.UnixEpoch.AddDays(i) });
        }

        Assert.Equal(["d-AAAAAAAA3", "d-AAAAAAAA2", "d-AAAAAAAA1", "d-AAAAAAAA0"], History.Read().Entries.Select(e => e.Record.DeploymentId));
        Assert.Equal(["d-AAAAAAAA2", "d-AAAAAAAA0"], History.Read("even").Entries.Select(e => e.Record.DeploymentId));
    }

    [Fact]
    public void The_script_log_has_the_agents_form_and_lines_end_at_line_feeds_only()
    {
        var folder = new DeploymentFolder(temp.State, "d-AAAAAAAAA");
        folder.Create(Record("d-AAAAAAAAA"));
        using (var log = new ScriptLog(folder.Path, TimeProvider.System))
        {
            log.Script("BeforeInstall", "a.sh");
            log.Output(false, "one\rtwo\u2028three");
            log.Script("BeforeInstall", "b.sh");
            log.Output(true, "");
            log.EventEnded();
            log.Script("AfterInstall", "a.sh");
        }

        Assert.Equal(
            ["LifecycleEvent - BeforeInstall", "Script - a.sh", "[stdout]one\rtwo\u2028three", "Script - b.sh", "[stderr]", "LifecycleEvent - AfterInstall", "Script - a.sh"],
            History.ScriptLines("d-AAAAAAAAA"));
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d LifecycleEvent - BeforeInstall\n", File.ReadAllText(folder.LogFile!));
    }

    [Fact]
    public void A_log_that_grows_is_read_on()
    {
        var folder = new DeploymentFolder(temp.State, "d-AAAAAAAAA");
        folder.Create(Record("d-AAAAAAAAA"));
        using var reader = History.OpenScriptLog("d-AAAAAAAAA");
        Assert.Null(reader.Next(includeUnfinished: true));
        using var log = new ScriptLog(folder.Path, TimeProvider.System);
        log.Script("BeforeInstall", "a.sh");
        Assert.Equal("LifecycleEvent - BeforeInstall", reader.Next(false));
        Assert.Equal("Script - a.sh", reader.Next(false));
        Assert.Null(reader.Next(false));
        log.Output(false, new string('x', 20_000));
        Assert.Equal(20_008, reader.Next(false)!.Length);
    }

    [Fact]
    public void Ids_are_CodeDeploys_and_unique()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => DeploymentId.New(temp.State)).ToList();
        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^d-[A-Z0-9]{9}$", id));
        Assert.All(ids, id => Assert.True(DeploymentId.IsValid(id)));
    }

    [Theory]
    [InlineData("local", "local")]
    [InlineData("web-1.green_2", "web-1.green_2")]
    public void Safe_names_are_their_own_file_names(string name, string file) => Assert.Equal(file, StateFolder.FileNameOf(name));

    [Fact]
    public void Other_names_become_safe_and_stay_distinct()
    {
        string[] names = ["..", ".", "../x", "a/b", "a_b", "A_b", "a\0b", "a b", "ä", new string('ß', 100), new string('/', 100)];
        var files = names.Select(StateFolder.FileNameOf).ToList();
        Assert.Equal(names.Length, files.Select(f => f.ToUpperInvariant()).Distinct().Count());
        Assert.All(files, f => Assert.Matches("^[a-z0-9_~.-]{1,120}$", f));
        Assert.All(files, f => Assert.DoesNotMatch(@"^\.", f));
    }

    [Fact]
    public void The_users_state_folder_follows_the_standard()
    {
        Assert.Equal("/s", Of(new() { ["SLIPWAY_STATE"] = "/s", ["XDG_STATE_HOME"] = "/x", ["HOME"] = "/h" }));
        Assert.Equal("/x/slipway", Of(new() { ["XDG_STATE_HOME"] = "/x", ["HOME"] = "/h" }));
        Assert.Equal("/h/.local/state/slipway", Of(new() { ["XDG_STATE_HOME"] = "relative", ["HOME"] = "/h" }));

        static string Of(Dictionary<string, string> variables) => StateFolder.OfUser(n => variables.GetValueOrDefault(n)).Path;
    }

    [Fact]
    public void Records_are_for_their_owner_alone_and_hooks_of_other_accounts_pass()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no permission bits");
        Assert.Equal("711", Mode(temp.State.Path));
        Assert.Equal("711", Mode(Path.Combine(temp.State.Path, "instances")));
        Assert.Equal("700", Mode(temp.State.Deployments));
        Assert.Equal("700", Mode(Path.Combine(temp.State.Path, "groups")));

        static string Mode(string path) => OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);
    }

    [Fact]
    public void A_state_folder_that_cannot_be_written_is_a_coded_error()
    {
        var file = Path.Combine(temp.Folder, "file");
        File.WriteAllText(file, "");
        Assert.Equal("SLW0400", Assert.Throws<SlipwayException>(() => StateFolder.At(file).Prepare()).Error.Code);
        Assert.Equal("SLW0400", Assert.Throws<SlipwayException>(() => StateFolder.At("/proc/slipway").Prepare()).Error.Code);
    }

    [Fact]
    public void A_rollback_goes_to_the_last_successful_revision()
    {
        Assert.Equal("a", Target("b:Failed a:Succeeded"));
        Assert.Equal("a", Target("c:Stopped b:Failed a:Succeeded"));
        Assert.Equal("a", Target("b:Succeeded a:Succeeded"));
        Assert.Equal("a", Target("d:Succeeded c:Failed b:Failed a:Succeeded"));
        Assert.Equal("a", Target("r:Succeeded:Restart b:Failed a:Succeeded"));
        Assert.Equal("a", Target("b:Succeeded a:Succeeded", to: "a"));
        Assert.Equal("b", Target("b:Succeeded a:Succeeded", to: "b"));
        foreach (var (entries, to) in (IEnumerable<(string, string?)>)[("", null), ("a:Succeeded", null), ("b:Failed a:Failed", null), ("b:Failed a:Succeeded", "b"), ("a:Succeeded", "z"), ("r:Succeeded:Restart a:Failed", "r")])
            Assert.Equal("SLW0405", Assert.Throws<SlipwayException>(() => Target(entries, to)).Error.Code);
    }

    private static string Target(string entries, string? to = null) => RollbackTarget.Choose("g", [.. entries.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split(':')).Select(e =>
        new HistoryEntry(Record(e[0]) with { Kind = e.Length > 2 ? DeploymentKind.Restart : DeploymentKind.Deploy }, new(e[0], Enum.Parse<DeploymentStatus>(e[1]), null, [], default), false, null))], to).Record.DeploymentId;

    private static DeploymentRecord Record(string id, string group = "g") => new()
    {
        DeploymentId = id,
        Creator = DeploymentCreator.User,
        Kind = DeploymentKind.Deploy,
        ApplicationName = "app",
        Group = new(group, "/root", true) { Environment = new Dictionary<string, string> { ["PORT"] = "5001" }, HasTrafficControl = true },
        Events = ["Install"],
        Agent = AgentVersion.Agent2,
        User = "me",
        Host = "here",
        FencingNumber = 3,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
