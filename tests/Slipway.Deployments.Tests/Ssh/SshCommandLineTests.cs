using System.Buffers;
using CsCheck;
using Slipway.Deployments.Transports.Ssh;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;
using Xunit;

namespace Slipway.Deployments.Tests.Ssh;

/// <summary>How ssh is called: nothing that stands in deploy.yml can become an option or a command.</summary>
public sealed class SshCommandLineTests
{
    private static readonly SearchValues<char> ReadDifferently = SearchValues.Create("'\\!\n\r@");

    [Theory]
    [InlineData("-oProxyCommand=touch /tmp/x"), InlineData(""), InlineData("a b"), InlineData("$(id)"), InlineData("a;b"), InlineData("a'b"), InlineData("a/b"), InlineData("user@host")]
    public void A_host_that_could_be_something_else_is_refused(string host) =>
        Assert.Equal("SLW0437", Assert.Throws<SlipwayException>(() => Arguments(new(false, host))).Error.Code);

    [Theory]
    [InlineData("-l"), InlineData(""), InlineData("a b"), InlineData("`id`"), InlineData("a%p")]
    public void A_user_that_could_be_something_else_is_refused(string user) =>
        Assert.Equal("SLW0437", Assert.Throws<SlipwayException>(() => Arguments(new(false, "web-1", user))).Error.Code);

    [Theory]
    [InlineData("web-1"), InlineData("10.0.0.5"), InlineData("fe80::1%eth0"), InlineData("web_1.example.com")]
    public void Names_and_addresses_stand_behind_the_end_of_options(string host)
    {
        var arguments = Arguments(new(false, host, "deploy", 2222));
        Assert.Equal(["-l", "deploy", "-p", "2222", "--", host, "command"], arguments.TakeLast(7));
        Assert.Contains("StrictHostKeyChecking=yes", arguments);
        Assert.Contains("BatchMode=yes", arguments);
    }

    [Fact]
    public void Whatever_is_accepted_is_one_argument_that_no_shell_reads()
    {
        Gen.String.Sample(text =>
        {
            if (SshCommandLine.IsHost(text)) Assert.Matches("^[A-Za-z0-9._:%][A-Za-z0-9._:%-]*$", text);
            if (SshCommandLine.IsUser(text)) Assert.Matches("^[A-Za-z0-9._@+\\\\][A-Za-z0-9._@+\\\\-]*$", text);
        });
    }

    [Fact]
    public void The_remote_command_has_nothing_that_login_shells_read_differently()
    {
        var command = Bootstrap.Command(new Dictionary<string, AgentProgram> { ["Linux-x86_64"] = new("/a", 12, new('a', 64)) }, sudo: true);
        Assert.StartsWith("exec sh -c '", command, StringComparison.Ordinal);
        Assert.EndsWith("'", command, StringComparison.Ordinal);
        var script = command["exec sh -c '".Length..^1];
        Assert.Equal(-1, script.AsSpan().IndexOfAny(ReadDifferently));
        Assert.True(command.Length < 4000);
    }

    private static IReadOnlyList<string> Arguments(InstanceConnection connection) => SshCommandLine.Arguments(connection, "command", null, TimeSpan.FromSeconds(15));
}
