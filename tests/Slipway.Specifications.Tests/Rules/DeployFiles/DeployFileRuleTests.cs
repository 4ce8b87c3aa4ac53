using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Tests.Rules.DeployFiles;

/// <summary>SLW7xxx mark the right token and stay silent about what is right.</summary>
public sealed class DeployFileRuleTests
{
    private const string Group = "deploymentGroups:\n  - deploymentGroupName: test\n    autoScalingGroups: [shop]\n";
    private const string Own = "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters: [{ Key: Env, Value: test, Type: KEY_AND_VALUE }]\n";
    private const string Live = "deploymentGroups:\n  - deploymentGroupName: shop-live\n    autoScalingGroups: [shop]\n";
    private const string Configs = "deploymentConfigs:\n  - deploymentConfigName: careful\n";
    private const string Fleet = "instances:\n  - { instanceName: web-1, tags: { Env: test } }\n  - { instanceName: web-2, tags: { Env: test, Role: web } }\n";
    private const string Style = "    deploymentStyle: { deploymentType: BLUE_GREEN, deploymentOption: WITH_TRAFFIC_CONTROL }\n";
    private const string Balancer = "    loadBalancerInfo: { targetGroupInfoList: [{ name: shop }] }\n";
    private const string Discover = "    blueGreenDeploymentConfiguration: { greenFleetProvisioningOption: { action: DISCOVER_EXISTING } }\n";

    [Theory]
    [InlineData("SLW7001", Severity.Error, Group + "    deploymentStyle: { deploymentType: ‹in-place› }\n")]
    [InlineData("SLW7001", Severity.Error, "computePlatform: ‹lambda›\n")]
    [InlineData("SLW7001", Severity.Error, Configs + "    minimumHealthyHosts: { type: ‹MOST_CONCURRENCY›, value: 1 }\n")]
    [InlineData("SLW7001", Severity.Error, Group + "    triggerConfigurations: [{ triggerName: t, triggerEvents: [DeploymentStart, ‹DeploymentFailed›], url: \"http://x\" }]\n")]
    [InlineData("SLW7001", Severity.Error, Group + "    ec2TagSet: { ec2TagSetList: [[{ Key: a, Value: b, Type: ‹KeyAndValue› }]] }\n")]
    [InlineData("SLW7001", Severity.Error, "revision: { bundleType: ‹ZIP› }\n")]
    [InlineData("SLW7001", Severity.Error, Group + "    fileExistsBehavior: ‹overwrite›\n")]
    [InlineData("SLW7001", Severity.Error, Group + "    outdatedInstancesStrategy: ‹SKIP›\n")]
    [InlineData("SLW7001", Severity.Error, Group + "    deploymentService: ‹Codedeploy›\n")]
    [InlineData("SLW1012", Severity.Error, "‹allowedSigners›: []\n")]
    [InlineData("SLW1012", Severity.Error, "allowedSigners: ‹anna›\n")]
    [InlineData("SLW1012", Severity.Error, Group + "    allowedSigners: [ ‹{ principal: anna }› ]\n")]
    [InlineData("SLW1012", Severity.Error, "allowedSigners: [ ‹{ file: a, key: b }› ]\n")]
    [InlineData("SLW1012", Severity.Error, "allowedSigners: [ { principal: anna, key: ‹ssh-ed25519› } ]\n")]
    [InlineData("SLW1012", Severity.Error, "allowedSigners: [ { principal: ‹anna bert›, key: ssh-ed25519 AAAAC3 anna } ]\n")]
    [InlineData("SLW1011", Severity.Error, "allowedSigners: [ { ‹principle›: a, principal: anna, key: ssh-ed25519 AAAAC3 } ]\n")]
    [InlineData("SLW7002", Severity.Error, Group + "    deploymentConfigName: ‹careful›\n")]
    [InlineData("SLW7002", Severity.Error, "externalDeploymentConfigs: true\n" + Group + "    deploymentConfigName: ‹CodeDeployDefault.Quarter›\n")]
    [InlineData("SLW7003", Severity.Error, "computePlatform: Server\n" + Configs + "    ‹trafficRoutingConfig›: { type: AllAtOnce }\n")]
    [InlineData("SLW7003", Severity.Error, "computePlatform: ECS\n" + Configs + "    ‹minimumHealthyHosts›: { type: HOST_COUNT, value: 1 }\n")]
    [InlineData("SLW7003", Severity.Error, "computePlatform: Lambda\ndeploymentGroups:\n  - deploymentGroupName: test\n    ‹autoScalingGroups›: [shop]\n")]
    [InlineData("SLW7003", Severity.Error, "computePlatform: Lambda\n‹instances›:\n  - { instanceName: web-1 }\n")]
    [InlineData("SLW7003", Severity.Error, "computePlatform: Server\n" + Group + "    loadBalancerInfo:\n      ‹targetGroupPairInfoList›: [{ targetGroups: [{ name: a }, { name: b }] }]\n    deploymentStyle: { deploymentOption: WITH_TRAFFIC_CONTROL }\n")]
    [InlineData("SLW7004", Severity.Error, "applicationName: \"my‹ ›shop\"\n")]
    [InlineData("SLW7004", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: shop‹/›test\n")]
    [InlineData("SLW7004", Severity.Error, "deploymentConfigs:\n  - deploymentConfigName: ‹CodeDeployDefault.Mine›\n")]
    [InlineData("SLW7004", Severity.Error, "instances:\n  - instanceName: ‹i-›0123456789\n")]
    [InlineData("SLW7005", Severity.Error, "deploymentConfigs:\n  - deploymentConfigName: a\n  - deploymentConfigName: b\n  - deploymentConfigName: ‹a›\n")]
    [InlineData("SLW7005", Severity.Warning, "instances:\n  - instanceName: web\n  - instanceName: ‹Web›\n")]
    [InlineData("SLW7006", Severity.Error, Configs + "    minimumHealthyHosts: { type: FLEET_PERCENT, value: ‹100› }\n")]
    [InlineData("SLW7006", Severity.Error, Configs + "    minimumHealthyHosts: { type: HOST_COUNT, value: ‹-1› }\n")]
    [InlineData("SLW7006", Severity.Error, Configs + "    minimumHealthyHosts: { type: HOST_COUNT, value: ‹half› }\n")]
    [InlineData("SLW7006", Severity.Error, Configs + "    zonalConfig: { monitorDurationInSeconds: ‹-5› }\n")]
    [InlineData("SLW7006", Severity.Error, Configs + "    trafficRoutingConfig: { type: TimeBasedLinear, timeBasedLinear: { linearPercentage: ‹0›, linearInterval: 1 } }\n")]
    [InlineData("SLW7006", Severity.Error, Configs + "    trafficRoutingConfig: { type: TimeBasedCanary, timeBasedCanary: { canaryPercentage: 10, canaryInterval: ‹2881› } }\n")]
    [InlineData("SLW7006", Severity.Error, Own + "    blueGreenDeploymentConfiguration: { terminateBlueInstancesOnDeploymentSuccess: { action: TERMINATE, terminationWaitTimeInMinutes: ‹5000› } }\n")]
    [InlineData("SLW7006", Severity.Error, Own + "    blueGreenDeploymentConfiguration: { terminateBlueInstancesOnDeploymentSuccess: { action: KEEP_ALIVE, terminationWaitTimeInMinutes: ‹5› } }\n")]
    [InlineData("SLW7006", Severity.Error, Own + "    blueGreenDeploymentConfiguration: { deploymentReadyOption: { actionOnTimeout: CONTINUE_DEPLOYMENT, waitTimeInMinutes: ‹5› } }\n")]
    [InlineData("SLW7006", Severity.Error, Own + "    blueGreenDeploymentConfiguration: { deploymentReadyOption: { ‹actionOnTimeout›: STOP_DEPLOYMENT } }\n")]
    [InlineData("SLW7006", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    autoScalingGroups: [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, ‹a11›]\n")]
    [InlineData("SLW7006", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagSet: { ec2TagSetList: [[{ Key: a, Type: KEY_ONLY }], [{ Key: b, Type: KEY_ONLY }], [{ Key: c, Type: KEY_ONLY }], ‹[{ Key: d, Type: KEY_ONLY }]›] }\n")]
    [InlineData("SLW7006", Severity.Warning, Group + "    alarmConfiguration:\n      enabled: true\n      alarms: [{name: a1}, {name: a2}, {name: a3}, {name: a4}, {name: a5}, {name: a6}, {name: a7}, {name: a8}, {name: a9}, {name: a10}, ‹{name: a11}›]\n")]
    [InlineData("SLW7006", Severity.Error, Own + "    bakeTimeInMinutes: ‹2881›\n")]
    [InlineData("SLW7006", Severity.Error, Own + "    loadBalancerInfo: { command: lb, healthTimeoutInSeconds: ‹0› }\n")]
    [InlineData("SLW7006", Severity.Error, Own + "    alarmConfiguration: { enabled: true, alarms: [{ name: a, url: \"http://x\", threshold: ‹0› }] }\n")]
    [InlineData("SLW7012", Severity.Error, Own + "    deploymentStyle: { deploymentOption: ‹WITH_TRAFFIC_CONTROL› }\n    loadBalancerInfo: { drainTimeoutInSeconds: 5 }\n")]
    [InlineData("SLW1011", Severity.Warning, Own + "    loadBalancerInfo: { haproxy: { socket: s, backend: b, ‹weight›: 5 } }\n")]
    [InlineData("SLW7007", Severity.Error, Configs + "    minimumHealthyHosts: { type: FLEET_PERCENT, value: 51 }\n" + Own + "    deploymentConfigName: ‹careful›\n" + Fleet)]
    [InlineData("SLW7007", Severity.Error, Configs + "    minimumHealthyHosts: { type: FLEET_PERCENT, value: 1 }\n" + Group + "    expectedInstances: 1\n    deploymentConfigName: ‹careful›\n")]
    [InlineData("SLW7007", Severity.Error, Configs + "    minimumHealthyHosts: { type: HOST_COUNT, value: 2 }\n" + Own + "    deploymentConfigName: ‹careful›\n" + Fleet)]
    [InlineData("SLW7008", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: ‹test›\n")]
    [InlineData("SLW7008", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    ‹ec2TagFilters›: []\n")]
    [InlineData("SLW7008", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    ‹onPremisesInstanceTagFilters›: [{ Key: Env, Value: prod, Type: KEY_AND_VALUE }]\n" + Fleet)]
    [InlineData("SLW7008", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    ‹onPremisesTagSet›: { onPremisesTagSetList: [[{ Key: Env, Type: KEY_ONLY }], [{ Value: db, Type: VALUE_ONLY }]] }\n" + Fleet)]
    [InlineData("SLW7009", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesTagSet: { onPremisesTagSetList: [[{ Key: Env, Type: KEY_ONLY }]] }\n    ‹onPremisesInstanceTagFilters›: [{ Key: Env, Type: KEY_ONLY }]\n")]
    [InlineData("SLW7010", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ Key: Env, Type: ‹KEY_AND_VALUE› }]\n")]
    [InlineData("SLW7010", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ Key: Env, Value: a, Type: ‹VALUE_ONLY› }]\n")]
    [InlineData("SLW7010", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ ‹Key›: Env, Value: a }]\n")]
    [InlineData("SLW7010", Severity.Info, "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters: [{ ‹Key›: Env, Value: a }]\n")]
    [InlineData("SLW7011", Severity.Error, Group + "    deploymentStyle: { deploymentType: ‹BLUE_GREEN›, deploymentOption: WITH_TRAFFIC_CONTROL }\n" + Balancer)]
    [InlineData("SLW7011", Severity.Error, Group + "    deploymentStyle: { deploymentType: BLUE_GREEN, deploymentOption: ‹WITHOUT_TRAFFIC_CONTROL› }\n" + Balancer + Discover)]
    [InlineData("SLW7011", Severity.Error, Group + Style + Balancer + Discover + "    ‹onPremisesInstanceTagFilters›: [{ Key: Env, Type: KEY_ONLY }]\n")]
    [InlineData("SLW7011", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ Key: Env, Type: KEY_ONLY }]\n" + Style + Balancer + "    blueGreenDeploymentConfiguration: { greenFleetProvisioningOption: { action: ‹COPY_AUTO_SCALING_GROUP› } }\n")]
    [InlineData("SLW7011", Severity.Error, Own + "    deploymentStyle: { deploymentType: ‹BLUE_GREEN› }\n")]
    [InlineData("SLW7011", Severity.Warning, Group + "    deploymentStyle: { deploymentType: IN_PLACE }\n    ‹blueGreenDeploymentConfiguration›: { deploymentReadyOption: { actionOnTimeout: CONTINUE_DEPLOYMENT } }\n")]
    [InlineData("SLW7012", Severity.Error, Group + "    deploymentStyle: { deploymentOption: ‹WITH_TRAFFIC_CONTROL› }\n    loadBalancerInfo: { elbInfoList: [{ name: }] }\n")]
    [InlineData("SLW7012", Severity.Warning, Group + "    ‹loadBalancerInfo›: { targetGroupInfoList: [{ name: shop }] }\n")]
    [InlineData("SLW7012", Severity.Warning, Own + "    deploymentStyle: { deploymentOption: WITHOUT_TRAFFIC_CONTROL }\n    ‹loadBalancerInfo›: { haproxy: { socket: /run/haproxy.sock, backend: shop } }\n")]
    [InlineData("SLW7013", Severity.Error, Group + "    loadBalancerInfo: { elbInfoList: [{ name: ‹shop_web› }] }\n")]
    [InlineData("SLW7013", Severity.Error, Group + "    loadBalancerInfo: { elbInfoList: [{ name: ‹shop-› }] }\n")]
    [InlineData("SLW7013", Severity.Error, Group + "    serviceRoleArn: ‹CodeDeployRole›\n")]
    [InlineData("SLW7013", Severity.Error, Group + "    triggerConfigurations: [{ triggerName: t, triggerEvents: [DeploymentStart], triggerTargetArn: ‹my-topic› }]\n")]
    [InlineData("SLW7013", Severity.Error, "computePlatform: ECS\ndeploymentGroups:\n  - deploymentGroupName: test\n    serviceRoleArn: arn:aws:iam::123456789012:role/CodeDeploy\n    loadBalancerInfo: { targetGroupPairInfoList: [{ targetGroups: [{ name: a }], prodTrafficRoute: { listenerArns: [‹http›] } }] }\n")]
    [InlineData("SLW7013", Severity.Error, "deploymentGroups:\n  - deploymentGroupName: test\n    autoScalingGroups: [‹\"arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:11111111-2222-3333-4444-555555555555:autoScalingGroupName/shop\"›]\n")]
    [InlineData("SLW7013", Severity.Info, Own + "    loadBalancerInfo: { targetGroupInfoList: [{ name: ‹\"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop/0123456789abcdef\"› }] }\n")]
    [InlineData("SLW7015", Severity.Warning, Group + "    alarmConfiguration: { ‹enabled›: true }\n")]
    [InlineData("SLW7015", Severity.Warning, Group + "    alarmConfiguration: { enabled: false, ‹alarms›: [{ name: a }] }\n")]
    [InlineData("SLW7015", Severity.Warning, Group + "    autoRollbackConfiguration: { ‹events›: [DEPLOYMENT_FAILURE] }\n")]
    [InlineData("SLW7015", Severity.Warning, Group + "    autoRollbackConfiguration: { ‹enabled›: true, events: [] }\n")]
    [InlineData("SLW7015", Severity.Warning, Group + "    autoRollbackConfiguration: { enabled: true, events: [DEPLOYMENT_FAILURE, ‹DEPLOYMENT_STOP_ON_ALARM›] }\n")]
    [InlineData("SLW7015", Severity.Warning, Group + "    alarmConfiguration: { enabled: true, alarms: [{ name: a }, { name: ‹a› }] }\n")]
    [InlineData("SLW7016", Severity.Warning, Live + "    deploymentConfigName: ‹CodeDeployDefault.AllAtOnce›\n")]
    [InlineData("SLW7016", Severity.Warning, Configs + "    minimumHealthyHosts: { type: HOST_COUNT, value: 0 }\n" + Live + "    deploymentConfigName: ‹careful›\n")]
    [InlineData("SLW7017", Severity.Error, "computePlatform: Lambda\nrevision: { bundleType: ‹zip› }\n")]
    [InlineData("SLW7017", Severity.Error, "computePlatform: Server\nrevision: { s3Location: { bundleType: ‹JSON› } }\n")]
    [InlineData("SLW7017", Severity.Error, "computePlatform: ECS\nrevision: { revisionType: ‹GitHub› }\n")]
    [InlineData("SLW7017", Severity.Error, "computePlatform: ECS\nrevision: { ‹gitHubLocation›: { repository: a/b, commitId: c } }\n")]
    [InlineData("SLW1011", Severity.Error, Group + "    ‹deploymentConfgName›: CodeDeployDefault.OneAtATime\n")]
    [InlineData("SLW1011", Severity.Error, "applicationName: shop\n‹ec2TagFilters›: []\n")]
    [InlineData("SLW1011", Severity.Warning, Group + "    ‹owner›: me\n")]
    [InlineData("SLW1012", Severity.Error, "deploymentGroups:\n  ‹deploymentGroupName›: test\n  autoScalingGroups: [shop]\n")]
    [InlineData("SLW1012", Severity.Error, Own + "    autoRollbackConfiguration: { enabled: true, events: ‹DEPLOYMENT_FAILURE› }\n")]
    public void Marks_the_token(string rule, Severity severity, string marked) => RuleProbe.Marks(rule, severity, "deploy.yml", marked);

    [Theory]
    [InlineData("SLW1012", "allowedSigners: [ { principal: anna@example.com, key: ssh-ed25519 AAAAC3 anna }, { file: signers } ]\n")]
    [InlineData("SLW7001", Group + "    deploymentStyle: { deploymentType: ${TYPE} }\n    deploymentService:\n")]
    [InlineData("SLW7002", "externalDeploymentConfigs: true\n" + Group + "    deploymentConfigName: Company.Careful\n")]
    [InlineData("SLW7002", Group + "    deploymentConfigName: careful\n" + Configs)]
    [InlineData("SLW7003", "deploymentGroups:\n  - deploymentGroupName: test\n    deploymentConfigName: CodeDeployDefault.LambdaAllAtOnce\n")]
    [InlineData("SLW7003", "computePlatform: Lambda\ndeploymentConfigs:\n  - { deploymentConfigName: a, trafficRoutingConfig: { type: AllAtOnce } }\ninstances: []\n")]
    [InlineData("SLW7004", "applicationName: Shop.v1_2+3=4,5@6-7\ninstances:\n  - instanceName: web-1.example.org\n")]
    [InlineData("SLW7005", "deploymentGroups:\n  - deploymentGroupName: a\ndeploymentConfigs:\n  - deploymentConfigName: a\ninstances:\n  - instanceName: a\n")]
    [InlineData("SLW7006", Configs + "    minimumHealthyHosts: { type: FLEET_PERCENT, value: 99 }\n    zonalConfig: { firstZoneMonitorDurationInSeconds: 0, minimumHealthyHostsPerZone: { type: HOST_COUNT, value: 0 } }\n")]
    [InlineData("SLW7006", Own + "    blueGreenDeploymentConfiguration: { deploymentReadyOption: { actionOnTimeout: STOP_DEPLOYMENT, waitTimeInMinutes: 60 }, terminateBlueInstancesOnDeploymentSuccess: { action: KEEP_ALIVE, terminationWaitTimeInMinutes: 0 } }\n")]
    [InlineData("SLW7006", "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters: [{Key: a1, Type: KEY_ONLY}, {Key: a2, Type: KEY_ONLY}, {Key: a3, Type: KEY_ONLY}, {Key: a4, Type: KEY_ONLY}, {Key: a5, Type: KEY_ONLY}, {Key: a6, Type: KEY_ONLY}, {Key: a7, Type: KEY_ONLY}, {Key: a8, Type: KEY_ONLY}, {Key: a9, Type: KEY_ONLY}, {Key: a10, Type: KEY_ONLY}, {Key: a11, Type: KEY_ONLY}]\n")]
    [InlineData("SLW7007", Configs + "    minimumHealthyHosts: { type: HOST_COUNT, value: 50 }\n" + Group + "    deploymentConfigName: careful\n")]
    [InlineData("SLW7007", Own + "    expectedInstances: 1\n    deploymentConfigName: CodeDeployDefault.OneAtATime\n")]
    [InlineData("SLW7007", Configs + "    minimumHealthyHosts: { type: FLEET_PERCENT, value: 50 }\n" + Own + "    deploymentConfigName: careful\n" + Fleet)]
    [InlineData("SLW7008", "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ Key: Env, Value: nowhere, Type: KEY_AND_VALUE }]\n" + Fleet)]
    [InlineData("SLW7008", Own)]
    [InlineData("SLW7008", "computePlatform: Lambda\ndeploymentGroups:\n  - deploymentGroupName: test\n")]
    [InlineData("SLW7008", "deploymentGroups:\n  - deploymentGroupName: test\n    onPremisesInstanceTagFilters: [{ Key: Env, Value: ${ENV}, Type: KEY_AND_VALUE }]\n" + Fleet)]
    [InlineData("SLW7009", "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ Key: Env, Type: KEY_ONLY }]\n    onPremisesTagSet: { onPremisesTagSetList: [[{ Key: Env, Type: KEY_ONLY }]] }\n")]
    [InlineData("SLW7010", "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ Key: a, Type: KEY_ONLY }, { Value: b, Type: VALUE_ONLY }, { Key: c, Value: \"\", Type: KEY_AND_VALUE }]\n")]
    [InlineData("SLW7011", "computePlatform: ECS\ndeploymentGroups:\n  - deploymentGroupName: test\n    deploymentStyle: { deploymentType: BLUE_GREEN, deploymentOption: WITH_TRAFFIC_CONTROL }\n")]
    [InlineData("SLW7011", "computePlatform: Lambda\ndeploymentGroups:\n  - deploymentGroupName: test\n    deploymentStyle: { deploymentType: BLUE_GREEN }\n")]
    [InlineData("SLW7011", Own + Style + Discover + "    loadBalancerInfo: { proxy: {} }\n")]
    [InlineData("SLW7012", Group + Style)]
    [InlineData("SLW7012", Group + "    loadBalancerInfo: { targetGroupInfoList: [] }\n")]
    [InlineData("SLW7013", Group + "    serviceRoleArn: ${ROLE}\n    loadBalancerInfo: { targetGroupInfoList: [{ name: \"$(TARGET_GROUP)\" }] }\n    alarmConfiguration: { enabled: true, alarms: [{ name: 5xx errors (all) }] }\n")]
    [InlineData("SLW7013", Group + "    serviceRoleArn: arn:aws-us-gov:iam::123456789012:role/service-role/CodeDeploy\n    triggerConfigurations: [{ triggerName: t, triggerEvents: [DeploymentStart], triggerTargetArn: \"arn:aws:sns:eu-west-1:123456789012:deploys.fifo\" }]\n")]
    [InlineData("SLW7015", Group + "    alarmConfiguration: { enabled: false, alarms: [] }\n    autoRollbackConfiguration: { enabled: false }\n")]
    [InlineData("SLW7016", Live + "    expectedInstances: 1\n    deploymentConfigName: CodeDeployDefault.AllAtOnce\n")]
    [InlineData("SLW7016", Live + Style + Balancer + Discover + "    deploymentConfigName: CodeDeployDefault.AllAtOnce\n")]
    [InlineData("SLW7016", "deploymentGroups:\n  - deploymentGroupName: pre-prod\n    autoScalingGroups: [shop]\n    deploymentConfigName: CodeDeployDefault.AllAtOnce\n")]
    [InlineData("SLW7016", "deploymentGroups:\n  - deploymentGroupName: products-olive\n    autoScalingGroups: [shop]\n    deploymentConfigName: CodeDeployDefault.AllAtOnce\n")]
    [InlineData("SLW7016", "deploymentGroups:\n  - deploymentGroupName: live\n    onPremisesInstanceTagFilters: [{ Key: Role, Type: KEY_ONLY }]\n    deploymentConfigName: CodeDeployDefault.AllAtOnce\n" + Fleet)]
    [InlineData("SLW7017", "revision: { bundleType: YAML }\n")]
    [InlineData("SLW7017", "computePlatform: Server\nrevision: { bundleType: tgz }\n")]
    [InlineData("SLW1011", "x-common: 1\n" + Group + "    x-note: mine\n    loadBalancerInfo: { haproxy: { socket: s, backend: b }, nginx: { upstreamFile: f, upstream: u, healthPath: /h }, proxy: { socket: s, service: x }, drainTimeoutInSeconds: 1, healthTimeoutInSeconds: 2, command: lb }\n")]
    public void Is_silent_about(string rule, string text) => RuleProbe.IsSilent(rule, "deploy.yml", text);

    [Fact]
    public void Other_places_are_named()
    {
        var twice = RuleProbe.Marks("SLW7005", Severity.Error, "deploy.yml", "instances:\n  - instanceName: a\n  - instanceName: ‹a›\n");
        var fleet = RuleProbe.Marks("SLW7007", Severity.Error, "deploy.yml", Configs + "    minimumHealthyHosts: { type: FLEET_PERCENT, value: 95 }\n" + Group + "    expectedInstances: 10\n    deploymentConfigName: ‹careful›\n");
        var both = RuleProbe.Marks("SLW7009", Severity.Error, "deploy.yml", "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: [{ Key: a, Type: KEY_ONLY }]\n    ‹ec2TagSet›: { ec2TagSetList: [[{ Key: a, Type: KEY_ONLY }]] }\n");

        Assert.Equal("'a' is already defined on line 2. Rename or merge.", twice.Message);
        Assert.Equal(2, Assert.Single(twice.Related).Range.Line);
        Assert.Equal("95 % of 10 hosts rounds up to 10: no host may be taken out, so every deployment fails at once (HEALTH_CONSTRAINTS_INVALID). Use at most 90 %.", fleet.Message);
        Assert.Equal(3, Assert.Single(fleet.Related).Range.Line);
        Assert.Equal(3, Assert.Single(both.Related).Range.Line);
    }
}
