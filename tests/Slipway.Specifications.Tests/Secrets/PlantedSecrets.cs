namespace Slipway.Specifications.Tests.Secrets;

/// <summary>
/// Texts in the form of secrets that no service ever gave out. They are put together here, so that no file of this repository holds one.
/// </summary>
internal static class PlantedSecrets
{
    private const string Letters = "q7Xw3nPl2zKd5rTm9vBc1sHj8yFg4aLe6uWiQ0RtZoYpVxNkMbGfDhJsAcEuIwOyU3T5R7E9W1Q2P4L6K8J0H";

    public static string AwsKey => "AK" + "IAQ7XW3NPL2ZKD5RTM";

    public static string AwsSessionKey => "AS" + "IAW3TZQ7HX2MVB5RNC";

    public static string AwsSecret => Letters[..38] + "+/";

    public static string PrivateKey => "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq2Zt0yH3vKx9\n-----END " + "RSA PRIVATE KEY-----";

    public static string PuttyKey => "PuTTY-User-" + "Key-File-3: ssh-ed25519\nEncryption: none\n";

    /// <summary>A token of every service, by the name that findings use.</summary>
    public static IEnumerable<(string Kind, string Token)> Tokens =>
    [
        ("GitHub", "gh" + "p_" + Letters[..36]),
        ("GitHub", "gh" + "s_" + Letters[..36]),
        ("GitHub", "github" + "_pat_" + Letters[..22] + "_" + Letters[22..81]),
        ("GitLab", "gl" + "pat-" + Letters[..20]),
        ("Slack", "xo" + "xb-123456789013-" + Letters[..24]),
        ("Stripe", "sk" + "_live_" + Letters[..24]),
        ("Google", "AI" + "za" + Letters[..33] + "-_"),
        ("NuGet", "oy" + "2" + Letters[..43].ToLowerInvariant()),
        ("npm", "np" + "m_" + Letters[..36]),
    ];

    /// <summary>The key of a storage account, without its name.</summary>
    public static string AzureKey => Letters[..84] + "+/==";
}
