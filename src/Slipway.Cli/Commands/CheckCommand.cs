using System.CommandLine;
using Slipway.Checks;
using Slipway.Cli.Checking;
using Slipway.Cli.Output;
using Slipway.Cli.Output.Sarif;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway check</c></summary>
internal static class CheckCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var options = new CheckOptions(surroundings);
        var noShellCheck = new Option<bool>("--no-shellcheck") { Description = "Do not run the program shellcheck, which is asked about shell scripts where it is installed." };
        var format = Options.Format("sarif");
        var command = new Command("check", """
            Runs every rule on an appspec, a deploy.yml, a branch policy, or all that a project or revision folder has of them with its hook
            scripts, and says what the CodeDeploy agents would do with the appspec. Ends with 1 when a finding is an error.

            Example:
              slipway check appspec.yml
            """);
        options.AddTo(command);
        command.Add(noShellCheck);
        command.Add(format);
        command.SetAction(parsed =>
        {
            var request = options.Resolve(options.Request(parsed), parsed) with { ShellCheck = !parsed.GetValue(noShellCheck) };
            var result = Run(request, options.Given(parsed), surroundings.Stop);
            switch (parsed.GetValue(format))
            {
                case "json": CheckJson.Print(result, surroundings.Output); break;
                case "sarif": SarifLog.Print(result, new SarifPlaces(surroundings.WorkingFolder), surroundings.Output); break;
                default: CheckText.Print(result, ShownAs(request, options.Given(parsed)), surroundings); break;
            }

            return result.Passes ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static CheckResult Run(CheckRequest request, string given, CancellationToken stop)
    {
        try
        {
            return Check.Run(request, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(new("SLW0002", $"{given} cannot be read: {e.Message}"));
        }
    }

    // One document is called by its name, several by the folder.
    private static string ShownAs(CheckRequest request, string given) => request.Documents is [var only] ? request.NameOf(only.File) : given;
}
