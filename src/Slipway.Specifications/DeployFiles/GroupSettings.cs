namespace Slipway.Specifications.DeployFiles;

/// <summary>CodeDeploy's <c>AutoRollbackEvent</c>.</summary>
public enum AutoRollbackEvent
{
    /// <summary>DEPLOYMENT_FAILURE.</summary>
    DeploymentFailure,

    /// <summary>DEPLOYMENT_STOP_ON_ALARM.</summary>
    DeploymentStopOnAlarm,

    /// <summary>DEPLOYMENT_STOP_ON_REQUEST.</summary>
    DeploymentStopOnRequest,
}

/// <summary>An alarm: it fires after <paramref name="Threshold"/> failures in a row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Threshold">Failures in a row that make an alarm; at least 1.</param>
public sealed record AlarmDefinition(string Name, int Threshold)
{
    /// <summary>An address that must answer with a status below 400; null for another kind.</summary>
    public string? Url { get; init; }

    /// <summary>A program with arguments that must end with 0; null for another kind.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Time from one probe to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a probe may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>CodeDeploy's <c>alarmConfiguration</c>, when it is enabled.</summary>
/// <param name="Alarms">The alarms, of which any stops the deployment.</param>
/// <param name="IgnorePollFailure">CodeDeploy's <c>ignorePollAlarmFailure</c>: whether to go on when an alarm's state cannot be read (a command that cannot be started).</param>
public sealed record AlarmConfiguration(IReadOnlyList<AlarmDefinition> Alarms, bool IgnorePollFailure);

/// <summary>CodeDeploy's <c>TriggerEventType</c>.</summary>
public enum TriggerEvent
{
    /// <summary>A deployment began.</summary>
    DeploymentStart,

    /// <summary>A deployment succeeded.</summary>
    DeploymentSuccess,

    /// <summary>A deployment failed.</summary>
    DeploymentFailure,

    /// <summary>A deployment was stopped.</summary>
    DeploymentStop,

    /// <summary>A rollback began.</summary>
    DeploymentRollback,

    /// <summary>The replacement environment waits for <c>slipway continue</c>.</summary>
    DeploymentReady,

    /// <summary>An instance began.</summary>
    InstanceStart,

    /// <summary>An instance succeeded.</summary>
    InstanceSuccess,

    /// <summary>An instance failed.</summary>
    InstanceFailure,

    /// <summary>An instance of the replacement environment is ready for traffic.</summary>
    InstanceReady,
}

/// <summary>Who is told of what. One of <see cref="Url"/> and <see cref="Command"/> is not null.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Events">What it is told.</param>
public sealed record TriggerDefinition(string Name, IReadOnlyList<TriggerEvent> Events)
{
    /// <summary>An address that gets the event by POST.</summary>
    public string? Url { get; init; }

    /// <summary>A program with arguments that gets the event on its standard input.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Name of the environment variable with the secret that signs what is posted (HMAC-SHA-256); null signs nothing. The secret itself stands in no file.</summary>
    public string? SecretVariable { get; init; }
}

/// <summary>What is done with the replacement environment when it is ready.</summary>
/// <param name="WaitsForContinue">STOP_DEPLOYMENT: traffic moves on <c>slipway continue</c>, and the deployment stops when nobody comes; else at once.</param>
/// <param name="Wait">How long somebody may take.</param>
public sealed record ReadyOption(bool WaitsForContinue, TimeSpan Wait);

/// <summary>CodeDeploy's <c>blueGreenDeploymentConfiguration</c>.</summary>
/// <param name="Ready">When traffic moves.</param>
/// <param name="TerminatesOriginal">TERMINATE: the original's ApplicationStop runs after the wait; else (KEEP_ALIVE) it goes on without traffic.</param>
/// <param name="TerminationWait">How long the original stays warm after traffic has moved.</param>
public sealed record BlueGreenConfiguration(ReadyOption Ready, bool TerminatesOriginal, TimeSpan TerminationWait);
