using System.Diagnostics;
using System.Security.Cryptography;
using Slipway.Revisions;
using Xunit;

namespace Slipway.Cli.Tests;

/// <summary>pack --sign, sign, verify, and deployments that demand signatures.</summary>
public sealed class SignedRevisionTests : IDisposable
{
    private readonly InProcess cli = new();

    public SignedRevisionTests()
    {
        Revision.Write(cli.PathOf("one"), "1", Revision.Tracing("1", "AfterInstall"));
        Revision.Write(cli.PathOf("two"), "2");
        WriteKey("anna");
    }

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    [InlineData("tgz")]
    public async Task A_signed_bundle_verifies_by_a_named_key(string type)
    {
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one." + type, "--sign", "anna.pem", "--application", "Orders"));
        Assert.Equal(0, await cli.Slipway("verify", "one." + type, "--allowed-signers", "anna.pub.pem"));
        Assert.Matches("application +Orders", cli.Output);
        Assert.Matches(@"signed by +ecdsa-p256 SHA256:\S+ \(anna\.pub, allowed\)", cli.Output);
        Assert.Equal(0, await cli.Slipway("verify", "one." + type, "--allowed-signers", "anna.pub.pem", "--format", "json"));
        Assert.True(cli.Json.GetProperty("verified").GetBoolean());
        Assert.Equal(("allowed", "anna.pub"), (Signature("state"), Signature("principal")));
    }

    [Fact]
    public async Task Without_allowed_signers_nobody_vouches_and_any_signer_must_be_asked_for()
    {
        await cli.Slipway("pack", "one", "-o", "one.zip", "--sign", "anna.pem");
        Assert.Equal(1, await cli.Slipway("verify", "one.zip"));
        Assert.Matches("^.*one.zip: error SLW0149: The signature is good, and nobody vouches", cli.Error);
        Assert.Contains("SHA256:", cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, await cli.Slipway("verify", "one.zip", "--any-signer"));
        WriteKey("bert");
        Assert.Equal(1, await cli.Slipway("verify", "one.zip", "--allowed-signers", "bert.pub.pem", "--format", "json"));
        Assert.Equal("SLW0149", cli.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("unvouched", Signature("state"));
    }

    [Fact]
    public async Task What_nobody_signed_or_somebody_changed_ends_with_1()
    {
        await cli.Slipway("pack", "one", "-o", "plain.tar");
        Assert.Equal(1, await cli.Slipway("verify", "plain.tar", "--any-signer"));
        Assert.Contains("SLW0149", cli.Error, StringComparison.Ordinal);
        await cli.Slipway("pack", "one", "-o", "signed.tar", "--sign", "anna.pem");
        var bytes = File.ReadAllBytes(cli.PathOf("signed.tar"));
        bytes[bytes.AsSpan().IndexOf("/srv/app"u8)] = (byte)'x';
        File.WriteAllBytes(cli.PathOf("signed.tar"), bytes);
        Assert.Equal(1, await cli.Slipway("verify", "signed.tar", "--allowed-signers", "anna.pub.pem"));
        Assert.Contains("SLW0111", cli.Error, StringComparison.Ordinal);

        // Signatures of another revision.
        await cli.Slipway("pack", "one", "-o", "one.zip", "--sign", "anna.pem");
        await cli.Slipway("pack", "two", "-o", "two.zip");
        RevisionBundle.WriteAttachments(cli.PathOf("two.zip"), RevisionBundle.ReadAttachments(cli.PathOf("one.zip")));
        Assert.Equal(1, await cli.Slipway("verify", "two.zip", "--allowed-signers", "anna.pub.pem"));
        Assert.Contains("SLW0147", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_is_signed_later_by_a_second_signer_and_stays_the_same_revision()
    {
        await cli.Slipway("pack", "one", "-o", "one.zip", "--sign", "anna.pem", "--format", "json");
        var revision = cli.Json.GetProperty("revision").GetString();
        WriteKey("bert", "pass word");
        Assert.Equal(1, await cli.Slipway("sign", "one.zip", "--key", "bert.pem"));
        Assert.Contains("SLW0144", cli.Error, StringComparison.Ordinal);
        cli.Variables["SLIPWAY_SIGNING_PASSPHRASE"] = "pass word";
        Assert.Equal(0, await cli.Slipway("sign", "one.zip", "--key", "bert.pem", "--format", "json"));
        Assert.Equal(revision, cli.Json.GetProperty("revision").GetString());
        Assert.Equal(0, await cli.Slipway("verify", "one.zip", "--allowed-signers", "bert.pub.pem", "--format", "json"));
        Assert.Equal(["allowed", "unvouched"], cli.Json.GetProperty("signatures").EnumerateArray().Select(s => s.GetProperty("state").GetString()).Order());
    }

    [Theory]
    [InlineData(2, "SLW0002", "sign", "one", "--key", "anna.pem")]
    [InlineData(2, "SLW0002", "sign", "one.zip", "--key", "nowhere")]
    [InlineData(2, "SLW0001", "sign", "one.zip")]
    [InlineData(1, "SLW0143", "sign", "one.zip", "--key", "anna.pub.pem")]
    [InlineData(1, "SLW0143", "pack", "one", "-o", "x.zip", "--sign", "one/version")]
    [InlineData(2, "SLW0002", "verify", "one")]
    [InlineData(2, "SLW0002", "verify", "one.zip", "--allowed-signers", "nowhere")]
    [InlineData(2, "SLW0002", "verify", "one.zip", "--group", "production")]
    [InlineData(1, "SLW0148", "verify", "one.zip", "--allowed-signers", "anna.pem")]
    public async Task What_is_wrong_with_the_arguments_is_told(int exitCode, string code, params string[] arguments)
    {
        await cli.Slipway("pack", "one", "-o", "one.zip");
        Assert.Equal(exitCode, await cli.Slipway(arguments));
        Assert.Contains(code, cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(cli.PathOf("x.zip")));
    }

    [Fact]
    public async Task A_group_with_allowed_signers_refuses_others_when_deploying_planning_and_rolling_back()
    {
        WriteDeployFile("anna");
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one.zip", "--sign", "anna.pem"));
        Assert.Equal(0, await cli.Slipway("verify", "one.zip", "--group", "production"));
        Assert.Equal(0, await cli.Slipway("deploy", "one.zip", "--group", "production", "--state", "state"));
        await cli.Slipway("pack", "two", "-o", "two.zip");
        Assert.Equal(1, await cli.Slipway("plan", "two.zip", "--group", "production", "--state", "state", "--format", "json"));
        Assert.Equal("SLW0250", cli.Json.GetProperty("conflicts")[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(1, await cli.Slipway("deploy", "two.zip", "--group", "production", "--state", "state"));
        Assert.Contains("SLW0250", cli.Error, StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(cli.PathOf("live/srv/app/version")));

        await cli.Slipway("sign", "two.zip", "--key", "anna.pem");
        Assert.Equal(0, await cli.Slipway("deploy", "two.zip", "--group", "production", "--state", "state"));
        File.Delete(cli.PathOf("one.zip"));
        Assert.Equal(0, await cli.Slipway("rollback", "--group", "production", "--state", "state"));
        Assert.Equal("1", File.ReadAllText(cli.PathOf("live/srv/app/version")));

        // Anna leaves: what she signed comes back no more.
        WriteKey("bert");
        WriteDeployFile("bert");
        Assert.Equal(1, await cli.Slipway("rollback", "--group", "production", "--state", "state"));
        Assert.Contains("SLW0252", cli.Error, StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(cli.PathOf("live/srv/app/version")));
    }

    [Fact]
    public async Task The_statement_tells_the_checkout_and_the_build_and_is_the_same_in_another_clone()
    {
        Git("init", "-q", "-b", "main", ".");
        File.WriteAllText(cli.PathOf(".gitignore"), "*.zip\n*.pem\nhome/\nclone/\n");
        Git("add", ".");
        Git("-c", "user.name=Anna", "-c", "user.email=anna@example.com", "commit", "-q", "-m", "First");
        Git("remote", "add", "origin", "https://anna:secret@git.example.com/orders.git");
        Git("clone", "-q", "--branch", "main", ".", "clone");
        Git("-C", "clone", "remote", "set-url", "origin", "https://git.example.com/orders.git");
        cli.Variables["GITHUB_ACTIONS"] = "true";
        cli.Variables["GITHUB_RUN_ID"] = "7";
        Assert.Equal(0, await cli.Slipway("pack", "one", "-o", "one.zip", "--provenance"));
        Assert.Equal(0, await cli.Slipway("pack", "clone/one", "-o", "two.zip", "--provenance"));
        Assert.Equal(File.ReadAllBytes(cli.PathOf("one.zip")), File.ReadAllBytes(cli.PathOf("two.zip")));
        Assert.Equal(0, await cli.Slipway("show", "one.zip", "--format", "json"));
        var provenance = cli.Json.GetProperty("provenance");
        Assert.Equal(("https://git.example.com/orders.git", "main", false, "github-actions", "7"), (
            provenance.GetProperty("repository").GetString(), provenance.GetProperty("branch").GetString(), provenance.GetProperty("dirty").GetBoolean(),
            provenance.GetProperty("builder").GetString(), provenance.GetProperty("buildId").GetString()));
        Assert.DoesNotContain("secret", cli.Output, StringComparison.Ordinal);
        File.WriteAllText(cli.PathOf("one/new"), "x");
        await cli.Slipway("pack", "one", "-o", "three.zip", "--provenance");
        await cli.Slipway("show", "three.zip");
        Assert.Contains("with changes that are in no commit", cli.Output, StringComparison.Ordinal);
        await cli.Slipway("pack", "one", "-o", "plain.zip");
        Assert.Empty(RevisionBundle.ReadAttachments(cli.PathOf("plain.zip")));
    }

    private string? Signature(string name) => cli.Json.GetProperty("signatures")[0].GetProperty(name).GetString();

    private void WriteDeployFile(string signer)
    {
        var key = File.ReadAllText(cli.PathOf(signer + ".pub.pem")).TrimEnd();
        File.WriteAllText(cli.PathOf("deploy.yml"), $"""
            applicationName: Orders
            instances:
              - instanceName: here
                connection: local
                root: live
                tags: [ ]
            deploymentGroups:
              - deploymentGroupName: production
                onPremisesInstanceTagFilters:
                  - Key: Fleet
                    Type: KEY_ONLY
                allowedSigners:
                  - principal: {signer}@example.com
                    key: |
            {string.Join('\n', key.Split('\n').Select(line => "          " + line))}
            """.Replace("tags: [ ]", "tags: { Fleet: one }", StringComparison.Ordinal));
        Directory.CreateDirectory(cli.PathOf("live"));
    }

    private void WriteKey(string name, string? passphrase = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        File.WriteAllText(cli.PathOf(name + ".pem"), passphrase is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, parameters));
        File.WriteAllText(cli.PathOf(name + ".pub.pem"), key.ExportSubjectPublicKeyInfoPem());
    }

    private void Git(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = cli.Folder })!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("git is not installed");
        }
    }
}
