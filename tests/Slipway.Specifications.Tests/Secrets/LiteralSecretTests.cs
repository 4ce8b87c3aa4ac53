using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Tests.Secrets;

/// <summary>What counts as a secret that is written down.</summary>
public sealed class LiteralSecretTests
{
    [Theory]
    [InlineData("hunter2-Xy91")]
    [InlineData("correct horse battery staple")]
    [InlineData("p@ssw0rd!")]
    [InlineData("Password1")]
    [InlineData("a/b+c==")]
    public void A_value_is_a_secret(string value) => Assert.True(LiteralSecret.IsLiteral(value));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("$DB_PASSWORD")]
    [InlineData("${DB_PASSWORD:-x}")]
    [InlineData("$(aws ssm get-parameter --name a)")]
    [InlineData("`cat a`")]
    [InlineData("%DB_PASSWORD%")]
    [InlineData("{{ password }}")]
    [InlineData("#{Password}")]
    [InlineData("@@PASSWORD@@")]
    [InlineData("__PASSWORD__")]
    [InlineData("<password>")]
    [InlineData("[password]")]
    [InlineData("changeme")]
    [InlineData("CHANGE_ME")]
    [InlineData("change-me-please")]
    [InlineData("your-password-here")]
    [InlineData("xxx")]
    [InlineData("xxxx-xxxx")]
    [InlineData("***")]
    [InlineData("...")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:1:secret:a")]
    [InlineData("https://vault.example.com/a")]
    [InlineData("/run/secrets/db")]
    public void A_value_is_none(string value) => Assert.False(LiteralSecret.IsLiteral(value));

    [Theory]
    [InlineData("DB_PASSWORD", true)]
    [InlineData("dbPassword", true)]
    [InlineData("MYSQL_PWD", true)]
    [InlineData("ROOT_PASSWD", true)]
    [InlineData("CLIENT_SECRET", true)]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("API_KEY", true)]
    [InlineData("api-key", true)]
    [InlineData("PWD", false)]
    [InlineData("OLDPWD", false)]
    [InlineData("DB_PASSWORD_FILE", false)]
    [InlineData("SECRET_ARN", false)]
    [InlineData("TOKEN_NAME", false)]
    [InlineData("KEY_PATH", false)]
    [InlineData("client-request-token", false)]
    [InlineData("NEXT_TOKEN", false)]
    [InlineData("KEYBOARD", false)]
    public void A_name_says_whether_a_secret_follows(string name, bool expected) => Assert.Equal(expected, LiteralSecret.IsSecretName(name));
}
