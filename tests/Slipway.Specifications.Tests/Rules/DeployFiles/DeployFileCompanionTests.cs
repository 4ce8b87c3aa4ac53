using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Tests.Rules.DeployFiles;

/// <summary>Rules about deploy.yml and the appspec together, and whole files as people write them.</summary>
public sealed class DeployFileCompanionTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Traffic = Header + "hooks:\n  ‹BeforeAllowTraffic›:\n    - location: a.sh\n";
    private const string Group = "deploymentGroups:\n  - deploymentGroupName: test\n    autoScalingGroups: [shop]\n";
    private const string Lambda = "version: 0.0\nResources:\n  - a:\n      Type: AWS::Lambda::Function\n      Properties: { Name: a, Alias: b, CurrentVersion: 1, TargetVersion: 2 }\n";

    [Fact]
    public void Traffic_events_without_a_load_balancer_are_marked_in_the_appspec()
    {
        var finding = RuleProbe.Marks("SLW7014", Severity.Warning, "appspec.yml", Traffic, ("deploy.yml", Group));

        Assert.Equal("'BeforeAllowTraffic' runs only for groups with a load balancer, and group 'test' has none. Use ValidateService, or add loadBalancerInfo.", finding.Message);
        var place = Assert.Single(finding.Related);
        Assert.Equal(("deploy.yml", 2, 26), (place.File, place.Range.Line, place.Range.Column));
    }

    [Theory]
    [InlineData("deploymentGroups: []\n")]
    [InlineData(Group + "  - deploymentGroupName: other\n    ec2TagFilters: [{ Key: a, Type: KEY_ONLY }]\n    loadBalancerInfo: { elbInfoList: [{ name: shop }] }\n")]
    [InlineData("x: &lb { haproxy: { socket: a, backend: b } }\n" + Group + "    loadBalancerInfo: *lb\n")]
    public void Traffic_events_are_fine_with(string deploy) =>
        RuleProbe.IsSilent("SLW7014", "appspec.yml", Traffic.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal), ("deploy.yml", deploy));

    [Fact]
    public void Traffic_events_are_fine_where_nothing_is_known_of_groups() =>
        RuleProbe.IsSilent("SLW7014", "appspec.yml", Traffic.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal));

    [Fact]
    public void Events_without_scripts_do_not_need_a_load_balancer() =>
        RuleProbe.IsSilent("SLW7014", "appspec.yml", Header + "hooks:\n  BeforeAllowTraffic: []\n", ("deploy.yml", Group));

    [Fact]
    public void A_platform_that_is_not_the_appspecs_is_marked() =>
        RuleProbe.Marks("SLW7003", Severity.Error, "deploy.yml", "computePlatform: ‹Server›\n" + Group, ("appspec.yml", Lambda));

    [Fact]
    public void The_appspec_tells_the_platform() =>
        RuleProbe.Marks("SLW7003", Severity.Error, "deploy.yml", "deploymentGroups:\n  - deploymentGroupName: test\n    deploymentConfigName: ‹CodeDeployDefault.OneAtATime›\n", ("appspec.yml", Lambda));

    [Fact]
    public void A_behavior_that_the_appspec_overrules_is_marked()
    {
        var finding = RuleProbe.Marks("SLW7018", Severity.Warning, "deploy.yml", "fileExistsBehavior: ‹RETAIN›\n" + Group, ("appspec.yml", Header + "file_exists_behavior: OVERWRITE\n"));

        Assert.Equal(("appspec.yml", 3), (Assert.Single(finding.Related).File, finding.Related[0].Range.Line));
        RuleProbe.IsSilent("SLW7018", "deploy.yml", "fileExistsBehavior: RETAIN\n" + Group, ("appspec.yml", Header + "file_exists_behavior: RETAIN\n"));
        RuleProbe.IsSilent("SLW7018", "deploy.yml", "fileExistsBehavior: RETAIN\n" + Group, ("appspec.yml", Header));
    }

    [Theory]
    [InlineData("""
        applicationName: Orders
        instances:
          - { instanceName: web-1, connection: ssh://deploy@10.0.0.5, tags: { Fleet: blue },  environment: { PORT: "5001" } }
          - { instanceName: web-2, connection: local, root: /srv/green, tags: { Fleet: green }, environment: { PORT: "5002" } }
        deploymentConfigs:
          - { deploymentConfigName: Orders.ThreeQuarters, minimumHealthyHosts: { type: FLEET_PERCENT, value: 75 } }
        deploymentGroups:
          - deploymentGroupName: production
            deploymentService: Slipway
            onPremisesInstanceTagFilters: [ { Key: Fleet, Type: KEY_ONLY } ]
            deploymentConfigName: CodeDeployDefault.OneAtATime
            deploymentStyle: { deploymentType: BLUE_GREEN, deploymentOption: WITH_TRAFFIC_CONTROL }
            blueGreenDeploymentConfiguration:
              greenFleetProvisioningOption: { action: DISCOVER_EXISTING }
              deploymentReadyOption: { actionOnTimeout: CONTINUE_DEPLOYMENT }
              terminateBlueInstancesOnDeploymentSuccess: { action: TERMINATE, terminationWaitTimeInMinutes: 5 }
            loadBalancerInfo: { haproxy: { socket: /run/haproxy/admin.sock, backend: orders } }
            autoRollbackConfiguration: { enabled: true, events: [ DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM ] }
            alarmConfiguration: { enabled: true, alarms: [ { name: health, url: "http://127.0.0.1:8080/health", threshold: 3 } ] }
            triggerConfigurations: [ { triggerName: chat, triggerEvents: [ DeploymentFailure ], url: "https://chat.example.org/hook" } ]
        stateLocation: /srv/slipway-state
        """)]
    [InlineData("""
        applicationName: shop
        computePlatform: Server
        x-defaults: &defaults
          serviceRoleArn: arn:aws:iam::123456789012:role/CodeDeploy
          deploymentConfigName: CodeDeployDefault.HalfAtATime
          autoRollbackConfiguration: &rollback { enabled: true, events: [DEPLOYMENT_FAILURE] }
          deploymentStyle: { deploymentType: IN_PLACE, deploymentOption: WITH_TRAFFIC_CONTROL }
        deploymentGroups:
          - <<: *defaults
            deploymentGroupName: staging
            ec2TagFilters: [{ Key: Env, Value: staging, Type: KEY_AND_VALUE }]
            loadBalancerInfo: { targetGroupInfoList: [{ name: shop-staging }] }
          - <<: *defaults
            deploymentGroupName: production
            autoScalingGroups: [shop]
            outdatedInstancesStrategy: UPDATE
            loadBalancerInfo: { targetGroupInfoList: [{ name: shop-production }] }
        """)]
    [InlineData("""
        applicationName: shop
        computePlatform: ECS
        revision: { bundleType: YAML }
        deploymentGroups:
          - deploymentGroupName: live
            serviceRoleArn: arn:aws:iam::123456789012:role/CodeDeployECS
            deploymentConfigName: CodeDeployDefault.ECSLinear10PercentEvery1Minutes
            ecsServices: [{ serviceName: shop, clusterName: main }]
            deploymentStyle: { deploymentType: BLUE_GREEN, deploymentOption: WITH_TRAFFIC_CONTROL }
            blueGreenDeploymentConfiguration:
              deploymentReadyOption: { actionOnTimeout: STOP_DEPLOYMENT, waitTimeInMinutes: 60 }
              terminateBlueInstancesOnDeploymentSuccess: { action: TERMINATE, terminationWaitTimeInMinutes: 5 }
            loadBalancerInfo:
              targetGroupPairInfoList:
                - targetGroups: [{ name: shop-blue }, { name: shop-green }]
                  prodTrafficRoute: { listenerArns: ["arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/0123456789abcdef/0123456789abcdef"] }
        """)]
    public void Files_as_people_write_them_pass_without_a_word(string text) => Assert.Empty(RuleProbe.Findings("deploy.yml", text));

    [Theory]
    [InlineData("deploymentGroups: 5\ninstances: {}\ndeploymentConfigs: [a, [b]]\n")]
    [InlineData("deploymentGroups:\n  - &a { deploymentGroupName: x, loadBalancerInfo: *a }\n")]
    [InlineData("deploymentGroups:\n  - &a { <<: *a, deploymentGroupName: x }\n")]
    [InlineData("deploymentGroups:\n  - deploymentGroupName: [x]\n    loadBalancerInfo: [1]\n    ec2TagSet: { ec2TagSetList: [1, [2], [[3]]] }\n    alarmConfiguration: { alarms: { a: b }, enabled: [] }\n    ? [k]\n    : v\n")]
    public void Odd_shapes_do_no_harm(string text) => Assert.All(RuleProbe.Findings("deploy.yml", text), finding => Assert.NotEqual("", finding.Message));

    [Theory]
    [InlineData("deploymentGroups:\n", "  - { deploymentGroupName: g#, deploymentConfigName: c#, onPremisesInstanceTagFilters: [{ Key: a, Value: v#, Type: KEY_AND_VALUE }] }\n", "instances:\n", "  - { instanceName: i#, tags: { a: w# } }\n")]
    [InlineData("deploymentGroups:\n", "  - { deploymentGroupName: g#, onPremisesInstanceTagFilters: [{ Key: a, Type: KEY_ONLY }], deploymentConfigName: c# }\n", "deploymentConfigs:\n", "  - { deploymentConfigName: d#, minimumHealthyHosts: { type: HOST_COUNT, value: 0 } }\n")]
    [InlineData("applicationName: shop\n", "deploymentGroupsNamed#: 1\n", "", "")]
    public void Thousands_of_mistakes_are_found_and_counted(string first, string many, string second, string more)
    {
        var text = first + string.Concat(Enumerable.Range(0, 4_000).Select(i => many.Replace("#", $"{i}", StringComparison.Ordinal)))
            + second + string.Concat(Enumerable.Range(0, 4_000).Select(i => more.Replace("#", $"{i}", StringComparison.Ordinal)));

        Assert.Contains(RuleProbe.Findings("deploy.yml", text), finding => finding.Message.StartsWith("3000 more findings of this rule", StringComparison.Ordinal));
    }

    [Fact]
    public void Aliases_that_would_multiply_are_not_followed()
    {
        var text = "x0: &x0 [{ Key: a, Type: KEY_ONLY }]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"x{i}: &x{i} [*x{i - 1}, *x{i - 1}]\n"))
            + "deploymentGroups:\n  - deploymentGroupName: test\n    ec2TagFilters: *x30\n";

        Assert.DoesNotContain(RuleProbe.Findings("deploy.yml", text), finding => finding.Rule.StartsWith("SLW7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SLW1001", "deploy.yml", "applicationName: \"a\n", "The file cannot be read as YAML: the quote that is opened here is never closed. Nothing could be deployed; correct line 1.")]
    [InlineData("SLW1002", "deploy.yml", "deploymentGroups:\n\t- deploymentGroupName: a\n", "YAML does not allow tabs as indentation; the file cannot be read. Use spaces.")]
    [InlineData("SLW1006", "branch-policy.yml", "- a\n", "The file holds a list, not a mapping, where keys with values are due; nothing could be deployed with it. Write its keys.")]
    [InlineData("SLW1007", "deploy.yml", Group + "---\na: b\n", "Everything from here on is ignored. Delete it or merge it into the first document.")]
    [InlineData("SLW1010", "deploy.yml", "applicationName: a\napplicationName: b\n" + Group, "'applicationName' is already set on line 1, and only one of the two can count. Merge the two.")]
    public void Messages_about_files_that_no_agent_reads_speak_of_no_agent(string rule, string file, string text, string message) =>
        Assert.Equal(message, Assert.Single(RuleProbe.Findings(file, text), finding => finding.Rule == rule).Message);

    [Fact]
    public void A_key_that_is_written_twice_is_one_mistake_where_it_stands_second()
    {
        var findings = RuleProbe.Findings("deploy.yml", Group + "hok: 1\nhok: 2\n");

        Assert.Equal(["SLW1011", "SLW1010"], findings.Select(finding => finding.Rule));
    }
}
