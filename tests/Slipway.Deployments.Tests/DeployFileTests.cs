using Slipway.Specifications;
using Xunit;

namespace Slipway.Deployments.Tests;

public sealed class DeployFileTests : IDisposable
{
    private const string TwoGroups = """
        applicationName: Orders
        instances:
          - { instanceName: web-1, connection: ssh://deploy@10.0.0.5, tags: { Fleet: blue } }
          - { instanceName: web-2, connection: local, root: green, tags: { Fleet: green, Role: web }, environment: { PORT: "5002", EMPTY: "" } }
        deploymentGroups:
          - deploymentGroupName: staging
            onPremisesInstanceTagFilters: [ { Key: Fleet, Value: green, Type: KEY_AND_VALUE } ]
            autoRollbackConfiguration: { enabled: true, events: [ DEPLOYMENT_FAILURE ] }
          - deploymentGroupName: remote
            onPremisesInstanceTagFilters: [ { Key: Fleet, Value: blue } ]
            serviceRole: x
          - deploymentGroupName: both
            onPremisesInstanceTagFilters: [ { Key: Fleet, Type: KEY_ONLY } ]
          - deploymentGroupName: behind
            onPremisesInstanceTagFilters: [ { Key: Role, Type: KEY_ONLY } ]
            loadBalancerInfo: { haproxy: { socket: /x, backend: y } }
          - deploymentGroupName: aws
            deploymentService: CodeDeploy
          - deploymentGroupName: bluegreen
            deploymentStyle: { deploymentType: BLUE_GREEN }
            onPremisesInstanceTagFilters: [ { Value: web, Type: VALUE_ONLY } ]
        """;

    private readonly TempState temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void A_group_of_one_local_instance_is_read_whole()
    {
        var file = Read(TwoGroups);
        Assert.Equal("Orders", file.ApplicationName);
        var group = file.FindGroup("staging");
        Assert.Equal(("staging", Path.Combine(temp.Folder, "green"), true, false), (group.Name, group.Root, group.RollsBackOnFailure, group.HasTrafficControl));
        Assert.Equal(new Dictionary<string, string> { ["PORT"] = "5002", ["EMPTY"] = "" }, group.Environment);
    }

    [Fact]
    public void A_group_of_several_instances_has_them_all_in_its_definition()
    {
        var group = Read(TwoGroups).FindGroup("both");
        Assert.Equal(("", 0), (group.Root, group.Environment.Count));
        Assert.Equal([("web-1", "ssh://deploy@10.0.0.5"), ("web-2", "local")], group.Definition!.Instances.Select(i => (i.InstanceName, i.Connection.ToString())));
        Assert.Equal(Path.Combine(temp.Folder, "green"), group.Definition.Instances[1].Root);
    }

    [Theory]
    [InlineData("remote", 11, "serviceRole")]
    [InlineData("behind", 16, "loadBalancerInfo")]
    [InlineData("aws", 18, "deploymentService: CodeDeploy")]
    [InlineData("bluegreen", 20, "load balancer")]
    public void What_is_not_available_is_refused_by_name_at_its_line(string group, int line, string named)
    {
        var error = Assert.Throws<SlipwayException>(() => Read(TwoGroups).FindGroup(group)).Error;
        Assert.Equal(("SLW0414", line), (error.Code, error.Line));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Allowed_signers_of_a_group_replace_those_of_the_file()
    {
        var (anna, bert) = (NewKey(), NewKey());
        File.WriteAllText(Path.Combine(temp.Folder, "signers"), "carla@example.com ssh-ed25519 AAAA\n");
        var text = TwoGroups + $$"""

            allowedSigners:
              - { principal: anna@example.com, key: "{{anna.Replace("\n", "\\n", StringComparison.Ordinal)}}" }
            """;
        var file = Read(text);
        Assert.Equal("anna@example.com", Assert.Single(file.FindGroup("staging").AllowedSigners!.Signers).Principal);
        Assert.Equal("anna@example.com", Assert.Single(file.FindSigners(null)!.Signers).Principal);
        file = Read(text.Replace("deploymentGroupName: staging", $$"""
            deploymentGroupName: staging
                allowedSigners:
                  - principal: bert
                    key: |
            {{string.Join('\n', bert.Split('\n').Select(line => "          " + line))}}
                  - file: signers
            """, StringComparison.Ordinal));
        var signers = file.FindGroup("staging").AllowedSigners!;
        Assert.Equal(("bert", 1), (Assert.Single(signers.Signers).Principal, signers.Files.Count));
        Assert.Null(Read(TwoGroups).FindGroup("staging").AllowedSigners);
        Assert.Equal("SLW0413", Assert.Throws<SlipwayException>(() => file.FindSigners("nowhere")).Error.Code);
    }

    [Theory]
    [InlineData("[]", "at least one")]
    [InlineData("", "at least one")]
    [InlineData("anna", "at least one")]
    [InlineData("[ anna ]", "an entry is")]
    [InlineData("[ { principal: anna } ]", "a principal and a key")]
    [InlineData("[ { principal: anna, key: x, file: y } ]", "a principal and a key")]
    [InlineData("[ { principal: anna, keys: x } ]", "'keys' is no key")]
    [InlineData("[ { principal: anna, key: ssh-ed25519 } ]", "neither an SSH public key")]
    [InlineData("[ { principal: 'anna bert', key: x } ]", "no principal")]
    [InlineData("[ { file: nowhere } ]", "nowhere")]
    [InlineData("[ { file: empty } ]", "names nobody")]
    public void A_list_of_signers_that_cannot_be_used_is_told_with_its_line(string list, string part)
    {
        File.WriteAllText(Path.Combine(temp.Folder, "empty"), "# nobody\n\n");
        var error = Assert.Throws<SlipwayException>(() => Read($"{TwoGroups}\nallowedSigners: {list}\n").FindGroup("staging")).Error;
        Assert.Equal(("SLW0148", 22), (error.Code, error.Line));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("deploy.yml", error.File, StringComparison.Ordinal);
    }

    private static string NewKey()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    [Fact]
    public void A_group_that_is_not_there_is_told_with_those_that_are()
    {
        var error = Assert.Throws<SlipwayException>(() => Read(TwoGroups).FindGroup("production")).Error;
        Assert.Equal("SLW0413", error.Code);
        Assert.Contains("staging, remote", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [", 0)]
    [InlineData("- a", 1)]
    [InlineData("", 1)]
    [InlineData("\0", 0)]
    public void What_is_no_deploy_file_is_a_coded_error(string text, int line)
    {
        var error = Assert.Throws<SlipwayException>(() => Read(text)).Error;
        Assert.Equal("SLW0414", error.Code);
        Assert.True(line == 0 ? error.Line >= 1 : error.Line == line);
    }

    [Fact]
    public void A_huge_file_is_not_read()
    {
        Assert.Equal("SLW0414", Assert.Throws<SlipwayException>(() => Read(new string('#', (1 << 20) + 1))).Error.Code);
    }

    private DeployFile Read(string text)
    {
        var path = Path.Combine(temp.Folder, "deploy.yml");
        File.WriteAllText(path, text);
        return DeployFile.Read(path);
    }
}
