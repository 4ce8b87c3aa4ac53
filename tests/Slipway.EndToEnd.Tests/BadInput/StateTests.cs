using System.Text;
using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.BadInput;

/// <summary>A state folder that is missing, used by somebody else, damaged, or left behind by a dead process.</summary>
public sealed class StateTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_group_that_is_being_deployed_to_refuses_a_second_deployment_at_once()
    {
        var (gate, started) = (scratch.PathOf("gate"), scratch.PathOf("started"));
        var waiting = Revisions.Write(scratch.PathOf("waiting"), "first", ("AfterInstall", $"touch {started}; while [ ! -e {gate} ]; do sleep 0.05; done"));
        using var first = new CommandLine().Start("deploy", waiting, "--root", scratch.Root, "--state", scratch.State);
        SpinWait.SpinUntil(() => File.Exists(started), TimeSpan.FromSeconds(60));

        var second = Deploy(Revisions.Write(scratch.PathOf("second"), "second"));
        File.WriteAllText(gate, "");
        var ended = CommandLine.Finish(first);

        Assert.True(second.ExitCode == 1, second.ToString());
        Assert.Empty(Manners.Breaches(second));
        Assert.Contains(first.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), second.Error, StringComparison.Ordinal);
        ended.MustSucceed();
        Assert.Equal("first", Installed());
    }

    [Fact]
    public void Deployments_at_once_never_mix()
    {
        var revisions = Enumerable.Range(0, 3).Select(number => Revisions.Write(scratch.PathOf($"revision-{number}"),
            Enumerable.Range(0, 100).ToDictionary(file => $"file-{file}", _ => $"of {number}"))).ToList();
        for (var round = 0; round < 3; round++)
        {
            var runs = revisions.Select(revision => new CommandLine().Start("deploy", revision, "--root", scratch.Root, "--state", scratch.State)).ToList();
            var ended = runs.Select(CommandLine.Finish).ToList();
            runs.ForEach(run => run.Dispose());
            Assert.Contains(ended, run => run.ExitCode == 0);
            Assert.All(ended, run => Assert.Empty(Manners.Breaches(run)));
            var contents = Directory.EnumerateFiles(Path.Combine(scratch.Root, "srv/app")).Select(File.ReadAllText).ToList();
            Assert.Equal(100, contents.Count);
            Assert.Single(contents.Distinct());
        }
    }

    [Fact]
    public void A_lease_of_a_dead_owner_is_no_obstacle()
    {
        Deploy(Revisions.Write(scratch.PathOf("one"), "one")).MustSucceed();
        var started = scratch.PathOf("started");
        var waiting = Revisions.Write(scratch.PathOf("waiting"), "two", ("AfterInstall", $"touch {started}; exec sleep 2"));
        using var first = new CommandLine().Start("deploy", waiting, "--root", scratch.Root, "--state", scratch.State);
        SpinWait.SpinUntil(() => File.Exists(started), TimeSpan.FromSeconds(60));
        first.Kill();
        first.WaitForExit();

        var resumed = CommandLine.Slipway("resume", "--root", scratch.Root, "--state", scratch.State);
        Assert.True(resumed.ExitCode == 1, resumed.ToString());
        Assert.Equal("one", Installed());
        Deploy(Revisions.Write(scratch.PathOf("three"), "three")).MustSucceed();
        Assert.Equal("three", Installed());
    }

    [Fact]
    public void A_damaged_file_of_the_state_never_costs_the_tree()
    {
        Deploy(Revisions.Write(scratch.PathOf("one"), "one")).MustSucceed();
        Deploy(Revisions.Write(scratch.PathOf("two"), "two")).MustSucceed();
        var three = Revisions.Write(scratch.PathOf("three"), "three");
        CommandLine.Program("cp", "-a", scratch.State, scratch.PathOf("state.good"));
        CommandLine.Program("cp", "-a", scratch.Root, scratch.PathOf("root.good"));
        var files = TreeEntry.Below(scratch.State).Where(entry => entry.Type == "file").Select(entry => entry.Path).ToList();
        foreach (var (number, file) in files.Index())
        {
            // Every other damage of every file, in turn; with SLIPWAY_FULL=1 all of them.
            foreach (var (name, damage) in Damages.Where((_, d) => Machine.IsFull || (d + number) % 2 == 0))
            {
                GoBack();
                var path = Path.Combine(scratch.State, file);
                File.SetUnixFileMode(path, (UnixFileMode)0b110_000_000);
                File.WriteAllBytes(path, damage(File.ReadAllBytes(path)));
                var run = Deploy(three);
                Assert.True(run.ExitCode is 0 or 1, $"{name} {file}: {run}");
                Assert.True(!Manners.Breaches(run).Any(), $"{name} {file}: {string.Join("; ", Manners.Breaches(run))}\n{run}");
                Assert.True(Installed() == (run.ExitCode == 0 ? "three" : "two"), $"{name} {file}: found {Installed()}, {run}");
                var history = CommandLine.Slipway("deployments", "--state", scratch.State);
                Assert.True(!Manners.Breaches(history).Any(), $"{name} {file}: {history}");
            }
        }
    }

    [Fact]
    public void A_state_folder_that_is_a_file_is_a_coded_error()
    {
        File.WriteAllText(scratch.State, "not a folder");
        var run = Deploy(Revisions.Write(scratch.PathOf("one"), "one"));
        Assert.InRange(run.ExitCode, 1, 2);
        Assert.Empty(Manners.Breaches(run));
        Assert.Empty(TreeEntry.Below(scratch.Root));
    }

    private static IEnumerable<(string Name, Func<byte[], byte[]> Damage)> Damages =>
    [
        ("a torn last line in", bytes => bytes.Length > 7 ? bytes[..^7] : []),
        ("an emptied", _ => []),
        ("garbage in", bytes => Encoding.UTF8.GetBytes("{\"this\": [\"is\", no journal\n\0\u0001")),
        ("half a record after the end of", bytes => [.. bytes, .. "{\"type\":\"unfin"u8]),
    ];

    private void GoBack()
    {
        CommandLine.Program("rm", "-rf", scratch.State, scratch.Root);
        CommandLine.Program("cp", "-a", scratch.PathOf("state.good"), scratch.State);
        CommandLine.Program("cp", "-a", scratch.PathOf("root.good"), scratch.Root);
    }

    private string Installed() => File.ReadAllText(Path.Combine(scratch.Root, "srv/app/version"));

    private Run Deploy(string revision) => CommandLine.Slipway("deploy", revision, "--root", scratch.Root, "--state", scratch.State);
}
