using System.Text;
using CsCheck;
using Slipway.Specifications.Rules.Contents;
using Slipway.Specifications.Secrets;
using Xunit;

namespace Slipway.Specifications.Tests.Secrets;

/// <summary>The quick question has the answer of the scanner.</summary>
public sealed class CleanContentsTests
{
    private static readonly string Key = "AKIA" + new string('7', 3) + "QWERTZUIOPASD";

    private static readonly string[] Paths = ["App.dll", "notes.txt", "appsettings.json", "app/.env", "x"];

    private static readonly byte[][] Pieces =
    [
        "AKIA"u8.ToArray(), "A\0K\0I\0A\0"u8.ToArray(), Encoding.ASCII.GetBytes(Key), Encoding.Unicode.GetBytes(Key), [0], [0xEF, 0xBB, 0xBF], " "u8.ToArray(),
        "password=Qw7-tz4!kk;"u8.ToArray(), [0xFF, 0xFE], [0xFE, 0xFF], [0xFF, 0xFE, 0, 0],
    ];

    private static readonly Gen<byte[]> Parts = Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.Byte.Array[0, 10], Gen.Int[0, 9000].Select(n => new byte[n]));

    [Fact]
    public void The_scanner_finds_nothing_exactly_where_a_content_is_clean() =>
        Gen.Select(Gen.Int[0, Paths.Length - 1], Parts.Array[0, 6]).Sample((name, parts) =>
        {
            var path = Paths[name];
            var content = parts.SelectMany(part => part).ToArray();
            var expected = SecretScanner.Scan(content, path).Count == 0 && CredentialStores.Of(path) == StoreKind.None;
            return CleanContents.IsClean(path, content) == expected;
        });

    [Fact]
    public void Some_of_these_are_not_clean() =>
        Assert.False(CleanContents.IsClean("App.dll", Encoding.UTF8.GetBytes($"MZ\0{Key} ")));
}
