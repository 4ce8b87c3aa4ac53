using System.CommandLine;
using System.CommandLine.Help;
using Slipway.Cli.Commands;
using Slipway.Cli.Commands.Storing;
using Slipway.Cli.Output;
using Slipway.Specifications;

namespace Slipway.Cli;

/// <summary>The command line: parses, runs one verb, and turns every outcome into an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings)
    {
        try
        {
            var parsed = Root(surroundings).Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction) return WrongArguments(parsed, surroundings);
            var configuration = new InvocationConfiguration
            {
                Output = surroundings.Output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, surroundings.Stop).ConfigureAwait(false);
        }
        catch (UsageException e)
        {
            surroundings.Error.WriteLine(e.Error);
            return ExitCode.Usage;
        }
        catch (SlipwayException e)
        {
            surroundings.Error.WriteLine(e.Error);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (surroundings.Stop.IsCancellationRequested)
        {
            surroundings.Error.WriteLine(new SlipwayError("SLW0003", "Stopped; nothing was changed."));
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            surroundings.Error.WriteLine(UnexpectedError.Describe(e, args));
            return ExitCode.Failed;
        }
    }

    private static RootCommand Root(Surroundings surroundings) => new("Checks, packs and deploys revisions in the language of AWS CodeDeploy.")
    {
        CheckCommand.Create(surroundings),
        FixCommand.Create(surroundings),
        ExplainCommand.Create(surroundings),
        ResolveCommand.Create(surroundings),
        PackCommand.Create(surroundings),
        SignCommand.Create(surroundings),
        VerifyCommand.Create(surroundings),
        DiffCommand.Create(surroundings),
        PlanCommand.Create(surroundings),
        DeployCommand.Create(surroundings),
        RollbackCommand.Create(surroundings),
        StopCommand.Create(surroundings),
        ContinueCommand.Create(surroundings),
        ResumeCommand.Create(surroundings),
        UnlockCommand.Create(surroundings),
        DeploymentsCommand.Create(surroundings),
        ShowCommand.Create(surroundings),
        LogsCommand.Create(surroundings),
        ProxyCommand.Create(surroundings),
        StoreCommand.Create(surroundings),
        KeyCommand.Create(surroundings),
        SchemaCommand.Create(surroundings),
    };

    private static int WrongArguments(ParseResult parsed, Surroundings surroundings)
    {
        foreach (var error in parsed.Errors) surroundings.Error.WriteLine(new SlipwayError("SLW0001", error.Message));
        surroundings.Error.WriteLine($"Write `{string.Join(' ', Path(parsed.CommandResult))} --help` for what can be said.");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Path(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? [.. Path(parent), command.Command.Name] : ["slipway"];
}
