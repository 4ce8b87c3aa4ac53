using Slipway.Specifications.DeployFiles;
using Slipway.Specifications.Yaml;
using Xunit;

namespace Slipway.Specifications.Tests.DeployFiles;

public sealed class DeployFileReaderTests
{
    private const string Folder = "/srv/orders/";

    private const string Whole = """
        applicationName: Orders
        stateLocation: shared
        fileExistsBehavior: RETAIN
        instances:
          - { instanceName: web-1, connection: "ssh://deploy@10.0.0.5:2222", tags: { Fleet: blue, Role: web }, availabilityZone: a, sudo: true, server: one }
          - { instanceName: web-2, connection: "ssh://[fe80::1%eth0]", root: /srv/green/, state: /var/lib/s, tags: { Fleet: green, Role: web } }
          - { instanceName: web-3, connection: local, root: green/, tags: { Fleet: green }, environment: { PORT: 5002, EMPTY: } }
        deploymentConfigs:
          - deploymentConfigName: ThreeQuarters
            minimumHealthyHosts: { type: FLEET_PERCENT, value: 75 }
            zonalConfig: { monitorDurationInSeconds: 60, minimumHealthyHostsPerZone: { type: HOST_COUNT, value: 1 } }
        deploymentGroups:
          - deploymentGroupName: production
            deploymentService: Slipway
            deploymentConfigName: ThreeQuarters
            onPremisesTagSet: { onPremisesTagSetList: [ [ { Key: Fleet, Type: KEY_ONLY } ], [ { Key: Role, Value: web, Type: KEY_AND_VALUE }, { Value: green, Type: VALUE_ONLY } ] ] }
            deploymentStyle: { deploymentType: BLUE_GREEN, deploymentOption: WITH_TRAFFIC_CONTROL }
            blueGreenDeploymentConfiguration:
              greenFleetProvisioningOption: { action: DISCOVER_EXISTING }
              deploymentReadyOption: { actionOnTimeout: STOP_DEPLOYMENT, waitTimeInMinutes: 30 }
              terminateBlueInstancesOnDeploymentSuccess: { action: TERMINATE, terminationWaitTimeInMinutes: 5 }
            targetInstances: { tagFilters: [ { Key: Fleet, Value: green } ] }
            loadBalancerInfo: { haproxy: { socket: run/admin.sock, backend: orders }, drainTimeoutInSeconds: 7, healthTimeoutInSeconds: 8 }
            autoRollbackConfiguration: { enabled: true, events: [ DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM ] }
            alarmConfiguration:
              enabled: true
              ignorePollAlarmFailure: true
              alarms:
                - { name: health, url: "http://127.0.0.1/health", threshold: 3, intervalInSeconds: 2, timeoutInSeconds: 4 }
                - { name: smoke, command: "./smoke.sh 'two words'" }
            triggerConfigurations:
              - { triggerName: chat, triggerEvents: [ DeploymentFailure, InstanceReady ], url: "https://chat.example.com", secretVariable: CHAT_SECRET }
              - { triggerName: mail, triggerEvents: [ DeploymentSuccess ], command: [ mail, "-s", done ] }
            ignoreApplicationStopFailures: true
            bakeTimeInMinutes: 10
        """;

    [Fact]
    public void Everything_that_a_group_says_is_in_its_definition()
    {
        var group = Read(Whole, "production");
        Assert.Equal(["web-1", "web-2", "web-3"], group.Instances.Select(i => i.InstanceName));
        Assert.Equal((new InstanceConnection(false, "10.0.0.5", "deploy", 2222), "", true, "a", "one"),
            (group.Instances[0].Connection, group.Instances[0].Root, group.Instances[0].Sudo, group.Instances[0].AvailabilityZone, group.Instances[0].Server));
        Assert.Equal(("fe80::1%eth0", "/srv/green", "/var/lib/s"), (group.Instances[1].Connection.Host, group.Instances[1].Root, group.Instances[1].StateFolder));
        Assert.Equal((Folder + "green", "5002", ""), (group.Instances[2].Root, group.Instances[2].Environment["PORT"], group.Instances[2].Environment["EMPTY"]));
        Assert.Equal(new("ThreeQuarters")
        {
            Minimum = new(MinimumHealthyHostsType.FleetPercent, 75),
            Zonal = new(null, TimeSpan.FromMinutes(1), new(MinimumHealthyHostsType.HostCount, 1)),
        }, group.Configuration);
        Assert.Equal(new BlueGreenConfiguration(new(true, TimeSpan.FromMinutes(30)), true, TimeSpan.FromMinutes(5)), group.BlueGreen);
        Assert.Equal(["web-2", "web-3"], group.ReplacementInstances);
        Assert.Equal((new HaproxyDefinition(Folder + "run/admin.sock", "orders"), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8)),
            (group.LoadBalancer!.Haproxy, group.LoadBalancer.DrainTimeout, group.LoadBalancer.HealthTimeout));
        Assert.Equal([AutoRollbackEvent.DeploymentFailure, AutoRollbackEvent.DeploymentStopOnAlarm], group.RollsBackOn);
        Assert.True(group.Alarms!.IgnorePollFailure);
        Assert.Equal([("health", 3, 2, 4), ("smoke", 1, 5, 5)], group.Alarms.Alarms.Select(a => (a.Name, a.Threshold, (int)a.Interval.TotalSeconds, (int)a.Timeout.TotalSeconds)));
        Assert.Equal([Folder + "smoke.sh", "two words"], group.Alarms.Alarms[1].Command);
        Assert.Equal([TriggerEvent.DeploymentFailure, TriggerEvent.InstanceReady], group.Triggers[0].Events);
        Assert.Equal("CHAT_SECRET", group.Triggers[0].SecretVariable);
        Assert.Equal(["mail", "-s", "done"], group.Triggers[1].Command);
        Assert.Equal((Specifications.AppSpecs.FileExistsBehavior.Retain, true, TimeSpan.FromMinutes(10), Folder + "shared"),
            (group.FileExistsBehavior, group.IgnoreApplicationStopFailures, group.BakeTime, group.StateLocation));
    }

    [Theory]
    [InlineData("nginx: { upstreamFile: /etc/nginx/u.conf, upstream: orders, testCommand: 'nginx -t -c x', reloadCommand: [ systemctl, reload, nginx ] }")]
    [InlineData("proxy: { socket: /run/p.sock, service: orders }")]
    [InlineData("command: bin/balance --all")]
    [InlineData("haproxy: { socket: '127.0.0.1:9999', backend: orders }")]
    public void Each_load_balancer_is_read(string info)
    {
        var balancer = Read(Group($"deploymentStyle: {{ deploymentOption: WITH_TRAFFIC_CONTROL }}\n    loadBalancerInfo: {{ {info} }}"), "g").LoadBalancer!;
        Assert.True(balancer switch
        {
            { Nginx: { } nginx } => nginx.TestCommand.SequenceEqual(["nginx", "-t", "-c", "x"]) && nginx.ReloadCommand.SequenceEqual(["systemctl", "reload", "nginx"]),
            { Proxy: { } proxy } => proxy == new ProxyDefinition("/run/p.sock", "orders"),
            { Command: { } command } => command.Program.SequenceEqual([Folder + "bin/balance", "--all"]),
            { Haproxy: { } haproxy } => haproxy == new HaproxyDefinition("127.0.0.1:9999", "orders"),
            _ => false,
        });
    }

    [Theory]
    [InlineData("", 1, null)]
    [InlineData("deploymentConfigName: CodeDeployDefault.HalfAtATime", null, 50)]
    [InlineData("deploymentConfigName: CodeDeployDefault.AllAtOnce", null, 0)]
    public void The_predefined_configurations_have_CodeDeploys_numbers(string key, int? concurrent, int? minimum)
    {
        var configuration = Read(Group(key), "g").Configuration;
        Assert.Equal((concurrent, minimum), (configuration.MostConcurrent, configuration.Minimum?.Value));
    }

    [Theory]
    [InlineData("local", "local")]
    [InlineData("ssh://host", "ssh://host")]
    [InlineData("ssh://me@host:22/", "ssh://me@host:22")]
    [InlineData("ssh://me@[::1]:2222", "ssh://me@[::1]:2222")]
    [InlineData("host", null)]
    [InlineData("ssh://", null)]
    [InlineData("ssh://-oProxyCommand=x", null)]
    [InlineData("ssh://-l@host", null)]
    [InlineData("ssh://me:secret@host", null)]
    [InlineData("ssh://host:0", null)]
    [InlineData("ssh://host:99999", null)]
    [InlineData("ssh://host:", null)]
    [InlineData("ssh://::1", null)]
    [InlineData("ssh://[::1", null)]
    [InlineData("ssh://[host]", null)]
    [InlineData("ssh://a b", null)]
    [InlineData("ssh://host/path", null)]
    [InlineData("ssh://host;reboot", null)]
    public void A_connection_is_this_machine_or_an_address_of_ssh_that_is_no_option(string text, string? read) =>
        Assert.Equal(read, ConnectionText.Parse(text, out _)?.ToString());

    [Theory]
    [InlineData("deploymentConfigName: Nothing", "does not exist")]
    [InlineData("deploymentConfigName: CodeDeployDefault.OneAtTime", "Did you mean 'CodeDeployDefault.OneAtATime'")]
    [InlineData("deploymentConfigName: CodeDeployDefault.ECSAllAtOnce", "is for ECS")]
    [InlineData("deploymentStyle: { deploymentType: BLUEGREEN }", "BLUE_GREEN")]
    [InlineData("deploymentStyle: { deploymentOption: WITH_TRAFFIC_CONTROL }", "names no load balancer")]
    [InlineData("deploymentStyle: { deploymentType: BLUE_GREEN }", "names no load balancer")]
    [InlineData("loadBalancerInfo: { haproxy: { socket: /x, backend: y } }", "deploymentOption: WITH_TRAFFIC_CONTROL")]
    [InlineData("loadBalancerInfo: { haproxy: { socket: /x } }", "'backend' is missing")]
    [InlineData("loadBalancerInfo: { haproxy: { socket: /x, backend: y }, proxy: { socket: /x } }", "one load balancer")]
    [InlineData("loadBalancerInfo: { targetGroupInfoList: [ { name: x } ] }", "not available in this version")]
    [InlineData("loadBalancerInfo: { command: \"x 'y\" }", "a quote that is not closed")]
    [InlineData("loadBalancerInfo: { command: [] }", "names no program")]
    [InlineData("alarmConfiguration: { enabled: true, alarms: [ { name: cpu } ] }", "CloudWatch")]
    [InlineData("alarmConfiguration: { enabled: true }", "none is listed")]
    [InlineData("alarmConfiguration: { enabled: maybe, alarms: [ { name: a, url: 'http://x' } ] }", "true or false")]
    [InlineData("alarmConfiguration: { enabled: true, alarms: [ { name: a, url: 'ftp://x' } ] }", "is no address")]
    [InlineData("alarmConfiguration: { enabled: true, alarms: [ { name: a, url: 'http://x', threshold: 0 } ] }", "1 or more")]
    [InlineData("triggerConfigurations: [ { triggerName: t, triggerEvents: [ DeploymentDone ], url: 'http://x' } ]", "is no value of")]
    [InlineData("triggerConfigurations: [ { triggerName: t, triggerEvents: [ DeploymentStart ] } ]", "neither url nor command")]
    [InlineData("triggerConfigurations: [ { triggerName: t, triggerTargetArn: 'arn:x', triggerEvents: [ DeploymentStart ] } ]", "SNS")]
    [InlineData("triggerConfigurations: [ { triggerName: t, triggerEvents: [ ~ ], url: 'http://x' } ]", "told nothing")]
    [InlineData("ec2TagFilters: [ { Key: a, Type: KEY_ONLY } ]", "run by AWS CodeDeploy")]
    [InlineData("deploymentService: Slipway\n    autoScalingGroups: [ a ]", "only CodeDeploy knows")]
    [InlineData("deploymentService: CodeDeploy", "run by AWS CodeDeploy")]
    [InlineData("updateOutdatedInstancesOnly: true", "not available in this version")]
    [InlineData("bakeTimeInMinutes: 10m", "whole number, 0 to 2880")]
    [InlineData("bakeTimeInMinutes: -1", "whole number, 0 to 2880")]
    [InlineData("bakeTimeInMinute: 10", "Did you mean 'bakeTimeInMinutes'")]
    [InlineData("targetInstances: { tagFilters: [ { Key: a, Type: KEY_ONLY } ] }", "deployed in place")]
    [InlineData("autoRollbackConfiguration: [ true ]", "must be a mapping")]
    [InlineData("description: a\n    description: b", "stands here twice")]
    public void What_cannot_be_done_is_an_error_with_its_place_that_says_what_to_write(string keys, string part)
    {
        var error = Assert.Throws<SlipwayException>(() => Read(Group(keys), "g")).Error;
        Assert.Equal("SLW0414", error.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Line, 3, 7);
        Assert.True(error.Column > 1);
    }

    [Theory]
    [InlineData("{ connection: local, tags: { a: b } }", "'instanceName' is missing")]
    [InlineData("{ instanceName: one, tags: { a: b } }", "has no connection")]
    [InlineData("{ instanceName: one, connection: local, sudo: true, tags: { a: b } }", "sudo has no meaning")]
    [InlineData("{ instanceName: one, connection: 'ssh://h', root: srv, tags: { a: b } }", "Write the full path")]
    [InlineData("{ instanceName: one, connection: local, root: ~/srv, tags: { a: b } }", "~ is a matter of shells")]
    [InlineData("{ instanceName: one, connection: local, root: \"a\\0b\", tags: { a: b } }", "no control characters")]
    [InlineData("{ instanceName: one, connection: local, environment: { A=B: c }, tags: { a: b } }", "can be no variable")]
    [InlineData("{ instanceName: one, connection: local, environment: { A: [ c ] }, tags: { a: b } }", "a single value")]
    [InlineData("{ instanceName: one, connection: local, tags: { other: b } }", "NO_INSTANCES")]
    [InlineData("{ instanceName: one, connection: local, tags: { a: b } }, { instanceName: two, connection: local, tags: { a: c } }", "one and the same place")]
    [InlineData("{ instanceName: one, connection: local, root: x, tags: { a: b } }, { instanceName: one, connection: local, tags: { a: c } }", "Two instances")]
    [InlineData("{ instanceName: i-one, connection: local, tags: { a: b } }", "cannot be 'instanceName'")]
    public void An_instance_that_cannot_be_deployed_to_is_an_error_with_its_place(string instances, string part)
    {
        var text = $"instances: [ {instances} ]\ndeploymentGroups: [ {{ deploymentGroupName: g, onPremisesInstanceTagFilters: [ {{ Key: a, Type: KEY_ONLY }} ] }} ]";
        var error = Assert.Throws<SlipwayException>(() => Read(text, "g")).Error;
        Assert.Equal("SLW0414", error.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Line, 1, 2);
    }

    [Theory]
    [InlineData("stateLocations: /x", "Did you mean 'stateLocation'")]
    [InlineData("stateLocation: s3://bucket", "only a folder is available")]
    [InlineData("stateLocation: [ a ]", "a single value")]
    [InlineData("computePlatform: Lambda", "for Lambda")]
    public void What_the_whole_file_says_wrong_is_an_error_of_each_of_its_groups(string key, string part) =>
        Assert.Contains(part, Assert.Throws<SlipwayException>(() => Read(key + "\n" + Group(""), "g")).Error.Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_written_once_at_an_anchor_counts_where_it_is_merged_in()
    {
        var text = Group("<<: *usual").Replace("instances:", "x-usual: &usual { bakeTimeInMinutes: 3, ignoreApplicationStopFailures: true }\ninstances:", StringComparison.Ordinal);
        Assert.Equal((TimeSpan.FromMinutes(3), true), (Read(text, "g").BakeTime, Read(text, "g").IgnoreApplicationStopFailures));
    }

    [Fact]
    public void An_error_in_another_group_or_an_instance_of_others_stops_no_deployment()
    {
        var text = Group("") + "\n  - { deploymentGroupName: other, nonsense: 1 }\n";
        text = text.Replace("instances:", "instances:\n  - { nonsense: 1 }", StringComparison.Ordinal);
        Assert.Equal("one", Assert.Single(Read(text, "g").Instances).InstanceName);
    }

    private static string Group(string keys) => $$"""
        instances:
          - { instanceName: one, connection: local, tags: { a: b } }
        deploymentGroups:
          - deploymentGroupName: g
            onPremisesInstanceTagFilters: [ { Key: a, Type: KEY_ONLY } ]
            {{keys}}
        """;

    private static DeploymentGroupDefinition Read(string text, string group) => DeployFileReader.Of(YamlDocument.Parse(text), Folder + "deploy.yml").ReadGroup(group);
}
