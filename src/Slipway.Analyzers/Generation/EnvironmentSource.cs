using Slipway.Specifications.AppSpecs;

namespace Slipway.Analyzers.Generation;

/// <summary>The enumeration <c>LifecycleEvent</c> and the class <c>DeploymentEnvironment</c>, the same in every project.</summary>
internal static class EnvironmentSource
{
    /// <summary>Variables of the deployment with the property that reads them (CodeDeploy guide, "Environment variable availability for hooks"; the last three are Slipway's own).</summary>
    private static readonly (string Variable, string Property, string Summary)[] Variables =
    [
        ("DEPLOYMENT_ID", "DeploymentId", "The id of the deployment, such as d-36RNA4SVG."),
        ("APPLICATION_NAME", "ApplicationName", "The application that is deployed."),
        ("DEPLOYMENT_GROUP_NAME", "DeploymentGroupName", "The deployment group."),
        ("DEPLOYMENT_GROUP_ID", "DeploymentGroupId", "The id of the deployment group."),
        ("BUNDLE_BUCKET", "BundleBucket", "The S3 bucket of the revision."),
        ("BUNDLE_KEY", "BundleKey", "The key of the revision in its bucket."),
        ("BUNDLE_VERSION", "BundleVersion", "The version of the revision in its bucket."),
        ("BUNDLE_ETAG", "BundleETag", "The ETag of the revision in its bucket."),
        ("BUNDLE_COMMIT", "BundleCommit", "The commit of a revision that comes from GitHub."),
        ("SLIPWAY_INSTANCE_NAME", "InstanceName", "The instance."),
        ("SLIPWAY_REVISION_DIR", "RevisionDirectory", "Where the revision is unpacked."),
    ];

    public static string Write(bool nullable)
    {
        var optional = nullable ? "?" : "";
        var code = new CodeWriter();
        if (nullable) code.Line("#nullable enable");
        code.Line();
        Events(code);
        code.Line().Summary("What a deployment tells the programs that it starts, by environment variables. All of it is null in a program that no deployment started.")
            .Line("[global::Microsoft.CodeAnalysis.Embedded]").Open("internal sealed class DeploymentEnvironment");
        code.Line($"private readonly global::System.Func<string, string{optional}> _variable;").Line();
        code.Summary("Reads the variables of this process.").Line("public DeploymentEnvironment() : this(global::System.Environment.GetEnvironmentVariable) { }").Line();
        code.Summary("Reads variables from somewhere else, as tests do.").Line($"public DeploymentEnvironment(global::System.Func<string, string{optional}> variable) => _variable = variable;").Line();
        code.Summary("The environment of this process.").Line("public static DeploymentEnvironment Current { get; } = new DeploymentEnvironment();").Line();
        code.Summary("Whether a deployment started this program.").Line("public bool IsDeployment => DeploymentId != null;").Line();
        code.Summary("The lifecycle event that is running; null outside of a hook, and for an event that this list does not know.").Line(
            "public LifecycleEvent? LifecycleEvent => global::System.Enum.TryParse<LifecycleEvent>(Read(\"LIFECYCLE_EVENT\"), out var known) && global::System.Enum.IsDefined(typeof(LifecycleEvent), known) ? known : (LifecycleEvent?)null;").Line();
        foreach (var (variable, property, summary) in Variables) code.Summary(summary).Line($"public string{optional} {property} => Read(\"{variable}\");").Line();
        code.Summary("The folder that stands for the root of the instance, without a trailing slash; empty on a real instance.").Line("public string InstanceRoot => Read(\"SLIPWAY_INSTANCE_ROOT\") ?? \"\";").Line();
        code.Summary("Where a destination of the appspec is on this instance.").Line("public string PathOf(string destination) => InstanceRoot + destination;").Line();
        code.Open($"private string{optional} Read(string name)").Line("var value = _variable(name);").Line("return string.IsNullOrEmpty(value) ? null : value;").Close();
        return code.Close().ToString();
    }

    private static void Events(CodeWriter code)
    {
        code.Summary("The lifecycle events of a deployment, in their order.").Line("[global::Microsoft.CodeAnalysis.Embedded]").Open("internal enum LifecycleEvent");
        foreach (var name in LifecycleEvents.InOrder)
        {
            if (name == LifecycleEvents.BeforeAllowTraffic) code.Summary("AfterAllowTestTraffic, which only deployments to ECS have.").Line("AfterAllowTestTraffic,").Line();
            code.Summary(LifecycleEvents.IsReserved(name) ? $"{name}, which has no hooks." : $"{name}.").Line(name + ",");
            if (name != LifecycleEvents.AfterAllowTraffic) code.Line();
        }

        code.Close();
    }
}
