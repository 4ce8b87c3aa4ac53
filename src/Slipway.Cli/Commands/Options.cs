using System.CommandLine;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Cli.Commands;

/// <summary>The options that several verbs share.</summary>
internal static class Options
{
    public static Option<string> Format(params string[] more)
    {
        var option = new Option<string>("--format") { Description = "How to print the result.", HelpName = string.Join('|', ["text", "json", .. more]), DefaultValueFactory = _ => "text" };
        option.AcceptOnlyFromAmong(["text", "json", .. more]);
        return option;
    }

    public static Option<string?> Group() => new("--group") { Description = "The deployment group (default: local).", HelpName = "NAME" };

    public static Option<string?> DeployFile() => new("--deploy-file") { Description = "The deploy.yml (default: deploy.yml in the working folder; with --root: none).", HelpName = "FILE" };

    public static Option<string?> Root() => new("--root") { Description = "Deploy to a sandbox on this machine: destination /x is DIR/x.", HelpName = "DIR" };

    public static Option<string?> State() => new("--state") { Description = "Where deployments are recorded (default: $SLIPWAY_STATE, .slipway/state for group local, else the user's state folder).", HelpName = "DIR" };

    public static Option<string?> Application() => new("--application") { Description = "The application's name (default: deploy.yml's, else the revision's name).", HelpName = "NAME" };

    public static Option<string?> Description() => new("--description") { Description = "Free text kept in the deployment's record.", HelpName = "TEXT" };

    public static Option<string?> FileExists()
    {
        var option = new Option<string?>("--file-exists-behavior") { Description = "What happens to files that stand at a destination and belong to no revision (the appspec's own setting wins).", HelpName = "DISALLOW|OVERWRITE|RETAIN" };
        option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "DISALLOW", "OVERWRITE", "RETAIN");
        return option;
    }

    public static Option<string?> Events() => new("--events") { Description = "Only these lifecycle events, separated by commas; DownloadBundle and Install are put first when missing.", HelpName = "A,B" };

    public static Option<string> Agent()
    {
        var option = new Option<string>("--agent") { Description = "Whose reading of the appspec counts.", HelpName = "1.8|2", DefaultValueFactory = _ => "1.8" };
        option.AcceptOnlyFromAmong("1.8", "2");
        return option;
    }

    public static Option<int> LockWait()
    {
        var option = new Option<int>("--lock-wait") { Description = "How long to wait for another deployment of the group.", HelpName = "SECONDS" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var seconds) || seconds < 0)) result.AddError($"--lock-wait takes a number of seconds, 0 or more, not {result.Tokens[0].Value}.");
        });
        return option;
    }

    public static Option<bool> IgnoreApplicationStopFailures() => new("--ignore-application-stop-failures") { Description = "Go on when ApplicationStop, BeforeBlockTraffic or AfterBlockTraffic fails." };

    public static AgentVersion AgentOf(string text) => text == "2" ? AgentVersion.Agent2 : AgentVersion.Agent18;

    public static FileExistsBehavior? FileExistsOf(string? text) => text is null ? null : Enum.Parse<FileExistsBehavior>(text, ignoreCase: true);
}
