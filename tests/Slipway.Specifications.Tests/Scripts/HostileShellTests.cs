using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Scripts.Shell;
using Slipway.Specifications.Tests.Rules.Scripts;

namespace Slipway.Specifications.Tests.Scripts;

/// <summary>No text throws, overflows the stack or points outside of itself.</summary>
public sealed class HostileShellTests
{
    private static readonly string[] Pieces =
    [
        "'", "\"", "`", "$(", "${", "$((", "((", "))", ")", "(", "{", "}", "[[", "]]", "[", "<<EOF\n", "<<-'E'\n", "EOF\n", "<<<", "<(", "&", "&&", "|", "||", ";", ";;", ";&", "\n", "\r\n", "\\", "\\\n", "#", "if ", "then ", "else ", "fi", "case x in ", "esac",
        "for x in ", "do ", "done", "while ", "function f ", "f() ", "!", "=~ ", "a=(", "a[", "]=", "$'", "$\"", "${x:-", "${x[", "${#", "${!", "$x", "$?", "&>", "2>&1", ">", "{1..9}", "{a,", "*", "?(", "\0", "\u2028", "\uD800", "é", "sudo ", "rm -rf ", "kill ", "docker run ", "set -e\n", "read ", "PASSWORD=", "://a:b@", "-", "--", "=",
    ];

    [Fact]
    public void Mutated_scripts_never_throw()
    {
        var seeds = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "hooks"), "*.sh").Order(StringComparer.Ordinal).Select(File.ReadAllText).ToList();
        var random = new Random(20251125);
        var count = Environment.GetEnvironmentVariable("SLIPWAY_FULL") == "1" ? 200_000 : 5_000;
        for (var i = 0; i < count; i++)
        {
            var text = Mutate(seeds[random.Next(seeds.Count)], random);
            Check(text, i);
        }
    }

    [Fact]
    public void Pieces_in_any_order_never_throw()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(1, 40); n > 0; n--) text.Append(Pieces[random.Next(Pieces.Length)]).Append(random.Next(3) == 0 ? " " : "");
            Check(text.ToString(), i);
        }
    }

    [Theory]
    [InlineData("$(")]
    [InlineData("${x:-")]
    [InlineData("\"$(")]
    [InlineData("$((")]
    [InlineData("((")]
    [InlineData("( ")]
    [InlineData("{ ")]
    [InlineData("if ")]
    [InlineData("if a; then ")]
    [InlineData("case x in a) ")]
    [InlineData("f() { ")]
    [InlineData("while a; do\n")]
    [InlineData("`a ")]
    [InlineData("<(")]
    [InlineData("?(")]
    [InlineData("a=(")]
    [InlineData("${x[")]
    [InlineData("! ")]
    [InlineData("a |")]
    [InlineData("cat <<E\n$(")]
    public void Depth_is_held(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 10_000));

        Check(text, 0);
    }

    [Theory]
    [InlineData("a | cat\n")]
    [InlineData("a|b|")]
    [InlineData("kill 1;")]
    [InlineData("a &\n")]
    [InlineData("((((((((a")]
    [InlineData("a[ ")]
    [InlineData("<<E ")]
    [InlineData("cat <<E\n")]
    [InlineData("\"$(a)\" ")]
    [InlineData("rm -rf $x/a *;cd b;")]
    [InlineData("'a\r\nb' ")]
    [InlineData("$((a) )")]
    [InlineData("x=`a` ")]
    [InlineData("sudo nginx | tee a\nread b\n")]
    [InlineData("{{{{{{")]
    [InlineData("${a}${b}")]
    [InlineData("if a;then b;fi\n")]
    public void A_mebibyte_is_read_to_its_end(string piece)
    {
        var text = "#!/bin/bash\nset -e\n" + string.Concat(Enumerable.Repeat(piece, 1024 * 1024 / piece.Length));

        Check(text, 0);
    }

    private static void Check(string text, int number)
    {
        var script = ShellScript.Parse(text);
        foreach (var word in script.Words)
        {
            if (word.Start < 0 || word.Start > word.End || word.End > text.Length || word.EqualsAt >= text.Length) Assert.Fail($"{number}: {word}");
        }

        foreach (var item in script.Variables)
        {
            if (item.Start > item.NameStart || item.NameStart + item.NameLength > text.Length || item.End > text.Length) Assert.Fail($"{number}: {item}");
        }

        foreach (var node in script.Nodes)
        {
            if (node.Start < 0 || node.End > text.Length || node.FirstWord + node.WordCount > script.Words.Count || node.FirstRedirection + node.RedirectionCount > script.Redirections.Count) Assert.Fail($"{number}: {node.Kind} at {node.Start}");
        }

        Assert.True(script.Fault is null || script.Fault.Start + script.Fault.Length <= text.Length);
        var inputs = ShellCase.Inputs(text.Replace("\uD800", "?", StringComparison.Ordinal), "ApplicationStop", "deploy");
        var appSpec = inputs.Text + $"  ApplicationStart:\n    - location: {ShellCase.Path}\n";
        foreach (var finding in AppSpecCheck.Run(inputs with { Text = appSpec }))
        {
            var length = finding.File == inputs.File ? appSpec.Length : text.Length;
            if (finding.Range.Offset < 0 || finding.Range.Offset + finding.Range.Length > length || finding.Range.Line < 1 || finding.Severity == Severity.None) Assert.Fail($"{number}: {finding}");
        }
    }

    private static string Mutate(string text, Random random)
    {
        var result = new StringBuilder(text);
        for (var n = random.Next(1, 5); n > 0 && result.Length > 0; n--)
        {
            var at = random.Next(result.Length);
            switch (random.Next(4))
            {
                case 0:
                    result.Remove(at, Math.Min(random.Next(1, 20), result.Length - at));
                    break;
                case 1:
                    result.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    result.Insert(at, result.ToString(at, Math.Min(random.Next(1, 60), result.Length - at)));
                    break;
                default:
                    result.Length = at;
                    break;
            }
        }

        return result.ToString();
    }
}
