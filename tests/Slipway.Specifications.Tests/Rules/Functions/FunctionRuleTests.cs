using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Tests.Rules.Functions;

/// <summary>SLW6xxx mark the right token, stay silent about what is right, and mend what they can.</summary>
public sealed class FunctionRuleTests
{
    private const string Function = "version: 0.0\nResources:\n  - orders:\n      Type: AWS::Lambda::Function\n      Properties:\n";
    private const string Lambda = Function + "        Name: orders\n        Alias: live\n        CurrentVersion: 1\n        TargetVersion: 2\n";
    private const string Service = "version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n";
    private const string Task = "        TaskDefinition: arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:7\n";
    private const string Container = "        LoadBalancerInfo:\n          ContainerName: web\n          ContainerPort: 8080\n";
    private const string Ecs = Service + Task + Container;
    private const string Network = Ecs + "        NetworkConfiguration:\n          AwsvpcConfiguration:\n            Subnets: [subnet-1]\n            SecurityGroups: [sg-1]\n";

    [Theory]
    [InlineData("SLW6001", Severity.Error, "‹version›: 0.0\nHooks:\n  - BeforeAllowTraffic: check\n")]
    [InlineData("SLW6001", Severity.Error, "version: 0.0\n‹Resources›: []\n")]
    [InlineData("SLW6001", Severity.Error, "version: 0.0\n‹Resources›:\n")]
    [InlineData("SLW6001", Severity.Error, Lambda + "  - ‹stock›:\n      Type: AWS::Lambda::Function\n      Properties: { Name: a, Alias: b, CurrentVersion: 1, TargetVersion: 2 }\n")]
    [InlineData("SLW6001", Severity.Error, Lambda + "    ‹stock›:\n      Type: AWS::Lambda::Function\n      Properties: { Name: a, Alias: b, CurrentVersion: 1, TargetVersion: 2 }\n")]
    [InlineData("SLW6001", Severity.Error, "version: 0.0\nResources:\n  - TargetService:\n    ‹Type›: AWS::ECS::Service\n    Properties: { TaskDefinition: \"arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:7\", LoadBalancerInfo: { ContainerName: a, ContainerPort: 1 } }\n")]
    [InlineData("SLW6002", Severity.Error, "version: 0.0\nResources:\n  - orders:\n      Type: ‹AWS::Lambda›\n      Properties: {}\n")]
    [InlineData("SLW6002", Severity.Error, "version: 0.0\nResources:\n  - ‹orders›:\n      Properties: { Name: a, Alias: b, CurrentVersion: 1, TargetVersion: 2 }\n")]
    [InlineData("SLW6002", Severity.Error, "version: 0.0\nResources:\n  - ‹shop›:\n      Type: AWS::ECS::Service\n      Properties: {}\n")]
    [InlineData("SLW6003", Severity.Error, "version: 0.0\nResources:\n  - orders:\n      Type: AWS::Lambda::Function\n      ‹Properties›: { Name: orders, CurrentVersion: 1, TargetVersion: 2 }\n")]
    [InlineData("SLW6003", Severity.Error, Function + "        Name: orders\n        ‹Alias›:\n        CurrentVersion: 1\n        TargetVersion: 2\n")]
    [InlineData("SLW6003", Severity.Error, Function + "        Name: orders\n        Alias: ‹\"12\"›\n        CurrentVersion: 1\n        TargetVersion: 2\n")]
    [InlineData("SLW6003", Severity.Error, Function + "        Name: ‹my orders›\n        Alias: live\n        CurrentVersion: 1\n        TargetVersion: 2\n")]
    [InlineData("SLW6003", Severity.Error, "version: 0.0\nResources:\n  - ‹orders›:\n      Type: AWS::Lambda::Function\n")]
    [InlineData("SLW6003", Severity.Error, "version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      ‹Properties›:\n        TaskDefinition: <TASK_DEFINITION>\n        LoadBalancerInfo: { ContainerPort: 80 }\n")]
    [InlineData("SLW6003", Severity.Error, Service + Task + "        LoadBalancerInfo:\n          ContainerName: web\n          ‹ContainerPort›:\n")]
    [InlineData("SLW6004", Severity.Error, Function + "        Name: orders\n        Alias: live\n        CurrentVersion: ‹0›\n        TargetVersion: 2\n")]
    [InlineData("SLW6004", Severity.Error, Function + "        Name: orders\n        Alias: live\n        CurrentVersion: 1\n        TargetVersion: ‹$LATEST›\n")]
    [InlineData("SLW6005", Severity.Error, Function + "        Name: orders\n        Alias: live\n        CurrentVersion: 7\n        TargetVersion: ‹\"07\"›\n")]
    [InlineData("SLW6006", Severity.Error, Lambda + "Hooks:\n  - ‹AfterAllowTestTraffic›: check\n")]
    [InlineData("SLW6006", Severity.Error, Ecs + "Hooks:\n  - ‹ValidateService›: check\n")]
    [InlineData("SLW6007", Severity.Error, Lambda + "Hooks:\n  ‹BeforeAllowTraffic›: check\n")]
    [InlineData("SLW6007", Severity.Error, Lambda + "Hooks:\n  - ‹BeforeAllowTraffic›:\n")]
    [InlineData("SLW6007", Severity.Error, Lambda + "Hooks:\n  - BeforeAllowTraffic:\n      ‹-› location: check.sh\n")]
    [InlineData("SLW6007", Severity.Error, Lambda + "Hooks:\n  - BeforeAllowTraffic: a\n    ‹AfterAllowTraffic›: b\n")]
    [InlineData("SLW6007", Severity.Error, Lambda + "Hooks:\n  - BeforeAllowTraffic: a\n  - ‹BeforeAllowTraffic›: b\n")]
    [InlineData("SLW6007", Severity.Error, Lambda + "Hooks:\n  - BeforeAllowTraffic: ‹scripts/check.sh›\n")]
    [InlineData("SLW6008", Severity.Warning, Service + "        TaskDefinition: ‹shop›\n" + Container)]
    [InlineData("SLW6008", Severity.Warning, Service + "        TaskDefinition: ‹\"arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:*\"›\n" + Container)]
    [InlineData("SLW6009", Severity.Warning, Service + Task + "        LoadBalancerInfo: { ContainerName: web, ContainerPort: ‹\"80\"› }\n")]
    [InlineData("SLW6009", Severity.Error, Service + Task + "        LoadBalancerInfo: { ContainerName: web, ContainerPort: ‹0› }\n")]
    [InlineData("SLW6009", Severity.Error, Service + Task + "        LoadBalancerInfo: { ContainerName: web, ContainerPort: ‹http› }\n")]
    [InlineData("SLW6010", Severity.Error, Ecs + "        NetworkConfiguration:\n          ‹AwsvpcConfiguration›:\n            Subnets: [subnet-1]\n")]
    [InlineData("SLW6010", Severity.Error, Ecs + "        NetworkConfiguration:\n          AwsvpcConfiguration:\n            Subnets: ‹[]›\n            SecurityGroups: [sg-1]\n            AssignPublicIp: ENABLED\n")]
    [InlineData("SLW6010", Severity.Error, Ecs + "        NetworkConfiguration:\n          AwsvpcConfiguration:\n            Subnets: [subnet-1, ‹\"\"›]\n            SecurityGroups: [sg-1]\n            AssignPublicIp: ENABLED\n")]
    [InlineData("SLW6010", Severity.Error, Network + "            AssignPublicIp: ‹ENABLED|DISABLED›\n")]
    [InlineData("SLW6010", Severity.Error, Service + Task + "        LoadBalancerInfo:\n          ‹-› ContainerName: web\n            ContainerPort: 80\n")]
    [InlineData("SLW6010", Severity.Error, Ecs + "        CapacityProviderStrategy:\n          - { CapacityProvider: FARGATE, Base: 1, Weight: 1 }\n          - { CapacityProvider: FARGATE_SPOT, Base: ‹2›, Weight: 1 }\n")]
    [InlineData("SLW6010", Severity.Error, Ecs + "        CapacityProviderStrategy:\n          - { CapacityProvider: FARGATE, Weight: ‹0› }\n          - { CapacityProvider: FARGATE_SPOT, Weight: 0 }\n")]
    [InlineData("SLW6010", Severity.Error, Ecs + "        CapacityProviderStrategy:\n          - { CapacityProvider: FARGATE, Base: ‹some›, Weight: 1 }\n")]
    [InlineData("SLW6011", Severity.Warning, "‹os›: linux\n" + Lambda)]
    [InlineData("SLW6011", Severity.Warning, Ecs + "‹hooks›:\n  AfterInstall:\n    - location: a.sh\n")]
    [InlineData("SLW6011", Severity.Warning, "version: 0.0\nos: linux\nfiles: []\n‹Resources›: []\n")]
    [InlineData("SLW6011", Severity.Warning, "version: 0.0\nos: linux\nhooks: {}\n‹Hooks›: {}\n")]
    [InlineData("SLW6011", Severity.Error, "version: 0.0\nos: linux\n‹Hooks›:\n  AfterInstall:\n    - location: a.sh\n")]
    [InlineData("SLW1011", Severity.Info, "version: 0.0\nResources:\n  - orders:\n      ‹type›: AWS::Lambda::Function\n      Properties: { Name: a, Alias: b, CurrentVersion: 1, TargetVersion: 2 }\n")]
    [InlineData("SLW1011", Severity.Warning, Function + "        Name: orders\n        ‹TargetAlias›: live\n        Alias: live\n        CurrentVersion: 1\n        TargetVersion: 2\n")]
    [InlineData("SLW1011", Severity.Error, Function + "        Name: orders\n        ‹TargetVersoin›: 2\n        Alias: live\n        CurrentVersion: 1\n")]
    [InlineData("SLW1011", Severity.Error, Lambda + "        ‹Hooks›: []\n")]
    [InlineData("SLW1012", Severity.Error, "version: 0.0\nResources:\n  ‹orders›:\n    Type: AWS::Lambda::Function\n    Properties: { Name: a, Alias: b, CurrentVersion: 1, TargetVersion: 2 }\n")]
    [InlineData("SLW1012", Severity.Error, "version: 0.0\nResources:\n  - orders:\n      Type: AWS::Lambda::Function\n      Properties: ‹none›\n")]
    public void Marks_the_token(string rule, Severity severity, string marked) => RuleProbe.Marks(rule, severity, "appspec.yml", marked);

    [Theory]
    [InlineData("SLW6001", "version: 0.0\nos: linux\n")]
    [InlineData("SLW6002", "version: 0.0\nResources:\n  - orders:\n      Type: ${TYPE}\n      Properties: { Name: a, Alias: b, CurrentVersion: 1, TargetVersion: 2 }\n")]
    [InlineData("SLW6003", Function + "        Name: ${FUNCTION}\n        Alias: \"{{ALIAS}}\"\n        CurrentVersion: $(CURRENT)\n        TargetVersion: __TARGET__\n")]
    [InlineData("SLW6003", Function + "        Name: arn:aws-cn:lambda:cn-north-1:123456789012:function:orders\n        Alias: BLUE_1\n        CurrentVersion: 1\n        TargetVersion: 2\n")]
    [InlineData("SLW6003", Function + "        Name: orders\n        Alais: live\n        CurrentVersion: 1\n        TargetVersion: 2\n")]
    [InlineData("SLW6004", Function + "        Name: orders\n        Alias: live\n        CurrentVersion: \"1\"\n        TargetVersion: <NEW_VERSION>\n")]
    [InlineData("SLW6005", Function + "        Name: orders\n        Alias: live\n        CurrentVersion: ${V}\n        TargetVersion: ${V}\n")]
    [InlineData("SLW6006", Ecs + "Hooks:\n  - BeforeInstall: a\n  - AfterInstall: b\n  - AfterAllowTestTraffic: c\n  - BeforeAllowTraffic: d\n  - AfterAllowTraffic: e\n")]
    [InlineData("SLW6007", Lambda + "Hooks:\n  - BeforeAllowTraffic: ${HOOK}\n  - AfterAllowTraffic: arn:aws:lambda:eu-west-1:123456789012:function:check:live\n")]
    [InlineData("SLW6007", Lambda + "Hooks: []\n")]
    [InlineData("SLW6008", Service + "        TaskDefinition: <TASK_DEFINITION>\n" + Container)]
    [InlineData("SLW6008", Service + "        TaskDefinition: \"arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/shop:7\"\n" + Container)]
    [InlineData("SLW6009", Service + Task + "        LoadBalancerInfo: { ContainerName: web, ContainerPort: ${PORT} }\n")]
    [InlineData("SLW6010", Ecs)]
    [InlineData("SLW6010", Network + "            AssignPublicIp: DISABLED\n        CapacityProviderStrategy:\n          - { CapacityProvider: FARGATE, Base: 1, Weight: 0 }\n          - { CapacityProvider: FARGATE_SPOT, Base: 0, Weight: 4 }\n")]
    [InlineData("SLW6011", "version: 0.0\nresources:\n  - orders:\n      type: AWS::Lambda::Function\n      properties:\n        name: orders\n        alias: live\n        currentversion: 1\n        targetversion: 2\nhooks:\n  - BeforeAllowTraffic: check\n")]
    public void Is_silent_about(string rule, string text) => RuleProbe.IsSilent(rule, "appspec.yml", text);

    [Theory]
    [InlineData(Lambda + "Hooks:\n  - BeforeAllowTraffic: check\n  - AfterAllowTraffic: arn:aws:lambda:eu-west-1:123456789012:function:done\n")]
    [InlineData(Network + "            AssignPublicIp: ENABLED\n        PlatformVersion: LATEST\nHooks:\n  - AfterAllowTestTraffic: check\n")]
    [InlineData("version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        TaskDefinition: <TASK_DEFINITION>\n        LoadBalancerInfo:\n          ContainerName: \"web\"\n          ContainerPort: 80\n")]
    [InlineData("{\"version\": \"0.0\", \"Resources\": [{\"orders\": {\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Name\": \"orders\", \"Alias\": \"live\", \"CurrentVersion\": \"4\", \"TargetVersion\": \"5\"}}}]}")]
    public void What_people_write_passes_without_a_word(string text) =>
        Assert.DoesNotContain(RuleProbe.Findings("appspec.yml", text), finding => finding.Rule != "SLW1018");

    [Fact]
    public void The_small_spelling_of_the_reference_is_only_advice()
    {
        var findings = RuleProbe.Findings("appspec.yml", "version: 0.0\nresources:\n  - orders:\n      type: AWS::Lambda::Function\n      properties:\n        name: orders\n        alias: live\n        currentversion: 1\n        targetversion: 1\nhooks:\n  - BeforeAllowTraffic: check\n");

        Assert.Contains(findings, finding => finding.Rule == "SLW6005");
        Assert.All(findings.Where(finding => finding.Rule != "SLW6005"), finding => Assert.Equal(("SLW1011", Severity.Info), (finding.Rule, finding.Severity)));
    }

    [Theory]
    [InlineData("version: 0.0\nResources: [1, 2]\nHooks: 5\n")]
    [InlineData("version: 0.0\nResources:\n  - *a\n  - orders: *b\n")]
    [InlineData("version: 0.0\nResources:\n  -\n  - []\n  - {}\n  - { ? [a] : b }\nHooks:\n  - a\n  - { ? [a] : b }\n")]
    [InlineData("version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        LoadBalancerInfo: x\n        NetworkConfiguration: { AwsvpcConfiguration: [1] }\n        CapacityProviderStrategy: [1, { Base: [], Weight: {} }]\n")]
    public void Odd_shapes_are_reported_and_do_no_harm(string text) => Assert.Contains(RuleProbe.Findings("appspec.yml", text), finding => finding.Severity == Severity.Error);

    [Theory]
    [InlineData("SLW6002", "version: 0.0\nResources:\n  - a:\n      Type: 'AWS::Lambda:Function'\n      Properties: { Name: a, Alias: b, CurrentVersion: 1, TargetVersion: 2 }\n", "version: 0.0\nResources:\n  - a:\n      Type: 'AWS::Lambda::Function'\n      Properties: { Name: a, Alias: b, CurrentVersion: 1, TargetVersion: 2 }\n")]
    [InlineData("SLW6002", "version: 0.0\nResources:\n  - shop: # ours\n      Type: AWS::ECS::Service\n      Properties: {}\n", "version: 0.0\nResources:\n  - TargetService: # ours\n      Type: AWS::ECS::Service\n      Properties: {}\n")]
    [InlineData("SLW6006", Lambda + "Hooks:\n  - beforeAllowTraffic: a\n", Lambda + "Hooks:\n  - BeforeAllowTraffic: a\n")]
    [InlineData("SLW6007", Lambda + "Hooks:\n  BeforeAllowTraffic: a # first\n  AfterAllowTraffic: b\n", Lambda + "Hooks:\n  - BeforeAllowTraffic: a # first\n  - AfterAllowTraffic: b\n")]
    [InlineData("SLW6009", Service + Task + "        LoadBalancerInfo: { ContainerName: web, ContainerPort: '8080' }\n", Service + Task + "        LoadBalancerInfo: { ContainerName: web, ContainerPort: 8080 }\n")]
    [InlineData("SLW6010", Network + "            AssignPublicIp: true\n", Network + "            AssignPublicIp: ENABLED\n")]
    [InlineData("SLW6010", Network + "            AssignPublicIp: \"Disabled\"\n", Network + "            AssignPublicIp: \"DISABLED\"\n")]
    [InlineData("SLW6011", "version: 0.0\nos: linux\nHooks:\n  AfterInstall:\n    - location: a.sh\n", "version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: a.sh\n")]
    public void Mends(string rule, string before, string after) => RuleProbe.Fixes(rule, "appspec.yml", before, after);

    [Fact]
    public void A_resource_beside_its_name_is_one_mistake()
    {
        var finding = Assert.Single(RuleProbe.Findings("appspec.yml", "version: 0.0\nResources:\n  - orders:\n    Type: AWS::Lambda::Function\n    Properties:\n      Name: orders\n      Alias: live\n      CurrentVersion: 1\n      TargetVersion: 2\n"));

        Assert.Equal(("SLW6001", 4), (finding.Rule, finding.Range.Line));
    }

    [Fact]
    public void Both_places_of_a_contradiction_are_named()
    {
        var same = RuleProbe.Findings("appspec.yml", Lambda.Replace("TargetVersion: 2", "TargetVersion: 1", StringComparison.Ordinal)).Single(finding => finding.Rule == "SLW6005");
        var twice = RuleProbe.Findings("appspec.yml", Lambda + "Hooks:\n  - BeforeAllowTraffic: a\n  - BeforeAllowTraffic: b\n").Single(finding => finding.Rule == "SLW6007");

        Assert.Equal(8, Assert.Single(same.Related).Range.Line);
        Assert.Equal(11, Assert.Single(twice.Related).Range.Line);
        Assert.Equal("The alias already points to version 1: the deployment fails with an unclear message about a missing or invalid configuration. Publish a new version.", same.Message);
    }
}
