using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Rules.Functions;
using static Slipway.Specifications.Schemas.DeployFileShapes;

namespace Slipway.Specifications.Schemas;

/// <summary>The deployment groups of deploy.yml.</summary>
internal static class DeploymentGroupShapes
{
    private static readonly string[] TriggerEvents =
    [
        "DeploymentStart", "DeploymentSuccess", "DeploymentFailure", "DeploymentStop", "DeploymentRollback", "DeploymentReady",
        "InstanceStart", "InstanceSuccess", "InstanceFailure", "InstanceReady",
    ];

    public static MappingShape Group => new("a deployment group",
    [
        new("deploymentGroupName", Text("Its name.", $"^{AwsNames.CodeDeployName}$"), Required: true),
        new("deploymentService", Choice("Who runs its deployments. Without it CodeDeploy, if the group names Auto Scaling groups, EC2 tags or a service role, else Slipway.", "Slipway", "CodeDeploy")),
        new("deploymentConfigName", Text("How many instances change at once: a predefined configuration or one of deploymentConfigs.") with { Examples = PredefinedConfigs.Names, Default = "\"CodeDeployDefault.OneAtATime\"" }),
        new("deploymentStyle", new MappingShape("'deploymentStyle'",
        [
            new("deploymentType", Choice("In place, or to a replacement environment that takes over.", "IN_PLACE", "BLUE_GREEN")),
            new("deploymentOption", Choice("Whether a load balancer takes instances out of service meanwhile.", "WITH_TRAFFIC_CONTROL", "WITHOUT_TRAFFIC_CONTROL")),
        ], "In place or blue/green, with or without a load balancer.")),
        new("onPremisesInstanceTagFilters", Filters("Instances that one of these filters matches.")),
        new("onPremisesTagSet", TagSet("onPremisesTagSet")),
        new("ec2TagFilters", Filters("EC2 instances that one of these filters matches.")),
        new("ec2TagSet", TagSet("ec2TagSet")),
        new("autoScalingGroups", Texts("Auto Scaling groups whose instances belong to the group.")),
        new("ecsServices", new ListShape(new MappingShape("an item of 'ecsServices'", [new("serviceName", Text("The service.")), new("clusterName", Text("Its cluster."))]), "The ECS service that is deployed.")),
        new("loadBalancerInfo", LoadBalancer),
        new("blueGreenDeploymentConfiguration", BlueGreen),
        new("autoRollbackConfiguration", new MappingShape("'autoRollbackConfiguration'",
        [
            new("enabled", Flag("Whether the events below start a rollback.")),
            new("events", new ListShape(Choice("An event.", "DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"), "After what the last successful revision is deployed again.")),
        ], "When the last successful revision comes back by itself.")),
        new("alarmConfiguration", new MappingShape("'alarmConfiguration'",
        [
            new("enabled", Flag("Whether the alarms are watched.")),
            new("alarms", new ListShape(Alarm, "The alarms, of which any stops the deployment.")),
            new("ignorePollAlarmFailure", Flag("Whether to go on when the state of an alarm cannot be read.")),
        ], "What stops a deployment while it runs.")),
        new("triggerConfigurations", new ListShape(Trigger, "Who is told what happens.")),
        new("serviceRoleArn", Text("The IAM role that CodeDeploy works as.", $"^{AwsNames.RoleArn}$")),
        new("expectedInstances", Number("The usual number of instances, where this file does not declare them.", 0)),
        new("fileExistsBehavior", FileExists),
        new("allowedSigners", AllowedSigners("Whose signature a revision must have to be deployed to this group; replaces the list of the whole file.")),
        new("targetInstances", new MappingShape("'targetInstances'",
        [
            new("tagFilters", Filters("Instances that one of these filters matches.")),
            new("ec2TagSet", TagSet("ec2TagSet")),
            new("autoScalingGroups", Texts("Auto Scaling groups.")),
        ], "Which instances are the replacement environment.")),
        new("outdatedInstancesStrategy", Choice("Whether instances that start during a deployment are brought up to date.", "UPDATE", "IGNORE")),
        new("terminationHookEnabled", Flag("Whether scripts run when an Auto Scaling group ends an instance.")),
        new("ignoreApplicationStopFailures", Flag("Whether to go on when ApplicationStop fails.")),
        new("bakeTimeInMinutes", Number("How long the deployment is watched by its alarms after the last instance, before it counts as successful.", 0, 2880)),
        new("updateOutdatedInstancesOnly", Flag("Whether only instances with an older revision are deployed to.")),
        new("description", Text("A text for the deployment's record.")),
        new("applicationName", Text("The application, as CodeDeploy's own files have it.", $"^{AwsNames.CodeDeployName}$")),
        new("tags", new ListShape(new MappingShape("a tag", [new("Key", Text("The key.")), new("Value", Text("The value."))]), "Tags of the group itself.")),
    ], "Instances that are deployed to together.");

    private static MappingShape Filter => new("a tag filter",
    [
        new("Key", Text("The key of the tag.")),
        new("Value", Text("The value of the tag.")),
        new("Type", Choice("What must be equal.", "KEY_AND_VALUE", "KEY_ONLY", "VALUE_ONLY")),
    ], "A filter for tags.");

    private static ListShape Filters(string description) => new(Filter, description);

    private static MappingShape TagSet(string name) => new($"'{name}'",
    [
        new(name + "List", new ListShape(new ListShape(Filter, "Filters of which one must match."), "Up to three lists, all of which must match.")),
    ], "Instances that a filter of every list matches.");

    private static MappingShape LoadBalancer => new("'loadBalancerInfo'",
    [
        new("haproxy", new MappingShape("'haproxy'",
        [
            new("socket", Text("The socket of its Runtime API: a path, or host:port."), Required: true),
            new("backend", Text("The backend whose servers the instances are."), Required: true),
        ], "HAProxy, by its Runtime API.")),
        new("nginx", new MappingShape("'nginx'",
        [
            new("upstreamFile", Text("The file that holds the upstream and nothing else, included by nginx's configuration."), Required: true),
            new("upstream", Text("The name of the upstream in it."), Required: true),
            new("testCommand", Program("The program that tests the configuration; nginx -t unless given.")),
            new("reloadCommand", Program("The program that reloads it; nginx -s reload unless given.")),
            new("healthPath", Text("A path that a healthy server answers, such as /health; without it a connection is enough.")),
        ], "nginx, by the file of an upstream and a reload.")),
        new("proxy", new MappingShape("'proxy'",
        [
            new("socket", Text("Its admin socket."), Required: true),
            new("service", Text("Which of its services; without it the only one.")),
        ], "The load balancer that comes with Slipway, slipway proxy.")),
        new("command", Program("A program of your own: deregister NAME, register NAME or state NAME is added to its arguments.")),
        new("drainTimeoutInSeconds", Number("How long requests in flight may go on before they are cut.", 0, 86400) with { Default = "30" }),
        new("healthTimeoutInSeconds", Number("How long a registered instance may take to become healthy.", 1, 86400) with { Default = "120" }),
        new("targetGroupInfoList", Named("targetGroupInfoList", "Target groups, by name.")),
        new("elbInfoList", Named("elbInfoList", "Classic load balancers, by name.")),
        new("targetGroupPairInfoList", new ListShape(new MappingShape("an item of 'targetGroupPairInfoList'",
        [
            new("targetGroups", Named("targetGroups", "The two target groups.")),
            new("prodTrafficRoute", Route("prodTrafficRoute", "The listener of the users' traffic.")),
            new("testTrafficRoute", Route("testTrafficRoute", "The listener of test traffic.")),
        ]), "The target groups between which ECS traffic moves.")),
    ], "What takes instances out of service and puts them back.");

    private static ListShape Named(string list, string description) => new(new MappingShape($"an item of '{list}'", [new("name", Text("Its name, not its ARN."), Required: true)]), description);

    private static MappingShape Route(string name, string description) => new($"'{name}'", [new("listenerArns", Texts("The ARNs of the listeners."))], description);

    private static MappingShape BlueGreen => new("'blueGreenDeploymentConfiguration'",
    [
        new("greenFleetProvisioningOption", new MappingShape("'greenFleetProvisioningOption'",
        [
            new("action", Choice("Whether they are there already, or are made as a copy of the Auto Scaling group.", "DISCOVER_EXISTING", "COPY_AUTO_SCALING_GROUP")),
        ], "Where the replacement instances come from.")),
        new("deploymentReadyOption", new MappingShape("'deploymentReadyOption'",
        [
            new("actionOnTimeout", Choice("Whether traffic moves by itself, or waits for somebody to continue the deployment.", "CONTINUE_DEPLOYMENT", "STOP_DEPLOYMENT")),
            new("waitTimeInMinutes", Number("How long to wait for somebody.", 0, 2880)),
        ], "When traffic moves to the replacement environment.")),
        new("terminateBlueInstancesOnDeploymentSuccess", new MappingShape("'terminateBlueInstancesOnDeploymentSuccess'",
        [
            new("action", Choice("Whether the original environment goes or stays.", "TERMINATE", "KEEP_ALIVE")),
            new("terminationWaitTimeInMinutes", Number("How long it stays after the traffic has moved.", 0, 2880)),
        ], "What becomes of the original environment.")),
    ], "How the replacement environment is found, takes over and succeeds the original.");

    private static MappingShape Alarm => new("an alarm",
    [
        new("name", Text("Its name; without url and command that of a CloudWatch alarm.")),
        new("url", Text("An address that must answer.")),
        new("command", Program("A program that must end with 0.")),
        new("threshold", Number("How many failures in a row are an alarm.", 1) with { Default = "1" }),
        new("intervalInSeconds", Number("The time from one probe to the next.", 1, 3600) with { Default = "5" }),
        new("timeoutInSeconds", Number("How long a probe may take.", 1, 3600) with { Default = "5" }),
    ], "An alarm.");

    private static MappingShape Trigger => new("a trigger",
    [
        new("triggerName", Text("Its name.")),
        new("triggerEvents", new ListShape(Choice("An event.", TriggerEvents), "What it is told.")),
        new("url", Text("An address that gets the event by POST.")),
        new("command", Program("A program that gets the event on its standard input.")),
        new("secretVariable", Text("The environment variable with the secret that signs what is posted; the secret itself stands in no file.", "^[A-Za-z_][A-Za-z0-9_]*$")),
        new("triggerTargetArn", Text("An SNS topic that gets the event.")),
    ], "Somebody who is told.");

    private static ListShape Texts(string description) => new(Text(""), description);
}
