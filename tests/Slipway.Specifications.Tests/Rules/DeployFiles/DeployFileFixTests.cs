namespace Slipway.Specifications.Tests.Rules.DeployFiles;

/// <summary>What the fixes of SLW7xxx write.</summary>
public sealed class DeployFileFixTests
{
    private const string Group = "deploymentGroups:\n  - deploymentGroupName: test\n    autoScalingGroups: [shop]\n";

    [Theory]
    [InlineData("SLW7001", Group + "    deploymentStyle: { deploymentType: InPlace }\n", Group + "    deploymentStyle: { deploymentType: IN_PLACE }\n")]
    [InlineData("SLW7001", Group + "    deploymentStyle: { deploymentType: 'blue/green' } # later\n", Group + "    deploymentStyle: { deploymentType: 'BLUE_GREEN' } # later\n")]
    [InlineData("SLW7001", "computePlatform: EC2/On-premises\n", "computePlatform: Server\n")]
    [InlineData("SLW7002", Group + "    deploymentConfigName: AllAtOnce\n", Group + "    deploymentConfigName: CodeDeployDefault.AllAtOnce\n")]
    [InlineData("SLW7002", Group + "    deploymentConfigName: \"codedeploydefault.oneatatime\"\n", Group + "    deploymentConfigName: \"CodeDeployDefault.OneAtATime\"\n")]
    [InlineData("SLW7002", "deploymentGroups:\n  - deploymentGroupName: test\n    deploymentConfigName: CodeDeployDefault.ECSLinear10PercentEvery1Minute\n", "deploymentGroups:\n  - deploymentGroupName: test\n    deploymentConfigName: CodeDeployDefault.ECSLinear10PercentEvery1Minutes\n")]
    [InlineData("SLW7002", "deploymentConfigs:\n  - deploymentConfigName: careful\n" + Group + "    deploymentConfigName: carefull\n", "deploymentConfigs:\n  - deploymentConfigName: careful\n" + Group + "    deploymentConfigName: careful\n")]
    [InlineData("SLW7004", "deploymentConfigs:\n  - deploymentConfigName: one by one\n" + Group + "    deploymentConfigName: one by one\n", "deploymentConfigs:\n  - deploymentConfigName: one-by-one\n" + Group + "    deploymentConfigName: one-by-one\n")]
    [InlineData("SLW7007", "deploymentConfigs:\n  - deploymentConfigName: careful\n    minimumHealthyHosts:\n      type: FLEET_PERCENT\n      value: 95 # nearly all\n" + Group + "    expectedInstances: 7\n    deploymentConfigName: careful\n", "deploymentConfigs:\n  - deploymentConfigName: careful\n    minimumHealthyHosts:\n      type: FLEET_PERCENT\n      value: 85 # nearly all\n" + Group + "    expectedInstances: 7\n    deploymentConfigName: careful\n")]
    [InlineData("SLW7008", "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters: [{ Key: Env, Value: tset, Type: KEY_AND_VALUE }]\ninstances:\n  - { instanceName: a, tags: { Env: test } }\n", "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters: [{ Key: Env, Value: test, Type: KEY_AND_VALUE }]\ninstances:\n  - { instanceName: a, tags: { Env: test } }\n")]
    [InlineData("SLW7008", "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters:\n      - { Key: env, Type: KEY_ONLY }\ninstances:\n  - { instanceName: a, tags: { Env: test } }\n", "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters:\n      - { Key: Env, Type: KEY_ONLY }\ninstances:\n  - { instanceName: a, tags: { Env: test } }\n")]
    [InlineData("SLW7010", "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ Key: Env, Value: test, Type: KEY_ONLY }]\n", "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ Key: Env, Value: test, Type: KEY_AND_VALUE }]\n")]
    [InlineData("SLW7010", "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters:\n      - Key: Env\n        Value: test # ours\n", "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters:\n      - Key: Env\n        Value: test # ours\n        Type: KEY_AND_VALUE\n")]
    [InlineData("SLW7010", "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters: [{ Key: Env }]\n", "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters: [{ Key: Env, Type: KEY_ONLY }]\n")]
    [InlineData("SLW7011", Group + "    deploymentStyle: { deploymentType: BLUE_GREEN, deploymentOption: WITHOUT_TRAFFIC_CONTROL }\n    loadBalancerInfo: { elbInfoList: [{ name: shop }] }\n    blueGreenDeploymentConfiguration: { greenFleetProvisioningOption: { action: DISCOVER_EXISTING } }\n", Group + "    deploymentStyle: { deploymentType: BLUE_GREEN, deploymentOption: WITH_TRAFFIC_CONTROL }\n    loadBalancerInfo: { elbInfoList: [{ name: shop }] }\n    blueGreenDeploymentConfiguration: { greenFleetProvisioningOption: { action: DISCOVER_EXISTING } }\n")]
    [InlineData("SLW7012", Group + "    loadBalancerInfo:\n      elbInfoList:\n        - name: shop\n", Group + "    loadBalancerInfo:\n      elbInfoList:\n        - name: shop\n    deploymentStyle: { deploymentType: IN_PLACE, deploymentOption: WITH_TRAFFIC_CONTROL }\n")]
    [InlineData("SLW7012", Group + "    deploymentStyle:\n      deploymentType: IN_PLACE\n    loadBalancerInfo: { elbInfoList: [{ name: shop }] }\n", Group + "    deploymentStyle:\n      deploymentType: IN_PLACE\n      deploymentOption: WITH_TRAFFIC_CONTROL\n    loadBalancerInfo: { elbInfoList: [{ name: shop }] }\n")]
    [InlineData("SLW7012", Group + "    deploymentStyle: { deploymentOption: WITHOUT_TRAFFIC_CONTROL }\n    loadBalancerInfo: { elbInfoList: [{ name: shop }] }\n", Group + "    deploymentStyle: { deploymentOption: WITH_TRAFFIC_CONTROL }\n    loadBalancerInfo: { elbInfoList: [{ name: shop }] }\n")]
    [InlineData("SLW7013", Group + "    loadBalancerInfo: { elbInfoList: [{ name: \"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/shop\" }] }\n", Group + "    loadBalancerInfo: { elbInfoList: [{ name: \"shop\" }] }\n")]
    [InlineData("SLW7013", Group + "    alarmConfiguration: { enabled: true, alarms: [{ name: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:5xx of shop' }] }\n", Group + "    alarmConfiguration: { enabled: true, alarms: [{ name: '5xx of shop' }] }\n")]
    [InlineData("SLW7015", Group + "    alarmConfiguration: { enabled: false, alarms: [{ name: a }] }\n", Group + "    alarmConfiguration: { enabled: true, alarms: [{ name: a }] }\n")]
    [InlineData("SLW7015", Group + "    autoRollbackConfiguration:\n      events: [DEPLOYMENT_FAILURE]\n", Group + "    autoRollbackConfiguration:\n      events: [DEPLOYMENT_FAILURE]\n      enabled: true\n")]
    [InlineData("SLW7015", Group + "    autoRollbackConfiguration: { enabled: true }\n", Group + "    autoRollbackConfiguration: { enabled: false }\n")]
    [InlineData("SLW7016", "deploymentGroups:\n  - deploymentGroupName: live\n    autoScalingGroups: [shop]\n    deploymentConfigName: CodeDeployDefault.AllAtOnce\n", "deploymentGroups:\n  - deploymentGroupName: live\n    autoScalingGroups: [shop]\n    deploymentConfigName: CodeDeployDefault.HalfAtATime\n")]
    [InlineData("SLW7017", "computePlatform: ECS\nrevision:\n  bundleType: tar\n", "computePlatform: ECS\nrevision:\n  bundleType: YAML\n")]
    public void Mends(string rule, string before, string after) => RuleProbe.Fixes(rule, "deploy.yml", before, after);

    [Theory]
    [InlineData("SLW7002", "deploymentGroups:\n  - deploymentGroupName: test\n    deploymentConfigName: CodeDeployDefault.LambdaCanary10Percent50Minutes\n")]
    [InlineData("SLW7001", Group + "    outdatedInstancesStrategy: KEEP\n")]
    [InlineData("SLW7004", "applicationName: shop/eu west\n")]
    public void Offers_nothing_where_the_meaning_is_not_clear(string rule, string text) => RuleProbe.HasNoFix(rule, "deploy.yml", text);

    [Fact]
    public void Archives_for_windows_become_zip() => RuleProbe.Fixes("SLW7017", "deploy.yml",
        "revision: { bundleType: tgz }\n", "revision: { bundleType: zip }\n", ("appspec.yml", "version: 0.0\nos: windows\n"));

    [Fact]
    public void A_behavior_that_the_appspec_overrules_is_deleted() => RuleProbe.Fixes("SLW7018", "deploy.yml",
        Group + "    fileExistsBehavior: RETAIN\n    outdatedInstancesStrategy: UPDATE\n", Group + "    outdatedInstancesStrategy: UPDATE\n",
        ("appspec.yml", "version: 0.0\nos: linux\nfile_exists_behavior: DISALLOW\n"));
}
