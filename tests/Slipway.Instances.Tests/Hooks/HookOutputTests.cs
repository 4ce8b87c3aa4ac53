using System.Text;
using CsCheck;
using Slipway.Instances.Hooks;
using Xunit;

namespace Slipway.Instances.Tests.Hooks;

public sealed class HookOutputTests : IDisposable
{
    private readonly HookFolder _hooks = new();

    public void Dispose() => _hooks.Dispose();

    [Theory]
    [InlineData(@"printf 'a\nb'", new[] { "a", "b" })]
    [InlineData(@"printf '  two\n\ttab  \n\n'", new[] { "  two", "\ttab  ", "" })]
    [InlineData(@"printf 'a\r\nb\r\n'", new[] { "a\r", "b\r" })]
    [InlineData(@"printf '100%% %%s %%d\n'", new[] { "100% %s %d" })]
    [InlineData(@"printf '\377ok\n'", new[] { "\uFFFDok" })]
    [InlineData(@"printf '\342\230'; sleep 0.1; printf '\203\n'", new[] { "☃" })]
    [InlineData("head -c 20000 /dev/zero | tr '\\0' x | wc -c", new[] { "20000" })]
    public void Lines_come_as_they_were_written(string script, string[] lines)
    {
        Assert.Null(_hooks.RunText(script).Error);
        Assert.Equal(lines, _hooks.StandardOutput);
    }

    [Fact]
    public void A_long_line_comes_whole()
    {
        Assert.Null(_hooks.RunText("head -c 500000 /dev/zero | tr '\\0' x").Error);
        Assert.Equal(500_000, _hooks.StandardOutput.Single().Length);
    }

    [Fact]
    public void Both_streams_may_be_flooded()
    {
        Assert.Null(_hooks.RunText("yes out | head -n 50000; yes err | head -n 50000 >&2").Error);
        Assert.Equal((50_000, 50_000), (_hooks.StandardOutput.Length, _hooks.StandardError.Length));
    }

    [Fact]
    public void The_message_quotes_the_last_twenty_lines()
    {
        var message = _hooks.RunText("i=0; while [ $i -lt 300 ]; do echo \"line $i.\"; i=$((i+1)); done; exit 1").Error!.Message;
        Assert.Contains("    line 280.\n", message, StringComparison.Ordinal);
        Assert.Contains("    line 299.\n", message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 279.", message, StringComparison.Ordinal);
        Assert.EndsWith("There is more: slipway logs d-ABC", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_monster_line_does_not_make_the_quote_empty()
    {
        var message = _hooks.RunText("head -c 5000 /dev/zero | tr '\\0' y; echo END; exit 1").Error!.Message;
        Assert.Contains("yyyEND", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 2048, 2500);
    }

    [Fact]
    public void Escape_sequences_do_not_reach_the_message()
    {
        var message = _hooks.RunText(@"printf '\033[31mred\033[0m\r\n'; exit 1").Error!.Message;
        Assert.DoesNotContain('\x1b', message);
        Assert.Contains("    red\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public void However_the_bytes_are_cut_the_lines_are_the_same() =>
        Gen.Select(Gen.String[Gen.Char["ab\r\n☃é\0"], 0, 60], Gen.Int[1, 5]).Sample((text, size) =>
        {
            var lines = new List<string>();
            var splitter = new LineSplitter(lines.Add);
            foreach (var part in Encoding.UTF8.GetBytes(text).Chunk(size)) splitter.Add(part);
            splitter.End();
            var expected = text.Split('\n').ToList();
            if (expected[^1].Length == 0) expected.RemoveAt(expected.Count - 1);
            Assert.Equal(expected, lines);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_line_beyond_a_mebibyte_comes_in_pieces_that_lose_nothing(int shift)
    {
        var text = new string('x', shift) + new string('☃', 800_000);
        var pieces = new List<string>();
        var splitter = new LineSplitter(pieces.Add);
        splitter.Add(Encoding.UTF8.GetBytes(text));
        splitter.End();
        Assert.Equal(3, pieces.Count);
        Assert.Equal(text, string.Concat(pieces));
    }
}
