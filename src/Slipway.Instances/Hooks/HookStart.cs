namespace Slipway.Instances.Hooks;

/// <summary>A hook script to run, and how.</summary>
public sealed record HookStart
{
    /// <summary>Absolute path of the script in the staged revision.</summary>
    public required string ScriptFile { get; init; }

    /// <summary>The script as the appspec names it, for messages.</summary>
    public required string Location { get; init; }

    /// <summary>The lifecycle event that runs it, for messages.</summary>
    public required string LifecycleEvent { get; init; }

    /// <summary>Account to run as; null when the appspec sets none. Empty means root, as the agent's <c>su  -c</c> does.</summary>
    public string? RunAs { get; init; }

    /// <summary>Whether the appspec asks for <c>sudo</c>.</summary>
    public bool Sudo { get; init; }

    /// <summary>Seconds for the script to end and its outputs to close; both share one deadline.</summary>
    public required int TimeoutSeconds { get; init; }

    /// <summary>Absolute path of the directory to start in; must exist.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment of the script; see <see cref="HookEnvironment"/>.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The names in <see cref="Environment"/> that <c>sudo</c>, which clears it, must hand on.</summary>
    public IReadOnlyList<string> DeploymentVariables { get; init; } = [];

    /// <summary>The appspec that names the script, for messages; null when unknown.</summary>
    public string? AppSpecFile { get; init; }

    /// <summary>Line of the location in the appspec, counted from 1; 0 when unknown.</summary>
    public int AppSpecLine { get; init; }

    /// <summary>The command that shows the whole output, <c>slipway logs d-…</c>, for messages; null when there is none.</summary>
    public string? LogCommand { get; init; }

    /// <summary>
    /// Called before any output flows, with the process id (also the id of its process group) and the start time in clock ticks since boot:
    /// together they name the process even after its id has been used again. See <see cref="LeftOverScript"/>.
    /// </summary>
    public Action<int, long>? OnStarted { get; init; }

    /// <summary>Takes what the user should know although the script runs.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>How long processes may take to end after SIGTERM before they get SIGKILL.</summary>
    public TimeSpan KillAfter { get; init; } = TimeSpan.FromSeconds(5);
}
