using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Rules.Functions;

namespace Slipway.Specifications.Schemas;

/// <summary>deploy.yml: CodeDeploy's names, and what only Slipway has.</summary>
internal static class DeployFileShapes
{
    private static readonly string[] BundleTypes = ["zip", "tar", "tgz", "YAML", "JSON"];

    private static readonly string Name = $"^{AwsNames.CodeDeployName}$";

    public static MappingShape File { get; } = new("a deploy.yml",
    [
        new("applicationName", Text("The application that is deployed.", Name)),
        new("deploymentGroups", new ListShape(DeploymentGroupShapes.Group, "Where the application goes, and how.")),
        new("deploymentConfigs", new ListShape(Config, "Deployment configurations besides the predefined ones.")),
        new("instances", new ListShape(Instance, "The instances that no cloud knows, in place of CodeDeploy's on-premises registry.")),
        new("computePlatform", Choice("What the application runs on.", "Server", "Lambda", "ECS") with { Default = "\"Server\"" }),
        new("externalDeploymentConfigs", Flag("Whether deployment configurations may be kept elsewhere; then unknown names are not reported.")),
        new("revision", Revision),
        new("fileExistsBehavior", FileExists),
        new("stateLocation", Text("A folder or an s3:// address that everybody who deploys shares.")),
        new("allowedSigners", AllowedSigners("Whose signature a revision must have to be deployed; without it unsigned ones are deployed too. A group's own list replaces this one.")),
    ], "Where an application is deployed to, by CodeDeploy's names.");

    internal static ListShape AllowedSigners(string description) => new(AllowedSigner, description) { MinItems = 1 };

    private static MappingShape AllowedSigner => new("an item of 'allowedSigners'",
    [
        new("principal", Text("Who signs, such as a mail address.", "^[A-Za-z0-9@._+/:-]{1,255}$")),
        new("key", Text("The public key: ssh-ed25519 AAAA..., or an ECDSA P-256 key in PEM.")),
        new("file", Text("In place of both: a file in the format of OpenSSH's allowed_signers, from the folder of this file.")),
    ], "Somebody who signs, or a file that lists them.");

    internal static ScalarShape FileExists => Choice("What happens to a file that stands at a destination and came with no earlier deployment; the appspec's own setting wins.", "DISALLOW", "OVERWRITE", "RETAIN");

    internal static MappingShape Config => new("an item of 'deploymentConfigs'",
    [
        new("deploymentConfigName", Text("Its name.", $"^(?!CodeDeployDefault\\.){AwsNames.CodeDeployName}$"), Required: true),
        new("computePlatform", Choice("The platform that it is for.", "Server", "Lambda", "ECS")),
        new("minimumHealthyHosts", Hosts("How many instances must stay in service.")),
        new("zonalConfig", new MappingShape("'zonalConfig'",
        [
            new("firstZoneMonitorDurationInSeconds", Number("The wait after the first zone.", 0)),
            new("monitorDurationInSeconds", Number("The wait after each zone.", 0)),
            new("minimumHealthyHostsPerZone", Hosts("How many instances of a zone must stay in service.")),
        ], "One availability zone after the other.")),
        new("trafficRoutingConfig", new MappingShape("'trafficRoutingConfig'",
        [
            new("type", Choice("How traffic is shifted.", "TimeBasedCanary", "TimeBasedLinear", "AllAtOnce")),
            new("timeBasedCanary", new MappingShape("'timeBasedCanary'",
            [
                new("canaryPercentage", Number("The share that is shifted first.", 1, 99)),
                new("canaryInterval", Number("The minutes until the rest follows.", 1, 2880)),
            ], "A first share, then all the rest.")),
            new("timeBasedLinear", new MappingShape("'timeBasedLinear'",
            [
                new("linearPercentage", Number("The share that is shifted in each step.", 1, 99)),
                new("linearInterval", Number("The minutes between two steps.", 1, 2880)),
            ], "Equal shares in equal steps.")),
        ], "How the traffic of Lambda and ECS moves.")),
    ], "A deployment configuration.");

    private static MappingShape Hosts(string description) => new("the minimum of healthy hosts",
    [
        new("type", Choice("Whether the value is a number of instances or a share of the fleet.", "HOST_COUNT", "FLEET_PERCENT"), Required: true),
        new("value", Number("The number, or the percentage up to 99.", 0), Required: true),
    ], description);

    internal static MappingShape Instance => new("an item of 'instances'",
    [
        new("instanceName", Text("Its name, in place of CodeDeploy's instance id.", $"^(?!i-){AwsNames.CodeDeployName}$"), Required: true),
        new("connection", Text("How it is reached: local, or ssh://user@host.") with { Examples = ["local", "ssh://deploy@host"] }),
        new("root", Text("The folder that stands for / of this instance; without it the real one.")),
        new("state", Text("The folder for its journal and revisions.")),
        new("tags", new MappingShape("'tags'", [], "The tags by which groups select it.") { Others = Text("The value of the tag.") }),
        new("environment", new MappingShape("'environment'", [], "Variables for the hook scripts on it.") { Others = Text("The value of the variable.") }),
        new("server", Text("What the load balancer calls it; without it the instance's name.")),
        new("availabilityZone", Text("Its availability zone, for configurations with zonalConfig.")),
        new("sudo", Flag("Whether the agent runs as root by way of sudo; only over ssh.")),
        new("iamUserArn", Text("The IAM user of an instance in CodeDeploy's registry.")),
        new("iamSessionArn", Text("The IAM session of an instance in CodeDeploy's registry.")),
    ], "An instance.");

    private static MappingShape Revision => new("'revision'",
    [
        new("bundleType", Choice("The archive: zip, tar or tgz for instances, YAML or JSON for Lambda and ECS.", BundleTypes)),
        new("revisionType", Choice("Where it is kept.", "S3", "GitHub", "AppSpecContent")),
        new("s3Location", new MappingShape("'s3Location'",
        [
            new("bucket", Text("The bucket.")),
            new("key", Text("The object.")),
            new("bundleType", Choice("The archive.", BundleTypes)),
            new("version", Text("The version of the object.")),
            new("eTag", Text("Its entity tag.")),
        ], "A revision in S3.")),
        new("gitHubLocation", new MappingShape("'gitHubLocation'",
        [
            new("repository", Text("owner/name.")),
            new("commitId", Text("The commit.")),
        ], "A revision on GitHub.")),
        new("appSpecContent", new MappingShape("'appSpecContent'", [new("content", Text("The appspec itself.")), new("sha256", Text("Its hash."))], "An appspec without an archive.")),
    ], "The form of the revision.");

    internal static ScalarShape Text(string description, string? pattern = null) => new(ScalarType.Text, description) { Pattern = pattern };

    internal static ScalarShape Choice(string description, params string[] values) => new(ScalarType.Text, description) { Values = values };

    internal static ChoiceShape Program(string description) => new([Text("Program and arguments, separated by blanks."), new ListShape(Text("Program, then its arguments."))], description);

    internal static ScalarShape Flag(string description) => new(ScalarType.Boolean, description);

    internal static ScalarShape Number(string description, int minimum, int? maximum = null) => new(ScalarType.Integer, description) { Minimum = minimum, Maximum = maximum };
}
