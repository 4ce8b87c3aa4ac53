namespace Slipway.Deployments;

/// <summary>CodeDeploy's <c>ErrorCode</c>s that a deployment here can end with, beside our own codes.</summary>
public static class DeploymentErrorCode
{
    /// <summary>Too many instances failed.</summary>
    public const string HealthConstraints = "HEALTH_CONSTRAINTS";

    /// <summary>The minimum of healthy hosts could never be kept; nothing was begun.</summary>
    public const string HealthConstraintsInvalid = "HEALTH_CONSTRAINTS_INVALID";

    /// <summary>The group has no instances to deploy to.</summary>
    public const string NoInstances = "NO_INSTANCES";

    /// <summary>An alarm fired.</summary>
    public const string AlarmActive = "ALARM_ACTIVE";

    /// <summary>Somebody stopped it.</summary>
    public const string ManualStop = "MANUAL_STOP";

    /// <summary>Nobody continued it in time.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>A load balancer refused or cannot be used.</summary>
    public const string ElasticLoadBalancingInvalid = "ELASTIC_LOAD_BALANCING_INVALID";

    /// <summary>Blue/green without a load balancer.</summary>
    public const string MissingElbInformation = "MISSING_ELB_INFORMATION";

    /// <summary>The revision cannot be used.</summary>
    public const string RevisionMissing = "REVISION_MISSING";

    /// <summary>An error of ours, or lost records or lease.</summary>
    public const string InternalError = "INTERNAL_ERROR";
}
