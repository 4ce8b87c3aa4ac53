using System.Globalization;

namespace Slipway.Package.Tests;

/// <summary>A publish that fails or is stopped leaves the old version.</summary>
public class FailureTests(PackageFeed feed)
{
    [Fact]
    public async Task A_failing_ValidateService_is_one_error_that_quotes_the_output_and_the_old_version_runs_again()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        (await project.PublishAsync()).MustSucceed();
        var before = project.Tree();
        project.Write("Config/app.json", "{ \"a\": 2 }\n");
        project.Write("Config/new.json", "{}\n");
        project.Script("validate", "echo 'asking the service'\necho 'the service does not answer' >&2\nexit 7");

        var publish = (await project.PublishAsync()).MustFail();

        Assert.Contains("the service does not answer", publish.Output, StringComparison.Ordinal);
        Assert.Contains("1 Error(s)", (await project.PublishAsync("-v:n")).MustFail().Output, StringComparison.Ordinal);
        Assert.StartsWith($"{project.PathOf("Scripts", "validate.sh")} : error SLW0304: Deployment d-", publish.Errors("SLW0304")[0], StringComparison.Ordinal);
        Assert.Contains("Everything the scripts wrote is in ", publish.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Slipway", publish.Output, StringComparison.Ordinal);
        Assert.Equal(before, project.Tree());
        // The rollback is a deployment of its own: it ran the old revision's scripts again.
        Assert.StartsWith("ValidateService", project.HookLog[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_publish_that_is_interrupted_leaves_the_old_tree(bool wholeProcessGroup)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGINT is a Unix signal.");
        var project = new TemporaryProject(feed).WithAppSpec();
        (await project.PublishAsync()).MustSucceed();
        var before = project.Tree();
        project.Write("Config/app.json", "{ \"a\": 2 }\n");
        project.Script("setup", "touch \"$SLIPWAY_INSTANCE_ROOT/../waits\"\nwhile :; do sleep 0.05; done");

        using var process = project.StartPublish();
        var end = DotNet.EndOf(process);
        while (!File.Exists(project.PathOf(".slipway", "waits")) && !end.IsCompleted) await Task.Delay(20, TestContext.Current.CancellationToken);
        var target = (wholeProcessGroup ? "-" : "") + process.Id.ToString(CultureInfo.InvariantCulture);
        using (var kill = DotNet.Start("kill", project.Folder, new Dictionary<string, string>(), "-INT", "--", target)) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var publish = (await end).MustFail();

        Assert.Contains("was stopped", publish.Output, StringComparison.Ordinal);
        Assert.Equal(before, project.Tree());
    }
}
