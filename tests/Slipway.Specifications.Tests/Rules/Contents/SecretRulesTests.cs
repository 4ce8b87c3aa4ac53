using System.Security.Cryptography;
using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Secrets;
using Slipway.Specifications.Tests.Secrets;

namespace Slipway.Specifications.Tests.Rules.Contents;

/// <summary>SLW9011 to SLW9016: what stands in the files of a revision.</summary>
public sealed class SecretRulesTests
{
    private const string AppSpec = "version: 0.0\nos: linux\n";

    public static TheoryData<string, Severity, string, string> Wrong => new()
    {
        { "SLW9011", Severity.Error, "app/a.ini", $"x\nkey = ‹{PlantedSecrets.AwsKey}›\n" },
        { "SLW9012", Severity.Error, "app/a.pem", "‹-----BEGIN " + "RSA PRIVATE KEY-----›" + PlantedSecrets.PrivateKey[31..] },
        { "SLW9012", Severity.Error, ".ssh/id_rsa", "‹-----BEGIN " + "RSA PRIVATE KEY-----›" + PlantedSecrets.PrivateKey[31..] },
        { "SLW9012", Severity.Error, "keys/id_ed25519", "‹›unreadable" },
        { "SLW9012", Severity.Error, "keys/shop.ppk", "‹›" },
        { "SLW9013", Severity.Error, "home/.aws/credentials", "‹›[default]\n" },
        { "SLW9013", Severity.Error, "secrets.json", "‹›{}" },
        { "SLW9013", Severity.Error, "a/.ssh/config", "‹›Host *\n" },
        { "SLW9013", Severity.Error, "a/Shop.pubxml.user", "‹›<Project/>" },
        { "SLW9013", Severity.Error, ".npmrc", "registry=https://r.test/\n‹//r.test/:_authToken=5f1c9b7e-1a2b›\n" },
        { "SLW9013", Severity.Error, "NuGet.Config", "<a>\n<add key=\"‹ClearTextPassword›\" value=\"quiet-Heron-52\" /></a>" },
        { "SLW9013", Severity.Error, ".docker/config.json", "{ \"auths\": { \"r.test\": { \"‹auth\": \"c2hvcDpxdWlldA==›\" } } }" },
        { "SLW9014", Severity.Error, "app/a.js", $"t('‹{PlantedSecrets.Tokens.First().Token}›')" },
        { "SLW9015", Severity.Warning, "app/appsettings.json", "{ \"Shop\": \"Server=db;Password=‹Xy91-hunter2›;Encrypt=true\" }" },
        { "SLW9015", Severity.Error, "app/appsettings.Production.json", "{ \"MailPassword\" : \"‹Xy91-hunter2›\" }" },
        { "SLW9015", Severity.Warning, "app/web.config", "<add name=\"Shop\" connectionString=\"Server=db;Pwd=‹Xy91-hunter2›\" />" },
        { "SLW9015", Severity.Warning, "app/web.config", "<add key=\"SmtpPassword\" value=\"‹Xy91-hunter2›\" />" },
        { "SLW9015", Severity.Warning, "app/a.xml", "<ClientSecret>‹Xy91-hunter2›</ClientSecret>" },
        { "SLW9015", Severity.Warning, "app/a.yml", "db:\n  url: postgres://shop:‹Xy91-hunter2›@db:5432/shop\n" },
        { "SLW9015", Severity.Warning, "app/a.yml", "db:\n  password: ‹Xy91-hunter2›  # old\n" },
        { "SLW9015", Severity.Warning, "app/a.ini", "[db]\nPassword = ‹Xy91-hunter2›\n" },
        { "SLW9015", Severity.Warning, "app/a.properties", "db.password=‹Xy91-hunter2›\r\n" },
        { "SLW9015", Severity.Warning, "app/appsettings.json", "{ \"ApiKey\": \"‹ä91-hunter2›\" }" },
        { "SLW9016", Severity.Warning, "app/.env", "‹›PORT=80\n" },
        { "SLW9016", Severity.Warning, "app/.env.production", "‹›DB_PASSWORD=${DB_PASSWORD}\n" },
        { "SLW9016", Severity.Error, "app/shop.env", "‹›PORT=80\nexport DB_PASSWORD=\"Xy91-hunter2\"\n" },
        { "SLW9016", Severity.Error, "app/local.settings.json", "‹›{ \"Values\": { \"Port\": \"80\", \"MailPassword\": \"Xy91-hunter2\" } }" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Marks_the_secret_in_its_own_file(string rule, Severity severity, string path, string marked)
    {
        var start = marked.IndexOf('‹', StringComparison.Ordinal);
        var length = start < 0 ? 0 : marked.IndexOf('›', StringComparison.Ordinal) - start - 1;
        var text = Unmarked(marked);

        var finding = Assert.Single(Check(path, text));

        Assert.Equal((rule, severity, "/src/" + path, Math.Max(start, 0), length), (finding.Rule, finding.Severity, finding.File, finding.Range.Offset, finding.Range.Length));
        Assert.DoesNotContain("hunter2", finding.Message, StringComparison.Ordinal);
        if (length > 0 && rule is "SLW9011" or "SLW9014") Assert.DoesNotContain(text.Substring(start, length), finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Is_silent_when_the_fingerprint_in_the_message_is_allowed(string rule, Severity severity, string path, string marked)
    {
        _ = (rule, severity);
        var message = Assert.Single(Check(path, Unmarked(marked))).Message;
        var at = message.IndexOf("(fingerprint ", StringComparison.Ordinal) + "(fingerprint ".Length;

        Assert.Empty(Check(path, Unmarked(marked), AllowedSecrets.Parse($"# what we accept\n{message.Substring(at, 64).ToUpperInvariant()}  # the reason\n")));
    }

    [Theory]
    [InlineData("app/appsettings.json", "{ \"Password\": \"\", \"A\": \"Server=db;Password=***\", \"B\": \"Server=db;Integrated Security=true\" }")]
    [InlineData("app/appsettings.json", "{ \"Password\": \"<password>\", \"ApiKey\": \"${API_KEY}\", \"Secret\": \"#{Secret}#\", \"Pwd\": \"{pwd}\", \"DbPassword\": \"changeme\" }")]
    [InlineData("app/appsettings.json", "{ \"RequirePassword\": \"true\", \"PasswordLength\": \"12abc\", \"PasswordSecret\": null, \"Uri\": \"https://a.test:8080/b@c\" }")]
    [InlineData("app/other.json", "{ \"Password\": \"Xy91-hunter2\" }")]
    [InlineData("app/web.config", "<add key=\"Password\" value=\"\" /><add key=\"B\" value=\"Password=%DB_PASSWORD%\" /><add key=\"Password\" value=\"&lt;here&gt;\" />")]
    [InlineData("app/Shop.xml", "<?xml version=\"1.0\"?>\n<doc>\n<assembly/><c>Password=hunter2abc</c></doc>")]
    [InlineData("app/messages.properties", "login.password=Your password\npassword=Passwort\nforgot.password=Forgot it?\n")]
    [InlineData("app/a.yml", "password: required\nsecret: shop-secret\nrequire_password: yes\npasswordFile: /run/secrets/db1\nurl: https://git@host.test/x:1@y\n")]
    [InlineData("app/a.ini", "password=\n; comment\npwd = $PWD\n")]
    [InlineData(".npmrc", "registry=https://r.test/\n//r.test/:_authToken=${NPM_TOKEN}\n")]
    [InlineData("NuGet.Config", "<add key=\"ClearTextPassword\" value=\"%NUGET_TOKEN%\" /><add key=\"Password\" value=\"\" />")]
    [InlineData(".docker/config.json", "{ \"credsStore\": \"pass\", \"auths\": { \"r.test\": {} } }")]
    [InlineData("a/.ssh/known_hosts", "host ssh-ed25519 AAAA")]
    [InlineData("a/.ssh/id_rsa.pub", "ssh-rsa AAAA")]
    [InlineData("app/tls.crt", "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ1d9xW3\n-----END CERTIFICATE-----")]
    [InlineData("app/.env.example", "DB_PASSWORD=Xy91-hunter2\n")]
    [InlineData("app/.env.sample", "A=1")]
    [InlineData("app/.env.template", "A=1")]
    [InlineData("app/.env.dist", "A=1")]
    [InlineData("app/.env", " \n")]
    [InlineData("app/environment.ts", "export const password = 'x'")]
    public void Is_silent_about_what_is_no_secret(string path, string text) => Assert.Empty(Check(path, text));

    [Fact]
    public void A_key_container_marks_line_1_of_the_appspec()
    {
        var finding = Assert.Single(Check("app/site.pfx", "\0\u0001"));

        Assert.Equal(("SLW9012", Severity.Warning, "appspec.yml", SourceRange.Start), (finding.Rule, finding.Severity, finding.File, finding.Range));
    }

    [Fact]
    public void Each_file_is_asked_for_once_and_only_files()
    {
        var asked = new List<string>();
        AppSpecCheck.Run(new RuleInputs
        {
            File = "appspec.yml",
            Text = AppSpec,
            Revision = [new("appspec.yml"), new("a", RevisionItemKind.Directory), new("a/b"), new("l", RevisionItemKind.Link, LinkTarget: "a/b"), new("p", RevisionItemKind.Special), new("big", Size: 6 << 20), new("s.sh")],
            Scripts = [new ScriptFile("s.sh", "/src/s.sh", [])],
            Contents = path =>
            {
                asked.Add(path);
                return [];
            },
        });

        Assert.Equal(["appspec.yml", "a/b"], asked);
    }

    [Fact]
    public void Names_are_enough_where_contents_are_not_known()
    {
        var findings = AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = AppSpec, Revision = [new("appspec.yml"), new(".env"), new(".npmrc"), new(".pgpass"), new("id_rsa")] });

        Assert.Equal(["SLW9016", "SLW9013", "SLW9012"], findings.Select(finding => finding.Rule).Where(rule => rule.StartsWith("SLW9", StringComparison.Ordinal)));
    }

    [Fact]
    public void Hook_scripts_are_looked_through_without_a_list()
    {
        var script = new ScriptFile("s.sh", "Scripts/s.sh", Encoding.ASCII.GetBytes($"#!/bin/sh\nKEY={PlantedSecrets.AwsKey}\n"));

        var finding = Assert.Single(AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = AppSpec, Scripts = [script] }), finding => finding.Rule == "SLW9011");

        Assert.Equal(("Scripts/s.sh", 2, 5), (finding.File, finding.Range.Line, finding.Range.Column));
    }

    [Fact]
    public void The_file_of_accepted_secrets_takes_fingerprints_with_reasons()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData([1]));

        Assert.Equal([hash], AllowedSecrets.Parse($"\uFEFF# reasons\r\n\r\n  {hash.ToUpperInvariant()} # a test key\r\nnot a hash\n{hash[1..]}\n"));
    }

    private static string Unmarked(string marked) => marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);

    private static List<Finding> Check(string path, string text, IReadOnlyCollection<string>? allowed = null) => [.. AppSpecCheck.Run(new RuleInputs
    {
        File = "appspec.yml",
        Text = AppSpec,
        Revision = [new("appspec.yml"), new(path, Size: text.Length, SourceFile: "/src/" + path)],
        Contents = asked => asked == path ? Encoding.UTF8.GetBytes(text) : null,
        AllowedSecrets = allowed,
    }).Where(finding => string.CompareOrdinal(finding.Rule, "SLW9011") >= 0 && string.CompareOrdinal(finding.Rule, "SLW9016") <= 0)];
}
