using System.CommandLine;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Cli.Commands;

/// <summary>The options that several verbs share.</summary>
internal static class Options
{
    public static Option<string> Format(params string[] more) => OneOf("--format", "How to print the result.", ["text", "json", .. more]);

    public static Option<string?> Group() => Text("--group", "NAME", "The deployment group (default: local).");

    public static Option<string?> DeployFile() => Text("--deploy-file", "FILE", "The deploy.yml (default: deploy.yml in the working folder; with --root: none).");

    public static Option<string?> Root() => Text("--root", "DIR", "Deploy to a sandbox on this machine: destination /x is DIR/x.");

    public static Option<string?> State() => Text(
        "--state", "DIR", "Where deployments are recorded (default: $SLIPWAY_STATE, .slipway/state for group local, else the user's state folder).");

    public static Option<string?> Application() => Text("--application", "NAME", "The application's name (default: deploy.yml's, else the revision's name).");

    public static Option<string?> Description() => Text("--description", "TEXT", "Free text kept in the deployment's record.");

    public static Option<string?> Events() => Text(
        "--events", "A,B", "Only these lifecycle events, separated by commas; DownloadBundle and Install are put first when missing.");

    public static Option<string?> FileExists()
    {
        var option = Text(
            "--file-exists-behavior",
            "DISALLOW|OVERWRITE|RETAIN",
            "What happens to files that stand at a destination and belong to no revision (the appspec's own setting wins).");
        option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "DISALLOW", "OVERWRITE", "RETAIN");
        return option;
    }

    public static Option<string> Agent() => OneOf("--agent", "Whose reading of the appspec counts.", "1.8", "2");

    public static Option<int> LockWait()
    {
        var option = new Option<int>("--lock-wait") { Description = "How long to wait for another deployment of the group.", HelpName = "SECONDS" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var seconds) || seconds < 0))
                result.AddError($"--lock-wait takes a number of seconds, 0 or more, not {result.Tokens[0].Value}.");
        });
        return option;
    }

    public static Option<bool> IgnoreApplicationStopFailures() =>
        new("--ignore-application-stop-failures") { Description = "Go on when ApplicationStop, BeforeBlockTraffic or AfterBlockTraffic fails." };

    /// <summary>The options of deployments to instances of deploy.yml.</summary>
    public static Option<bool> SkipUnreachable() => new("--skip-unreachable") { Description = "Leave instances out that cannot be reached, with a warning; else they count as failed." };

    public static Option<bool> UpdateOutdatedOnly() => new("--update-outdated-only") { Description = "Leave instances out that have the revision already." };

    public static Option<bool> RestartOnly() => new("--restart") { Description = "Deploy nothing: start the revision that is in place again (RESTART mode). Takes no REVISION." };

    public static Option<string?> Retry() => Text("--retry", "ID", "Only the instances that failed or were skipped in this deployment of the group, with its revision unless REVISION is given.");

    public static Option<int?> BakeTime() => Whole("--bake-time", "MINUTES", "How long the alarms watch the deployment at its end before it counts as successful (default: the group's bakeTimeInMinutes).", 0, 2880);

    public static Option<int?> MaxConnections() => Whole("--max-connections", "NUMBER", "The most instances that are connected at the same time (default: 16).", 1, 1000);

    private static Option<int?> Whole(string name, string helpName, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number < least || number > most))
                result.AddError($"{name} takes a whole number from {least} to {most}, not {result.Tokens[0].Value}.");
        });
        return option;
    }

    /// <summary>An option that takes a text, or is not given.</summary>
    public static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };

    /// <summary>An option that takes one of some texts, the first by default.</summary>
    public static Option<string> OneOf(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', values), DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    public static AgentVersion AgentOf(string text) => text == "2" ? AgentVersion.Agent2 : AgentVersion.Agent18;

    public static FileExistsBehavior? FileExistsOf(string? text) => text is null ? null : Enum.Parse<FileExistsBehavior>(text, ignoreCase: true);
}
