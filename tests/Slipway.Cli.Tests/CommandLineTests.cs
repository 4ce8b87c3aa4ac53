using Xunit;

namespace Slipway.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("deploy")]
    [InlineData("deploy . --nonsense")]
    [InlineData("deploy . --format xml")]
    [InlineData("deploy . --agent 3")]
    [InlineData("deploy . --file-exists-behavior PERHAPS")]
    [InlineData("deploy . --lock-wait soon")]
    [InlineData("deploy . --lock-wait -1")]
    [InlineData("deploy . --events BeforeInstall,DownloadBundle")]
    [InlineData("deploy . --events A,,B")]
    [InlineData("deploy /nonexistent/revision.zip")]
    [InlineData("deploy . --root /nonexistent")]
    [InlineData("deploy . --deploy-file /nonexistent/deploy.yml")]
    [InlineData("plan /nonexistent")]
    [InlineData("show")]
    [InlineData("logs")]
    [InlineData("schema nonsense")]
    [InlineData("schema appspec --format text")]
    public async Task Wrong_arguments_are_exit_code_2_and_touch_nothing(string arguments)
    {
        using var run = new InProcess();
        Assert.Equal(2, await run.Slipway(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Matches(@"^slipway: error SLW000[12]|^slipway: error SLW04", run.Error);
        Assert.Empty(run.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Folder));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("deploy")]
    [InlineData("plan")]
    public async Task What_is_neither_a_file_nor_a_folder_is_refused_and_not_waited_for(string verb)
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no /dev/zero here");
        using var run = new InProcess();
        Assert.Equal(2, await run.Slipway(verb, "/dev/zero"));
        Assert.Contains("neither a file nor a folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_longer_than_CodeDeploys_is_a_wrong_argument()
    {
        using var run = new InProcess();
        Assert.Equal(2, await run.Slipway("deploy", ".", "--root", ".", "--group", new string('g', 101)));
        Assert.Contains("SLW0416", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy")]
    [InlineData("plan")]
    [InlineData("pack")]
    [InlineData("rollback")]
    [InlineData("resume")]
    [InlineData("deployments")]
    [InlineData("show")]
    [InlineData("logs")]
    [InlineData("schema")]
    public async Task Every_verb_explains_itself_with_an_example(string verb)
    {
        using var run = new InProcess();
        Assert.Equal(0, await run.Slipway(verb, "--help"));
        Assert.Contains("Example:", run.Output, StringComparison.Ordinal);
        Assert.Contains($"slipway {verb}", run.Output, StringComparison.Ordinal);
        Assert.Contains("--format", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("logs")]
    public async Task An_unknown_deployment_is_a_failure(string verb)
    {
        using var run = new InProcess();
        Assert.Equal(1, await run.Slipway(verb, "d-ABCDEFGHI"));
        Assert.StartsWith("slipway: error SLW0404: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("d-abc")]
    [InlineData("d-ABCDEFGH/")]
    public async Task What_is_no_id_is_never_made_a_path(string id)
    {
        using var run = new InProcess();
        Assert.Equal(1, await run.Slipway("show", id));
        Assert.StartsWith("slipway: error SLW0404: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_needs_a_deploy_file_or_a_sandbox()
    {
        using var run = new InProcess();
        Assert.Equal(1, await run.Slipway("deploy", ".", "--group", "production"));
        Assert.Contains("SLW0413", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Folder));
    }

    [Fact]
    public async Task A_state_that_does_not_exist_is_empty_and_is_not_made_by_looking()
    {
        using var run = new InProcess();
        Assert.Equal(0, await run.Slipway("deployments", "--format", "json", "--state", "nowhere"));
        Assert.Equal("{\"deployments\":[]}\n", run.Output);
        Assert.Equal(0, await run.Slipway("resume", "--state", "nowhere"));
        Assert.Equal(1, await run.Slipway("rollback", "--state", "nowhere"));
        Assert.Contains("SLW0405", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Folder));
    }
}
