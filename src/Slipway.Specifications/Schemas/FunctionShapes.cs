using Slipway.Specifications.Rules.Functions;

namespace Slipway.Specifications.Schemas;

/// <summary>Appspecs for Lambda and ECS.</summary>
internal static class FunctionShapes
{
    private static readonly string Function = $"^({AwsNames.FunctionName}(:[A-Za-z0-9_$-]{{1,128}})?|{AwsNames.FunctionArn})$";

    private static readonly KeyShape Version = new("version", new ChoiceShape(
    [
        new ScalarShape(ScalarType.Number) { Values = ["0.0"] },
        new ScalarShape { Values = ["0.0"] },
    ], "The version of the format: always 0.0."), Required: true);

    public static MappingShape Lambda { get; } = Document("an appspec for Lambda", "A deployment of an AWS Lambda function: its alias moves from one published version to another.",
        Resource("AWS::Lambda::Function", new("the properties of a function",
        [
            new("Name", Text("The name of the function, or its ARN.", $"^({AwsNames.FunctionName}|{AwsNames.FunctionArn})$"), Required: true),
            new("Alias", Text("The alias that receives the traffic.", "^(?![0-9]+$)[A-Za-z0-9_-]{1,128}$"), Required: true),
            new("CurrentVersion", PublishedVersion("The published version that the alias points to now."), Required: true),
            new("TargetVersion", PublishedVersion("The published version to shift the traffic to; it must differ from CurrentVersion."), Required: true),
        ], "Which function, which alias, from which version to which.")),
        Hooks(
        [
            ("BeforeAllowTraffic", "Called before traffic reaches the new version."),
            ("AfterAllowTraffic", "Called when all traffic has reached the new version."),
        ]));

    public static MappingShape Ecs { get; } = Document("an appspec for ECS", "A deployment of an Amazon ECS service: a replacement task set takes over the traffic.",
        Resource("AWS::ECS::Service", new("the properties of a service",
        [
            new("TaskDefinition", Text("The ARN of the task definition with its revision."), Required: true),
            new("LoadBalancerInfo", new MappingShape("'LoadBalancerInfo'",
            [
                new("ContainerName", Text("The container that receives the traffic, as the task definition names it."), Required: true),
                new("ContainerPort", new ScalarShape(ScalarType.Integer, "The port on which the container listens.") { Minimum = 1, Maximum = 65535 }, Required: true),
            ], "Where the load balancer sends the traffic.") { HasLowerCase = true, HasOwnRule = true }, Required: true),
            new("PlatformVersion", Text("The Fargate platform version.") with { Default = "\"LATEST\"", Examples = ["LATEST"] }),
            new("NetworkConfiguration", new MappingShape("'NetworkConfiguration'",
            [
                new("AwsvpcConfiguration", new MappingShape("'AwsvpcConfiguration'",
                [
                    new("Subnets", Names("The ids of the subnets."), Required: true),
                    new("SecurityGroups", Names("The ids of the security groups."), Required: true),
                    new("AssignPublicIp", Text("Whether the tasks get public addresses.") with { Values = ["ENABLED", "DISABLED"] }, Required: true),
                ], "The network of the replacement tasks; all three keys or none.") { HasLowerCase = true, HasOwnRule = true }),
            ], "Replaces the service's own network settings.") { HasLowerCase = true, HasOwnRule = true }),
            new("CapacityProviderStrategy", new ListShape(new MappingShape("an item of 'CapacityProviderStrategy'",
            [
                new("CapacityProvider", Text("The name of the capacity provider.")),
                new("Base", new ScalarShape(ScalarType.Integer, "The number of tasks that run on it at least; for one provider only.") { Minimum = 0 }),
                new("Weight", new ScalarShape(ScalarType.Integer, "Its share of the other tasks; above 0 for at least one provider.") { Minimum = 0 }),
            ]) { HasLowerCase = true }, "How the tasks are spread over capacity providers.")),
        ], "What the replacement task set runs and where its traffic comes from.")),
        Hooks(
        [
            ("BeforeInstall", "Called before the replacement task set is created."),
            ("AfterInstall", "Called when the replacement task set runs and has no traffic yet."),
            ("AfterAllowTestTraffic", "Called when the test listener reaches the replacement task set."),
            ("BeforeAllowTraffic", "Called before traffic reaches the replacement task set."),
            ("AfterAllowTraffic", "Called when all traffic reaches the replacement task set."),
        ]), resourceName: "TargetService");

    private static MappingShape Document(string place, string description, MappingShape resource, ListShape hooks, string? resourceName = null) => new(place,
    [
        Version,
        new("Resources", new ListShape(new MappingShape("an item of 'Resources'", resourceName is null ? [] : [new(resourceName, resource, Required: true)])
        {
            // A resource of another name is a matter of SLW6002.
            Others = resource,
        }, "The one resource that this deployment is about.") { MinItems = 1, MaxItems = 1 }, Required: true),
        new("Hooks", hooks),
    ], description)
    { HasLowerCase = true };

    private static MappingShape Resource(string type, MappingShape properties) => new("a resource",
    [
        new("Type", Text("What kind of resource it is.") with { Values = [type] }, Required: true),
        new("Properties", properties with { HasLowerCase = true }, Required: true),
    ], "The resource, under a name of its own.")
    { HasLowerCase = true, HasOwnRule = true };

    private static ListShape Hooks((string Event, string Description)[] events) => new(
        new MappingShape("an item of 'Hooks'", [.. events.Select(item => new KeyShape(item.Event, Text(item.Description, Function) with { HasOwnRule = true }))])
        {
            // Events that do not exist are a matter of SLW6006.
            Others = new AnyShape(),
            OthersOnlyForRules = true,
        }, "Lambda functions that are called at events of the deployment, each event once.")
    { HasOwnRule = true };

    private static ScalarShape PublishedVersion(string description) => Text(description, "^0*[1-9][0-9]*$");

    private static ListShape Names(string description) => new(Text("An id."), description) { MinItems = 1 };

    private static ScalarShape Text(string description, string? pattern = null) => new(ScalarType.Text, description) { Pattern = pattern };
}
