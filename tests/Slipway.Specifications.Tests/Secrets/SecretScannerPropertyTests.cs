using System.Text;
using CsCheck;
using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Tests.Secrets;

/// <summary>What holds for every text.</summary>
public sealed class SecretScannerPropertyTests
{
    private static readonly string[] Names = ["a.txt", "a.js", "appsettings.json", "web.config", "a.ini", "a.yml", "a.xml", "a.properties", "a.dll"];

    /// <summary>Pieces of which texts with many near misses are made.</summary>
    private static readonly string[] Pieces =
    [
        "AKIA", "ASIA", "secret_access_key", "SecretAccessKey", "aws_secret", "=", ":", "\"", "'", "<", ">", "value", " ", "\n", "\r\n", "\t", "-----BEGIN ", "PRIVATE KEY-----",
        "PuTTY-User-Key-File-2:", "ghp_", "github_pat_", "glpat-", "xoxb-", "sk_live_", "AIza", "oy2", "npm_", "AccountKey=", "password", "Pwd", "://", "user:", "@", ";", "\\", "ä", "😀",
        "\0", "\uFEFF", "A7b", "9zQ2wE", "EXAMPLE", "${X}",
    ];

    private static readonly Gen<string> NearMiss = OneOf(Pieces).Array[0, 60].Select(string.Concat);

    private static readonly Gen<string> Secret = OneOf(
        [PlantedSecrets.AwsKey, PlantedSecrets.AwsSessionKey, .. PlantedSecrets.Tokens.Select(item => item.Token)]);

    /// <summary>Words that neither hold a secret nor touch what is planted between them.</summary>
    private static readonly Gen<string> Prose = Gen.Char["abcdefghij äß😀\n\r\t.,;()[]{}"].Array[0, 200].Select(letters => new string(letters));

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Select(Gen.Byte.Array[0, 300], OneOf(Names)).Sample((content, name) => SecretScanner.Scan(content, name) is not null);

    [Fact]
    public void Near_misses_never_throw_and_places_lie_in_the_text() =>
        Gen.Select(NearMiss, OneOf(Names)).Sample((text, name) => SecretScanner.Scan(Encoding.UTF8.GetBytes(text), name).All(secret =>
            secret.Range.Offset >= 0 && secret.Range.Offset + secret.Range.Length <= text.Length && secret.Range.Line >= 1 && secret.Range.Column >= 1 && secret.Fingerprint.Length == 64));

    [Fact]
    public void A_cut_text_never_throws() =>
        Gen.Select(Secret, Gen.Int[0, 100], OneOf(Names)).Sample((secret, length, name) =>
            SecretScanner.Scan(Encoding.UTF8.GetBytes(("password = \"" + secret)[..Math.Min(length, secret.Length + 12)]), name) is not null);

    [Fact]
    public void A_planted_secret_is_found_where_it_stands() => Gen.Select(Prose, Secret, Prose).Sample((before, planted, behind) =>
    {
        // Halves of surrogate pairs become one replacement character each, as in every decoder.
        var text = $"{before} {planted}\n{behind}";
        var found = SecretScanner.Scan(Encoding.UTF8.GetBytes(text), "a.txt");
        var secret = Assert.Single(found);
        Assert.Equal((before.Length + 1, planted.Length), (secret.Range.Offset, secret.Range.Length));
        Assert.Equal(secret.Range.Column, text.Length - text[(before.Length + 1)..].Length - LineStart(text, before.Length) + 1);
    });

    [Fact]
    public void What_is_shown_never_holds_the_secret() => Gen.Select(Prose, Secret).Sample((before, planted) =>
    {
        foreach (var name in Names)
        {
            foreach (var secret in SecretScanner.Scan(Encoding.UTF8.GetBytes($"{before} \"password\": \"{planted}\", x://u:{planted}@h"), name))
            {
                Assert.DoesNotContain(planted, secret.ToString(), StringComparison.Ordinal);
                Assert.True(secret.Prefix.Length <= 6);
            }
        }
    });

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static int LineStart(string text, int at)
    {
        for (; at > 0; at--)
        {
            if (text[at - 1] == '\n' || (text[at - 1] == '\r' && text[at] != '\n')) return at;
        }

        return 0;
    }
}
