namespace Slipway.Specifications.AppSpecs;

/// <summary>The lifecycle events of EC2/on-premises deployments (CodeDeploy guide, "AppSpec hooks section").</summary>
public static class LifecycleEvents
{
    /// <summary>Before traffic is taken away from an instance.</summary>
    public const string BeforeBlockTraffic = "BeforeBlockTraffic";

    /// <summary>Reserved: traffic is taken away.</summary>
    public const string BlockTraffic = "BlockTraffic";

    /// <summary>After traffic was taken away.</summary>
    public const string AfterBlockTraffic = "AfterBlockTraffic";

    /// <summary>Stops the application; its scripts come from the revision in place.</summary>
    public const string ApplicationStop = "ApplicationStop";

    /// <summary>Reserved: the revision is fetched and unpacked.</summary>
    public const string DownloadBundle = "DownloadBundle";

    /// <summary>Before files are installed.</summary>
    public const string BeforeInstall = "BeforeInstall";

    /// <summary>Reserved: files are installed.</summary>
    public const string Install = "Install";

    /// <summary>After files were installed.</summary>
    public const string AfterInstall = "AfterInstall";

    /// <summary>Starts the application.</summary>
    public const string ApplicationStart = "ApplicationStart";

    /// <summary>Checks that the deployment works.</summary>
    public const string ValidateService = "ValidateService";

    /// <summary>Before traffic comes back.</summary>
    public const string BeforeAllowTraffic = "BeforeAllowTraffic";

    /// <summary>Reserved: traffic comes back.</summary>
    public const string AllowTraffic = "AllowTraffic";

    /// <summary>After traffic came back.</summary>
    public const string AfterAllowTraffic = "AfterAllowTraffic";

    /// <summary>All events in the order of an in-place deployment behind a load balancer.</summary>
    public static IReadOnlyList<string> InOrder { get; } =
    [
        BeforeBlockTraffic, BlockTraffic, AfterBlockTraffic, ApplicationStop, DownloadBundle, BeforeInstall, Install,
        AfterInstall, ApplicationStart, ValidateService, BeforeAllowTraffic, AllowTraffic, AfterAllowTraffic,
    ];

    /// <summary>Whether an event may have scripts.</summary>
    public static bool IsScriptable(string name) => name is BeforeBlockTraffic or AfterBlockTraffic or ApplicationStop or BeforeInstall
        or AfterInstall or ApplicationStart or ValidateService or BeforeAllowTraffic or AfterAllowTraffic;

    /// <summary>Whether an event is done by the agent itself; hooks of these names are accepted and never run.</summary>
    public static bool IsReserved(string name) => name is "Start" or BlockTraffic or DownloadBundle or Install or AllowTraffic or "End";

    /// <summary>
    /// Whether an event takes its scripts from the revision that is in place when the deployment starts, not from the new one
    /// (agent 1.8.1: BeforeBlockTraffic, AfterBlockTraffic, ApplicationStop).
    /// </summary>
    public static bool UsesPreviousRevision(string name) => name is BeforeBlockTraffic or AfterBlockTraffic or ApplicationStop;
}
