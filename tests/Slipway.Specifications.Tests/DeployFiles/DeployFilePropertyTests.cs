using CsCheck;
using Slipway.Specifications.DeployFiles;
using Slipway.Specifications.Yaml;
using Xunit;

namespace Slipway.Specifications.Tests.DeployFiles;

public sealed class DeployFilePropertyTests
{
    private static readonly string[] Words =
    [
        "true", "false", "~", "", "0", "-1", "99", "100", "2880", "99999999999", "a", "local", "ssh://h", "ssh://[::1]:1", "http://x", "'a b'", "\"\\0\"", "\"\\u001b\"", "$(X)", "*b", "&b c",
        "KEY_ONLY", "KEY_AND_VALUE", "VALUE_ONLY", "BLUE_GREEN", "IN_PLACE", "WITH_TRAFFIC_CONTROL", "STOP_DEPLOYMENT", "TERMINATE", "FLEET_PERCENT", "HOST_COUNT", "DeploymentStart",
        "DEPLOYMENT_FAILURE", "Slipway", "CodeDeployDefault.AllAtOnce", "own", "g",
    ];

    private static readonly string[] Keys =
    [
        "deploymentService", "deploymentConfigName", "deploymentStyle", "deploymentType", "deploymentOption", "onPremisesInstanceTagFilters", "onPremisesTagSet", "onPremisesTagSetList",
        "targetInstances", "tagFilters", "ec2TagSet", "loadBalancerInfo", "haproxy", "nginx", "proxy", "command", "socket", "backend", "upstreamFile", "upstream", "drainTimeoutInSeconds",
        "blueGreenDeploymentConfiguration", "deploymentReadyOption", "actionOnTimeout", "waitTimeInMinutes", "terminateBlueInstancesOnDeploymentSuccess", "action", "autoRollbackConfiguration",
        "alarmConfiguration", "alarms", "enabled", "events", "triggerConfigurations", "triggerName", "triggerEvents", "url", "name", "threshold", "bakeTimeInMinutes", "minimumHealthyHosts",
        "type", "value", "zonalConfig", "instanceName", "connection", "root", "state", "tags", "environment", "sudo", "Key", "Value", "Type", "<<", "x-y", "nonsense",
    ];

    private static readonly Gen<string> Node = Gen.Recursive<string>((depth, node) =>
    {
        var scalar = AnyOf(Words);
        if (depth > 4) return scalar;
        var entry = Gen.Select(AnyOf(Keys), node, (key, value) => $"{key}: {value}");
        return Gen.Frequency(
            (3, scalar),
            (2, entry.Array[0, 4].Select(entries => $"{{ {string.Join(", ", entries)} }}")),
            (2, node.Array[0, 3].Select(items => $"[ {string.Join(", ", items)} ]")));
    });

    [Fact]
    public void Whatever_is_written_is_a_group_or_one_coded_error()
    {
        var group = Gen.Select(AnyOf(Keys), Node, (key, value) => $"\n    {key}: {value}").Array[0, 6];
        Gen.Select(group, Node, Node, (keys, instance, config) => $$"""
            instances:
              - { instanceName: one, connection: local, tags: { a: b } }
              - {{instance}}
            deploymentConfigs:
              - { deploymentConfigName: own, minimumHealthyHosts: {{config}} }
            deploymentGroups:
              - deploymentGroupName: g
                onPremisesInstanceTagFilters: [ { Key: a, Type: KEY_ONLY } ]{{string.Concat(keys).Replace("\n    ", "\n        ", StringComparison.Ordinal)}}
            """).Sample(Holds, iter: 3000);
    }

    [Fact]
    public void Any_text_at_all_is_a_file_or_one_coded_error() =>
        Gen.Frequency((1, Gen.String), (2, AnyOf(Keys).Array[0, 8].Select(keys => string.Concat(keys.Select((key, i) => $"{new string(' ', i)}{key}:\n"))))).Sample(Holds, iter: 1000);

    private static Gen<string> AnyOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void Holds(string text)
    {
        try
        {
            var reader = DeployFileReader.Of(YamlDocument.Parse(text), "/srv/deploy.yml");
            foreach (var name in reader.GroupNames.Append("g"))
            {
                var definition = reader.ReadGroup(name);
                Assert.NotEmpty(definition.Instances);
            }
        }
        catch (SlipwayException e)
        {
            Assert.True(e.Error.Code is "SLW0413" or "SLW0414", e.Error.ToString());
            Assert.NotEmpty(e.Error.Message);
        }
    }
}
