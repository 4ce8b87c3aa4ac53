using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.BadInput;

/// <summary>Exit code 2 is for arguments that are wrong and for paths that do not exist, and for nothing else.</summary>
public sealed class ArgumentTests
{
    private static readonly string[] Verbs = ["check", "pack", "plan", "deploy", "rollback", "resume", "deployments", "show", "logs"];

    public static TheoryData<string> EveryVerb => [.. Verbs];

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("check --nonsense")]
    [InlineData("check /nonexistent/appspec.yml")]
    [InlineData("check --format xml /tmp")]
    [InlineData("deploy")]
    [InlineData("deploy /nonexistent/bundle.zip --root /tmp --state /tmp/nowhere")]
    [InlineData("deploy /nonexistent/folder --root /tmp --state /tmp/nowhere --format json")]
    [InlineData("deploy /tmp --root /tmp --state /tmp/nowhere --file-exists-behavior PERHAPS")]
    [InlineData("deploy /tmp --root /tmp --state /tmp/nowhere --agent 3")]
    [InlineData("deploy /tmp --root")]
    [InlineData("plan /nonexistent/folder")]
    [InlineData("pack /nonexistent/folder -o /tmp/x.zip")]
    [InlineData("pack /tmp")]
    [InlineData("pack /tmp -o /tmp/x.rar --type rar")]
    [InlineData("show")]
    public void Wrong_arguments_end_with_exit_code_2_and_a_coded_error(string arguments)
    {
        var run = CommandLine.Slipway(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Empty(Manners.Breaches(run));
        Assert.False(Path.Exists("/tmp/nowhere"));
    }

    [Theory, MemberData(nameof(EveryVerb))]
    public void Help_of_a_verb_shows_an_example(string verb)
    {
        var run = CommandLine.Slipway(verb, "--help");
        run.MustSucceed();
        Assert.Contains($"slipway {verb}", run.Output, StringComparison.Ordinal);
        Assert.Contains("Example", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_unknown_deployment_is_a_failure_not_a_wrong_argument()
    {
        using var scratch = new Scratch();
        foreach (var verb in (string[])["show", "logs"])
        {
            var run = CommandLine.Slipway(verb, "d-ABCDEFGHI", "--state", scratch.State);
            Assert.True(run.ExitCode == 1, run.ToString());
            Assert.Empty(Manners.Breaches(run));
        }
    }

    [Fact]
    public void A_history_that_does_not_exist_yet_is_empty()
    {
        using var scratch = new Scratch();
        CommandLine.Slipway("deployments", "--state", scratch.State).MustSucceed();
        CommandLine.Slipway("resume", "--root", scratch.Root, "--state", scratch.State).MustSucceed();
        Assert.False(Path.Exists(scratch.State));
    }
}
