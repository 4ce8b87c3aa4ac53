using System.Security.Cryptography;
using Xunit;

namespace Slipway.Cli.Tests;

/// <summary><c>slipway pack</c> stops before a secret leaves.</summary>
public sealed class PackSecretTests : IDisposable
{
    private readonly InProcess cli = new();

    // Made up here, so that no scanner stumbles over this repository.
    private readonly string key = "AKIA" + new string([.. Enumerable.Range(0, 16).Select(_ => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[RandomNumberGenerator.GetInt32(32)])]);

    public PackSecretTests() => Revision.Write(cli.PathOf("one"), "1");

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task A_secret_stops_the_pack_with_its_place_and_without_its_value(string format)
    {
        File.WriteAllText(cli.PathOf("one/settings.ini"), $"[aws]\nkey = {key}\n");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(1, await cli.Slipway("pack", "one", "-o", "one.zip", "--format", format));
            Assert.Matches(@"one/settings.ini\(2,7\): error SLW9011: ", cli.Error);
            Assert.Matches("one: error SLW0127: ", cli.Error);
            Assert.DoesNotContain(key, cli.Error + cli.Output, StringComparison.Ordinal);
            Assert.Equal("", cli.Output);
            Assert.False(File.Exists(cli.PathOf("one.zip")));
        }
    }

    [Fact]
    public async Task An_earlier_bundle_stays_as_it_was()
    {
        File.WriteAllText(cli.PathOf("one.zip"), "earlier");
        File.WriteAllText(cli.PathOf("one/settings.ini"), key);
        Assert.Equal(1, await cli.Slipway("pack", "one", "-o", "one.zip"));
        Assert.Equal("earlier", File.ReadAllText(cli.PathOf("one.zip")));
    }

    [Fact]
    public async Task A_secret_in_what_was_packed_clean_before_is_found()
    {
        var file = cli.PathOf("one/settings.ini");
        File.WriteAllText(file, new string('x', key.Length));
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one.zip"));
        File.WriteAllText(file, key);
        Assert.Equal(1, await cli.Slipway("pack", "one", "-o", "one.zip"));

        // And the same content under a name that decides.
        File.WriteAllText(file, "nothing to see");
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one.zip"));
        File.Move(file, cli.PathOf("one/id_rsa"));
        Assert.Equal(1, await cli.Slipway("pack", "one", "-o", "one.zip"));
        Assert.Contains("SLW9012", cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("legacy.txt", 3)]
    [InlineData("large.txt", 2_000_000)]
    [InlineData("App.dll", 100_000)]
    public async Task It_is_found_wherever_it_stands_in_a_file(string name, int before)
    {
        File.WriteAllText(cli.PathOf("one/" + name), new string(' ', before) + key + "\n");
        Assert.Equal(1, await cli.Slipway("pack", "one", "-o", "one.tgz"));
        Assert.Contains("SLW9011", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_fingerprint_lets_it_pass_and_no_other()
    {
        File.WriteAllText(cli.PathOf("one/settings.ini"), key);
        File.WriteAllText(cli.PathOf("allowed.txt"), Convert.ToHexString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(key))) + "  # of the test double\n");
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one.zip", "--allowed-secrets", "allowed.txt"));
        Assert.Equal(1, await cli.Slipway("pack", "one", "-o", "one.zip"));
        File.WriteAllText(cli.PathOf("one/settings.ini"), key[..^1] + (key[^1] == 'A' ? 'B' : 'A'));
        Assert.Equal(1, await cli.Slipway("pack", "one", "-o", "one.zip", "--allowed-secrets", "allowed.txt"));
        Assert.Equal(2, await cli.Slipway("pack", "one", "-o", "one.zip", "--allowed-secrets", "nowhere"));
    }

    [Fact]
    public async Task A_projects_own_file_of_accepted_secrets_is_found()
    {
        File.WriteAllText(cli.PathOf("one/settings.ini"), key);
        File.WriteAllText(cli.PathOf("one/allowed.txt"), Convert.ToHexString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(key))));
        File.WriteAllText(cli.PathOf("one/App.csproj"), "<Project><PropertyGroup><SlipwayAllowedSecrets>allowed.txt</SlipwayAllowedSecrets></PropertyGroup></Project>");
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one.zip"));
    }

    [Fact]
    public async Task A_warning_is_printed_and_stops_nothing()
    {
        File.WriteAllText(cli.PathOf("one/appsettings.json"), "{ \"Smtp\": { \"Password\": \"Qw7-tz4!kk\" } }\n");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one.zip"));
            Assert.Contains("warning SLW9015", cli.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_severity_that_is_written_down_counts()
    {
        File.WriteAllText(cli.PathOf("one/settings.ini"), key);
        File.WriteAllText(cli.PathOf("one/.editorconfig"), "root = true\n[settings.ini]\nslipway_diagnostic.SLW9011.severity = warning\n");
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one.zip"));
        Assert.Contains("warning SLW9011", cli.Output, StringComparison.Ordinal);
    }
}
