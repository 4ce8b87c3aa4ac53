using System.Globalization;
using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.NothingLost;

/// <summary>A deployment that the user stops, or whose terminal goes away.</summary>
public sealed class StopTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("INT", "BeforeInstall")]
    [InlineData("INT", "ValidateService")]
    [InlineData("TERM", "AfterInstall")]
    public void A_stopped_deployment_ends_its_script_and_restores_the_old_tree(string signal, string lifecycleEvent)
    {
        Deploy(Revisions.Write(scratch.PathOf("one"), "one")).MustSucceed();
        var before = TreeEntry.Below(scratch.Root);
        var (started, process) = (scratch.PathOf("started"), scratch.PathOf("pid"));
        var two = Revisions.Write(scratch.PathOf("two"), "two", (lifecycleEvent, $"echo $$ > {process}; touch {started}; exec sleep 1000"));
        using var run = new CommandLine().Start("deploy", two, "--root", scratch.Root, "--state", scratch.State);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(started), TimeSpan.FromSeconds(60)));

        CommandLine.Program("kill", $"-{signal}", run.Id.ToString(CultureInfo.InvariantCulture));
        var ended = CommandLine.Finish(run);

        Assert.True(ended.ExitCode == 1, ended.ToString());
        Assert.Empty(Manners.Breaches(ended));
        Assert.Equal(before, TreeEntry.Below(scratch.Root));
        Assert.NotEqual(0, CommandLine.Program("kill", "-0", File.ReadAllText(process).Trim()).ExitCode);
        Deploy(Revisions.Write(scratch.PathOf("three"), "three")).MustSucceed();
    }

    [Fact]
    public void A_reader_of_the_output_that_goes_away_does_not_end_the_deployment()
    {
        var revision = Revisions.Write(scratch.PathOf("one"), "one", ("AfterInstall", "seq 20000"));
        var run = CommandLine.Program("/bin/sh", "-c", $"dotnet {Machine.SlipwayAssembly} deploy {revision} --root {scratch.Root} --state {scratch.State} 2>&1 | head -n 1");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("one", File.ReadAllText(Path.Combine(scratch.Root, "srv/app/version")));
        Assert.Equal(0, CommandLine.Slipway("resume", "--root", scratch.Root, "--state", scratch.State).ExitCode);
    }

    private Run Deploy(string revision) => CommandLine.Slipway("deploy", revision, "--root", scratch.Root, "--state", scratch.State);
}
