using System.Text;
using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.BadInput;

/// <summary>Appspecs that want to exhaust or confuse a reader.</summary>
public sealed class YamlTests : IDisposable
{
    private const string Head = "version: 0.0\nos: linux\n";
    private readonly Scratch scratch = new();

    public static TheoryData<string> HostileTexts => [.. Texts.Keys];

    private static Dictionary<string, Func<byte[]>> Texts { get; } = new()
    {
        ["10 MB of one scalar"] = () => Utf8(Head + "x: \"" + new string('a', 10_000_000) + "\"\nfiles: nonsense\n"),
        ["20 MB"] = () => Utf8(Head + string.Concat(Enumerable.Repeat("# a comment of some length, to fill the file up to its brim\n", 350_000))),
        ["a million keys"] = () => Utf8(Head + "files: 1\n" + string.Concat(Enumerable.Range(0, 1_000_000).Select(number => $"k{number}: 1\n"))),
        ["10,000 levels of flow sequences"] = () => Utf8(Head + "files: " + new string('[', 10_000) + new string(']', 10_000) + "\n"),
        ["10,000 levels of flow mappings"] = () => Utf8(Head + "files: " + string.Concat(Enumerable.Repeat("{a: ", 10_000)) + new string('}', 10_000) + "\n"),
        ["10,000 levels never closed"] = () => Utf8(Head + "files: " + new string('[', 10_000)),
        ["10,000 levels of block mappings"] = () => Utf8(Head + "files:\n" + string.Concat(Enumerable.Range(1, 3_000).Select(level => new string(' ', level) + "a:\n"))),
        ["10,000 levels of block sequences"] = () => Utf8(Head + "files:\n" + string.Concat(Enumerable.Repeat("- ", 10_000)) + "a\n"),
        ["alias bomb"] = () => Utf8(Head + "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 60).Select(number => $"a{number}: &a{number} [*a{number - 1}, *a{number - 1}]\n")) + "files: *a60\n"),
        ["alias of itself"] = () => Utf8(Head + "files: &a [*a]\n"),
        ["merge bomb"] = () => Utf8(Head + "b0: &b0 {x: 1}\n" + string.Concat(Enumerable.Range(1, 60).Select(number => $"b{number}: &b{number} {{<<: [*b{number - 1}, *b{number - 1}]}}\n"))),
        ["NUL bytes"] = () => Utf8(Head + "files:\n  - source: a\0b\n    destination: /srv\n"),
        ["only NUL bytes"] = () => new byte[4096],
        ["invalid UTF-8"] = () => [.. Utf8(Head + "files:\n  - source: a"), 0xFF, 0xFE, 0x80, .. Utf8("\n    destination: /srv\n")],
        ["a picture"] = () => [0x89, .. Utf8("PNG\r\n\u001a\n"), .. RandomBytes(5_000)],
        ["nothing"] = () => [],
        ["many documents"] = () => Utf8(string.Concat(Enumerable.Repeat("---\nos: windows\n", 10_000))),
    };

    public void Dispose() => scratch.Dispose();

    [Theory, MemberData(nameof(HostileTexts))]
    public void A_hostile_appspec_is_found_bad(string name)
    {
        var revision = scratch.PathOf("revision");
        Directory.CreateDirectory(revision);
        var file = Path.Combine(revision, "appspec.yml");
        File.WriteAllBytes(file, Texts[name]());

        foreach (var arguments in (string[][])[["check", file], ["check", revision], ["deploy", revision, "--root", scratch.Root, "--state", scratch.State], ["plan", revision, "--root", scratch.Root, "--state", scratch.State]])
        {
            var run = CommandLine.Slipway(arguments);
            Assert.True(run.ExitCode == 1, $"{arguments[0]}: {Shorten(run)}");
            Assert.Empty(Manners.Breaches(run));
            Assert.True(run.Error.Length + run.Output.Length < 200_000, $"{arguments[0]} printed {run.Error.Length + run.Output.Length} characters");
        }
        Assert.Empty(TreeEntry.Below(scratch.Root));
    }

    private static string Shorten(Run run) => run.ToString() is { Length: > 2000 } text ? text[..2000] : run.ToString();

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
