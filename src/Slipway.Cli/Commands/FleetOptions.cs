using System.CommandLine;
using Slipway.Deployments;
using Slipway.Deployments.History;

namespace Slipway.Cli.Commands;

/// <summary>The options of <c>deploy</c> and <c>plan</c> that only groups of deploy.yml have.</summary>
internal sealed class FleetOptions
{
    private readonly Option<string?> retry = Options.Retry();
    private readonly Option<bool> restart = Options.RestartOnly();
    private readonly Option<bool> skipUnreachable = Options.SkipUnreachable();
    private readonly Option<bool> outdatedOnly = Options.UpdateOutdatedOnly();
    private readonly Option<int?> bakeTime = Options.BakeTime();
    private readonly Option<int?> connections = Options.MaxConnections();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[retry, restart, skipUnreachable, outdatedOnly, bakeTime, connections]) command.Add(option);
    }

    /// <summary>The revision that is named; null where none is needed.</summary>
    /// <exception cref="UsageException">SLW0001: one is missing, or there is one too many.</exception>
    public string? RevisionOf(ParseResult parsed, Argument<string?> revision)
    {
        var named = parsed.GetValue(revision);
        if (parsed.GetValue(restart))
        {
            if (parsed.GetValue(retry) is not null) throw new UsageException(new("SLW0001", "--restart and --retry exclude each other. A restart that failed is tried again with --retry alone."));
            return named is null ? null : throw new UsageException(new("SLW0001", $"--restart starts the revision that is in place, so {named} is one too many. Leave out one of the two."));
        }

        if (named is null && parsed.GetValue(retry) is null) throw new UsageException(new("SLW0001", "Which revision? Name a folder, a bundle or a revision of the store; --retry ID and --restart need none."));
        return named;
    }

    /// <summary>The deployment that is tried again: its group and application are meant unless others are named. Null when none is.</summary>
    public DeploymentRecord? Earlier(ParseResult parsed, string? state, Surroundings surroundings) =>
        parsed.GetValue(retry) is { } id ? new DeploymentHistory(StateFolder.At(Target.StateOfHistory(state, surroundings)), surroundings.Time).Find(id).Record : null;

    /// <summary>The request with these options.</summary>
    /// <exception cref="UsageException">SLW0001: an option is given that a sandbox does not have.</exception>
    public DeploymentRequest ApplyTo(DeploymentRequest request, ParseResult parsed)
    {
        if (request.Group.Definition is null && Given(parsed) is { } option)
            throw new UsageException(new("SLW0001", $"{option} is for groups of deploy.yml; group {request.Group.Name} is one sandbox on this machine. Leave it out, or describe the group in deploy.yml."));
        return request with
        {
            RetryOf = parsed.GetValue(retry),
            RestartOnly = parsed.GetValue(restart),
            SkipUnreachable = parsed.GetValue(skipUnreachable),
            UpdateOutdatedOnly = parsed.GetValue(outdatedOnly),
            BakeTime = parsed.GetValue(bakeTime) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            MaxConcurrentConnections = parsed.GetValue(connections) ?? request.MaxConcurrentConnections,
            FileExistsBehavior = request.FileExistsBehavior ?? request.Group.Definition?.FileExistsBehavior,
            IgnoreApplicationStopFailures = request.IgnoreApplicationStopFailures || request.Group.Definition?.IgnoreApplicationStopFailures == true,
        };
    }

    private string? Given(ParseResult parsed) => ((Option[])[retry, restart, skipUnreachable, outdatedOnly, bakeTime, connections])
        .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;
}
