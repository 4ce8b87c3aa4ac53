using System.Text.Json;
using Json.Schema;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Tests.AppSpecs;
using Slipway.Specifications.Tests.Rules;
using Slipway.Specifications.Yaml;
using Written = Slipway.Specifications.Schemas.JsonSchema;

namespace Slipway.Specifications.Tests.Schemas;

/// <summary>The schemas are those that ship, valid by their own standard, and judge documents right.</summary>
public sealed class JsonSchemaTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Lambda = "version: 0.0\nResources:\n  - orders:\n      Type: AWS::Lambda::Function\n      Properties:\n        Name: orders\n        Alias: live\n        CurrentVersion: 1\n        TargetVersion: \"2\"\n";
    private const string Ecs = "version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        TaskDefinition: <TASK_DEFINITION>\n        LoadBalancerInfo:\n          ContainerName: web\n          ContainerPort: 80\n";
    private const string Group = "deploymentGroups:\n  - deploymentGroupName: test\n    autoScalingGroups: [shop]\n";

    private static readonly Dictionary<string, JsonSchema> Schemas = Written.Names.ToDictionary(name => name, name => JsonSchema.FromText(Written.Of(name)));

    public static TheoryData<string> Names => [.. Written.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_that_ships_is_what_the_descriptions_say(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "schemas", name + ".schema.json");

        Assert.True(File.Exists(file), $"build/schemas/{name}.schema.json is missing; write it with `slipway schema {name} -o build/schemas/{name}.schema.json`.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), Written.Of(name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_schema_is_a_valid_one_of_draft_7(string name)
    {
        var schema = JsonDocument.Parse(Written.Of(name)).RootElement;

        var result = MetaSchemas.Draft7.Evaluate(schema, new EvaluationOptions { OutputFormat = OutputFormat.List });

        Assert.True(result.IsValid, Reasons(result));
        Assert.Equal("http://json-schema.org/draft-07/schema#", schema.GetProperty("$schema").GetString());
    }

    [Theory]
    [InlineData("appspec", Header)]
    [InlineData("appspec", Header + "files:\n  - source: /\n    destination: /srv/app\nfile_exists_behavior: RETAIN\n")]
    [InlineData("appspec", Header + "permissions:\n  - object: /srv\n    pattern: \"**\"\n    except: [a]\n    owner: root\n    group: www-data\n    mode: 644\n    acls: [\"u:anna:rw\"]\n    context: { type: t, range: s0 }\n    type: [file, directory]\n")]
    [InlineData("appspec", Header + "permissions:\n  - object: /srv\n    mode: \"0644\"\n")]
    [InlineData("appspec", Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n      timeout: 300\n      runas: root\n      sudo: true\n  ApplicationStart:\nfiles:\n")]
    [InlineData("appspec", Header + "files:\n  - { source: \"a/**\", destination: /b, exclude: [c, \"*.d\"] }\n  - { source: a, destination: /b, exclude: c }\n")]
    [InlineData("appspec", "version: 0.0\nos: $(Os)\nfile_exists_behavior: $(B)\npermissions:\n  - { object: /a, mode: $(Mode) }\nhooks:\n  AfterInstall:\n    - { location: a, timeout: $(T)0, sudo: $(S), arguments: [--port, 5000, true] }\n")]
    [InlineData("appspec", Header + "x-mine: { anything: [1] }\n")]
    [InlineData("appspec", "version: 0\nos: windows\n")]
    [InlineData("appspec", Lambda)]
    [InlineData("appspec", Lambda + "Hooks:\n  - BeforeAllowTraffic: check\n  - AfterAllowTraffic: arn:aws:lambda:eu-west-1:123456789012:function:done\n")]
    [InlineData("appspec", "{\"version\": \"0.0\", \"Resources\": [{\"a\": {\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Name\": \"a\", \"Alias\": \"b\", \"CurrentVersion\": \"1\", \"TargetVersion\": \"2\"}}}]}")]
    [InlineData("appspec", Ecs + "        NetworkConfiguration:\n          AwsvpcConfiguration:\n            Subnets: [subnet-1]\n            SecurityGroups: [sg-1]\n            AssignPublicIp: ENABLED\n        CapacityProviderStrategy:\n          - { CapacityProvider: FARGATE, Base: 1, Weight: 1 }\nHooks:\n  - BeforeInstall: check\n")]
    [InlineData("appspec", "version: 0.0\nresources:\n  - a:\n      type: AWS::Lambda::Function\n")]
    [InlineData("deploy", "applicationName: shop\n" + Group)]
    [InlineData("deploy", "instances:\n  - { instanceName: web-1, connection: local, root: /srv/a, tags: { Fleet: blue, Rack: 7 }, environment: { PORT: 5001, DEBUG: true } }\n")]
    [InlineData("deploy", Group + "    ec2TagSet: { ec2TagSetList: [[{ Key: a, Type: KEY_ONLY }]] }\n    loadBalancerInfo: { haproxy: { socket: a, backend: b }, nginx: { upstreamFile: /etc/nginx/shop.conf, upstream: shop }, command: [lb, -v], drainTimeoutInSeconds: 5 }\n    triggerConfigurations: [{ triggerName: t, triggerEvents: [DeploymentStart], url: \"http://x\" }]\n")]
    [InlineData("deploy", "computePlatform: Lambda\ndeploymentConfigs:\n  - { deploymentConfigName: a, trafficRoutingConfig: { type: TimeBasedCanary, timeBasedCanary: { canaryPercentage: 10, canaryInterval: 5 } } }\n")]
    [InlineData("branch-policy", "default: deny\nprotectedBranches: [master, \"release/*\"]\nbranchNames: { pattern: '^[a-z]+$' }\nfiles:\n  - { branches: master, maxSize: 10MB, allowBinary: false, except: [docs/logo.png] }\ndeploy:\n  - { branches: [master], deploymentGroups: [production], requireCleanTree: true, requireApprovals: 1 }\nstatements: []\n")]
    public void Accepts(string name, string yaml)
    {
        var result = Judge(name, yaml);

        Assert.True(result.IsValid, Reasons(result));
    }

    [Theory]
    [InlineData("appspec", "os: linux\n")]
    [InlineData("appspec", "version: 0.0\n")]
    [InlineData("appspec", "version: 1.0\nos: linux\n")]
    [InlineData("appspec", "version: \"0.0\"\nos: linux\n")]
    [InlineData("appspec", "version: 0.0\nos: Linux\n")]
    [InlineData("appspec", Header + "hook: {}\n")]
    [InlineData("appspec", Header + "files:\n  source: a\n  destination: /b\n")]
    [InlineData("appspec", Header + "files:\n  - source: a\n")]
    [InlineData("appspec", Header + "files:\n  - source: a\n    destination: /b\n    overwrite: true\n")]
    [InlineData("appspec", Header + "file_exists_behavior: overwrite\n")]
    [InlineData("appspec", Header + "hooks:\n  afterInstall:\n    - location: a.sh\n")]
    [InlineData("appspec", Header + "hooks:\n  AfterInstall: a.sh\n")]
    [InlineData("appspec", Header + "hooks:\n  AfterInstall:\n    - timeout: 5\n")]
    [InlineData("appspec", Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n      timeout: 5m\n")]
    [InlineData("appspec", Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n      timeout: 0\n")]
    [InlineData("appspec", Header + "permissions:\n  - object: /srv\n    mode: \"0o644\"\n")]
    [InlineData("appspec", Header + "permissions:\n  - object: /srv\n    type: file\n")]
    [InlineData("appspec", Header + "permissions:\n  - object: /srv\n    type: [dir]\n")]
    [InlineData("appspec", "os: linux\n" + Lambda)]
    [InlineData("appspec", "version: 0.0\nHooks:\n  - BeforeAllowTraffic: a\n")]
    [InlineData("appspec", Lambda + "Hooks:\n  - BeforeInstall: a\n")]
    [InlineData("appspec", Lambda + "Hooks:\n  BeforeAllowTraffic: a\n")]
    [InlineData("appspec", Lambda + "  - other:\n      Type: AWS::Lambda::Function\n")]
    [InlineData("appspec", Ecs + "        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-1] } }\n")]
    [InlineData("deploy", "deploymentGroups:\n  - autoScalingGroups: [shop]\n")]
    [InlineData("deploy", "deploymentGroups:\n  - deploymentGroupName: a b\n")]
    [InlineData("deploy", Group + "    deploymentStyle: { deploymentType: IN-PLACE }\n")]
    [InlineData("deploy", Group + "    autoScalingGroup: [a]\n")]
    [InlineData("deploy", "deploymentConfigs:\n  - { deploymentConfigName: CodeDeployDefault.Mine }\n")]
    [InlineData("deploy", "deploymentConfigs:\n  - { deploymentConfigName: a, trafficRoutingConfig: { timeBasedLinear: { linearPercentage: 100 } } }\n")]
    [InlineData("deploy", "instances:\n  - instanceName: i-0123\n")]
    [InlineData("branch-policy", "default: refuse\n")]
    [InlineData("branch-policy", "protectedBranch: [master]\n")]
    [InlineData("branch-policy", "deploy:\n  - { branches: [master] }\n")]
    public void Refuses(string name, string yaml) => Assert.False(Judge(name, yaml).IsValid);

    /// <summary>
    /// The agent ignores keys that it does not know and turns many a value into a text; a schema that let them pass would be of no use. But what the
    /// agent accepts and no rule warns of is right, and an editor must not mark it.
    /// </summary>
    [Fact]
    public void Accepts_every_appspec_that_the_agent_takes_and_no_rule_warns_of()
    {
        var judged = 0;
        var refused = new List<string>();
        foreach (var item in ConformanceCase.All.Where(item => item.Accepts))
        {
            var node = YamlAsJson.Of(YamlDocument.Parse(item.Content), out var isPlain);
            if (!isPlain || AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Content = item.Content }).Any(finding => finding.Severity >= Severity.Warning)) continue;
            judged++;
            var result = Schemas["appspec"].Evaluate(JsonSerializer.SerializeToElement(node), new EvaluationOptions { OutputFormat = OutputFormat.List });
            if (!result.IsValid) refused.Add($"{item.Name}: {Reasons(result)}");
        }

        Assert.InRange(judged, 50, int.MaxValue);
        Assert.Empty(refused);
    }

    [Fact]
    public void Accepts_the_good_examples_of_the_rules()
    {
        var judged = 0;
        var refused = new List<string>();
        var examples = RuleExample.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "rule-examples.md")));
        foreach (var example in examples.Where(example => !example.IsBad && example.Rule[3] is '6' or '7' or '8'))
        {
            foreach (var input in example.Inputs)
            {
                if (input.Content is null) continue;
                var name = Path.GetFileNameWithoutExtension(input.File);
                var node = YamlAsJson.Of(AppSpecCheck.Read(input.Content), out var isPlain);
                if (!isPlain || !Schemas.TryGetValue(name, out var schema)) continue;
                judged++;
                var result = schema.Evaluate(JsonSerializer.SerializeToElement(node), new EvaluationOptions { OutputFormat = OutputFormat.List });
                if (!result.IsValid) refused.Add($"{example.Rule} {input.File}: {Reasons(result)}");
            }
        }

        Assert.InRange(judged, 40, int.MaxValue);
        Assert.Empty(refused);
    }

    private static EvaluationResults Judge(string name, string yaml)
    {
        var node = YamlAsJson.Of(YamlDocument.Parse(yaml), out var isPlain);
        Assert.True(isPlain);
        return Schemas[name].Evaluate(JsonSerializer.SerializeToElement(node), new EvaluationOptions { OutputFormat = OutputFormat.List });
    }

    private static string Reasons(EvaluationResults result) =>
        string.Join("\n", (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")));
}
