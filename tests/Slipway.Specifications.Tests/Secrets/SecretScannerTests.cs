using System.Security.Cryptography;
using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Tests.Secrets;

/// <summary>Secrets in published forms are found where they stand; what only looks like one is not.</summary>
public sealed class SecretScannerTests
{
    public static TheoryData<string, string> Tokens => [.. PlantedSecrets.Tokens.Select(item => (item.Kind, item.Token))];

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Finds_a_token_with_its_place_and_fingerprint(string kind, string token)
    {
        var secret = Assert.Single(Scan($"one\ntwo = \"{token}\";\n"));

        Assert.Equal(("SLW9014", kind, Severity.Error), (secret.Rule, secret.Kind, secret.Severity));
        Assert.Equal(new SourceRange(11, token.Length, 2, 8, 2, 8 + token.Length), secret.Range);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))), secret.Fingerprint);
        Assert.Equal(token[..6], secret.Prefix);
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_token_is_a_whole_word(string kind, string token)
    {
        Assert.Empty(Scan("a" + token));
        if (kind is "Slack" or "Stripe") Assert.Equal(token.Length + 2, Assert.Single(Scan(token + "Zz")).Range.Length);
        else Assert.Empty(Scan(token + "Zz"));
    }

    [Fact]
    public void Finds_keys_of_AWS()
    {
        Assert.Equal("AKIA", Assert.Single(Scan(PlantedSecrets.AwsKey)).Prefix);
        Assert.Equal("ASIA", Assert.Single(Scan(PlantedSecrets.AwsSessionKey)).Prefix);
    }

    [Theory]
    [InlineData("aws_secret_access_key = {0}")]
    [InlineData("export AWS_SECRET_ACCESS_KEY=\"{0}\"")]
    [InlineData("$env:AWS_SECRET_ACCESS_KEY = '{0}'")]
    [InlineData("{{ \"SecretAccessKey\": \"{0}\" }}")]
    [InlineData("<SecretAccessKey>{0}</SecretAccessKey>")]
    [InlineData("<add key=\"AWSSecretAccessKey\" value=\"{0}\" />")]
    [InlineData("aws-secret-access-key: {0}")]
    [InlineData("aws_secret: {0}\n")]
    [InlineData("new Credentials(secretAccessKey: \"{0}\")")]
    public void Finds_secret_access_keys_by_their_names(string text)
    {
        var full = string.Format(null, text, PlantedSecrets.AwsSecret);

        var secret = Assert.Single(Scan(full));

        Assert.Equal("SLW9011", secret.Rule);
        Assert.Equal(full.IndexOf(PlantedSecrets.AwsSecret, StringComparison.Ordinal), secret.Range.Offset);
        Assert.Equal(40, secret.Range.Length);
    }

    [Theory]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("aws_access_key_id = AKIAIOSFODNN7EXAMPLE")]
    [InlineData("aws_secret_access_key = 2ef7bde608ce5404e97d5f042f95f89f1c232871")]
    [InlineData("aws_secret_access_key = ${SECRET}")]
    [InlineData("AKIAAAAAAAAAAAAAAAAA AKIAXXXXXXXXXXXXXXXX")]
    [InlineData("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ghp_000000000000000000000000000000000000")]
    [InlineData("npm_config_registry npm_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa glpat-your-token-goes-right-here")]
    [InlineData("xoxb-your-bot-token-comes-here sk_test_4eC39HqLyjWDarjtT1zdp7dc sk_live_")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ1d9xW3\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8\n-----END PUBLIC KEY-----")]
    [InlineData("if (pem.startsWith(\"-----BEGIN PRIVATE KEY-----\")) return parse(pem);")]
    [InlineData("return `-----BEGIN PRIVATE KEY-----\\n${body}\\n-----END PRIVATE KEY-----`")]
    [InlineData("\"-----BEGIN RSA PRIVATE KEY-----\\n\" + formatAsBase64Lines(key) + \"\\n\"")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----")]
    [InlineData("see PuTTY-User-Key-File-2: for the format")]
    public void Is_silent_about_examples_placeholders_and_programs(string text) => Assert.Empty(Scan(text));

    [Theory]
    [InlineData("\n", 1)]
    [InlineData("\\n", 1)]
    [InlineData("\\n\" +\n  \"", 1)]
    [InlineData("\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0DF1\n\n", 1)]
    [InlineData("\r\n", 1)]
    public void Finds_private_keys_in_files_and_in_code(string between, int line)
    {
        const string Header = "-----BEGIN " + "RSA PRIVATE KEY-----";
        var secret = Assert.Single(Scan(Header + between + "MIIEpAIBAAKCAQEA7bq2Zt0yH3vKx9\n-----END RSA " + "PRIVATE KEY-----\n"));

        Assert.Equal(("SLW9012", Header.Length, line, ""), (secret.Rule, secret.Range.Length, secret.Range.Line, secret.Prefix));
    }

    [Fact]
    public void Private_keys_with_the_same_header_have_different_fingerprints()
    {
        var other = PlantedSecrets.PrivateKey.Replace("7bq2", "9xk4", StringComparison.Ordinal);

        Assert.NotEqual(Assert.Single(Scan(PlantedSecrets.PrivateKey)).Fingerprint, Assert.Single(Scan(other)).Fingerprint);
    }

    [Fact]
    public void Finds_PuTTY_keys_and_keys_of_Azure_storage()
    {
        Assert.Equal("PuTTY", Assert.Single(Scan(PlantedSecrets.PuttyKey)).Kind);
        Assert.Equal("Azure storage", Assert.Single(Scan("DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=" + PlantedSecrets.AzureKey)).Kind);
    }

    [Fact]
    public void The_key_of_the_storage_emulator_is_no_secret() => Assert.Empty(Scan(
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/" + "K1SZFPTOtr/KBHBeksoGMGw=="));

    [Theory]
    [InlineData("app.min.js", Severity.Warning)]
    [InlineData("package-lock.json", Severity.Warning)]
    [InlineData("maps.js", Severity.Error)]
    public void A_Google_key_for_browsers_is_a_warning(string name, Severity severity)
    {
        var token = PlantedSecrets.Tokens.First(item => item.Kind == "Google").Token;

        Assert.Equal(severity, Assert.Single(Scan($"key: '{token}'", name)).Severity);
        Assert.Equal(Severity.Warning, Assert.Single(Scan($"key: '{token}'" + new string(';', 600), name)).Severity);
    }

    [Theory]
    [InlineData("lib.dll", false)]
    [InlineData("lib.dll", true)]
    [InlineData("noextension", false)]
    public void In_binary_files_only_AWS_key_ids_are_found(string name, bool wide)
    {
        var encoding = wide ? Encoding.Unicode : Encoding.ASCII;
        byte[] content = [0, 1, 2, 0, .. encoding.GetBytes("\u0001" + PlantedSecrets.AwsKey + "\u0001" + PlantedSecrets.Tokens.First().Token), 0, 0];

        var secret = Assert.Single(SecretScanner.Scan(content, name));

        Assert.Equal(("SLW9011", SourceRange.Start), (secret.Rule, secret.Range));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(PlantedSecrets.AwsKey))), secret.Fingerprint);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Texts_with_a_byte_order_mark_count_without_it(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] content = [.. encoding.GetPreamble(), .. encoding.GetBytes("ä\nkey: " + PlantedSecrets.AwsKey)];

        Assert.Equal(new SourceRange(7, 20, 2, 6, 2, 26), Assert.Single(SecretScanner.Scan(content, "a.txt")).Range);
    }

    [Fact]
    public void Hostile_repetitions_take_linear_work()
    {
        foreach (var part in new[] { "AKIA", "glpat-", "xoxb-1", "PRIV", "-----BEGIN PRIVATE KEY-----", "secret_access_key=", "github_pat_", "://a:", "password=", "AccountKey=", "\"password\":\"" })
        {
            var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, SecretScanner.MaxBytes / part.Length)));
            foreach (var name in new[] { "a.js", "appsettings.json", "a.yml" }) Assert.NotNull(SecretScanner.Scan(text, name));
        }
    }

    [Fact]
    public void Larger_texts_are_not_looked_into()
    {
        var text = new byte[SecretScanner.MaxBytes + 1];
        Array.Fill(text, (byte)' ');
        Encoding.ASCII.GetBytes(PlantedSecrets.AwsKey).CopyTo(text, 10);

        Assert.Empty(SecretScanner.Scan(text, "a.txt"));
        Assert.Single(SecretScanner.Scan(text[..^1], "a.txt"));
    }

    private static IReadOnlyList<Secret> Scan(string text, string name = "file.txt") => SecretScanner.Scan(Encoding.UTF8.GetBytes(text), name);
}
