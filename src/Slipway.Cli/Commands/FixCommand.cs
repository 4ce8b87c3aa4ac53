using System.CommandLine;
using Slipway.Checks;
using Slipway.Checks.Fixing;
using Slipway.Cli.Checking;
using Slipway.Cli.Output;
using Slipway.Specifications;
using Slipway.Specifications.Rules;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway fix</c></summary>
internal static class FixCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var options = new CheckOptions(surroundings);
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would change, as a patch, and write nothing." };
        var rules = new Option<string[]>("--rule") { Description = "Only fixes of this rule. May be repeated.", HelpName = "SLWnnnn" };
        rules.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => RuleCatalogue.Find(token.Value.ToUpperInvariant()) is null)) result.AddError($"There is no rule '{token.Value}'.");
        });
        var format = Options.Format();
        var command = new Command("fix", """
            Applies the fixes of what `slipway check` finds in an appspec, a deploy.yml, a branch policy and hook scripts: the same edits that an
            IDE offers. Ends with 1 when an error is left.

            Example:
              slipway fix --dry-run
            """);
        options.AddTo(command);
        foreach (var option in (Option[])[dryRun, rules, format]) command.Add(option);
        command.SetAction(parsed =>
        {
            var request = options.Request(parsed);
            var result = Run(request, parsed.GetValue(rules) ?? [], options.Given(parsed), surroundings.Stop);
            var isDryRun = parsed.GetValue(dryRun);
            var failed = isDryRun ? [] : Write(result, surroundings.Error);
            if (parsed.GetValue(format) == "json") FixReport.PrintJson(result, failed, isDryRun, surroundings.Output);
            else FixReport.PrintText(result, failed, isDryRun, surroundings);
            return failed.Count == 0 && result.Remaining.Passes ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static FixResult Run(CheckRequest request, string[] rules, string given, CancellationToken stop)
    {
        try
        {
            return FixRun.Run(request, rules.Select(rule => rule.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal), stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(new("SLW0002", $"{given} cannot be read: {e.Message}"));
        }
    }

    /// <summary>Writes the files; those that could not be written are told of one by one, and the others are written all the same.</summary>
    private static List<string> Write(FixResult result, TextWriter error)
    {
        var failed = new List<string>();
        foreach (var file in result.Files)
        {
            try
            {
                FileReplacement.Write(file.Path, file.Before, file.After);
            }
            catch (SlipwayException e)
            {
                error.WriteLine(e.Error with { File = file.Name });
                failed.Add(file.Name);
            }
        }

        return failed;
    }
}
