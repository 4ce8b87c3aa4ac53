using System.Text;
using CsCheck;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Tests.Yaml;

/// <summary>Huge, deep, malicious and random texts end in a verdict, without much memory and without an exception.</summary>
public sealed class HostileYamlTests
{
    public static TheoryData<string> Texts =>
    [
        "deep brackets", "deep braces", "deep block", "unclosed brackets", "alias bomb", "category bomb", "many anchors", "tabs", "no-break spaces",
        "unknown aliases", "equal keys", "broken lines",
    ];

    private static string Text(string name) => name switch
    {
        "deep brackets" => "x: " + new string('[', 10_000) + new string(']', 10_000),
        "deep braces" => "x: " + Repeat("{a: ", 10_000),
        "deep block" => string.Concat(Enumerable.Range(0, 1_200).Select(level => new string(' ', level) + "a:\n")),
        "unclosed brackets" => new string('[', 1_000_000),
        "alias bomb" => "a: &a0 [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 30).Select(level => $"b{level}: &a{level} [{Repeat($"*a{level - 1}, ", 9)}]\n")),
        "category bomb" => "version: 0.0\nos: linux\npermissions:\n- object: /a\n  context: {type: t, range: \"s0:" + Repeat("c0.c1023,", 100_000) + "\"}\n",
        "many anchors" => Repeat("- &a x\n- *a\n", 40_000),
        "tabs" => Repeat("\ta: b\n", 100_000),
        "no-break spaces" => "version: 0.0\nos: linux\nx:\n" + Repeat("- a\u00a0b\n", 50_000),
        "unknown aliases" => "files:\n" + Repeat("- source: *zz\n", 50_000),
        "equal keys" => Repeat("a: b\n", 100_000),
        _ => Repeat("a: b: c\n", 100_000),
    };

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    [Theory]
    [MemberData(nameof(Texts))]
    public void Ends_in_a_verdict(string name)
    {
        var content = Encoding.UTF8.GetBytes(Text(name));
        var before = GC.GetAllocatedBytesForCurrentThread();

        AppSpecReader.Read(content, AgentVersion.Agent18, HostPlatform.Linux);
        AppSpecReader.Read(content, AgentVersion.Agent2, HostPlatform.Linux);
        var findings = AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Content = content });

        Assert.NotEmpty(findings);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 700_000_000, $"{allocated} bytes for {content.Length}");
    }

    [Fact]
    public void Ten_megabytes_are_deployed_but_not_checked()
    {
        var content = Encoding.UTF8.GetBytes("version: 0.0\nos: linux\nx: " + new string('a', 10_000_000));

        Assert.True(AppSpecReader.Read(content, AgentVersion.Agent18, HostPlatform.Linux).Accepts);
        Assert.Equal("SLW1001", Assert.Single(AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Content = content })).Rule);
    }

    [Fact]
    public void More_than_sixteen_mebibytes_are_refused_unread()
    {
        var reading = AppSpecReader.Read(new byte[AppSpecReader.MaxBytes + 1], AgentVersion.Agent18, HostPlatform.Linux);

        Assert.False(reading.Accepts);
        Assert.Contains("too large", reading.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_one_finding_for_the_check_and_accepted_up_to_the_agents_limit()
    {
        var content = Encoding.UTF8.GetBytes("version: 0.0\nos: linux\nx: " + new string('[', 300) + new string(']', 300) + "\n");

        Assert.True(AppSpecReader.Read(content, AgentVersion.Agent18, HostPlatform.Linux).Accepts);
        Assert.Equal("SLW1001", Assert.Single(AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Content = content })).Rule);
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 200].Sample(content =>
    {
        AppSpecReader.Read(content, AgentVersion.Agent18, HostPlatform.Linux);
        AppSpecReader.Read(content, AgentVersion.Agent2, HostPlatform.Windows);
        AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Content = content });
    });

    [Fact]
    public void Random_yaml_like_texts_never_throw_and_keep_their_places()
    {
        string[] pieces = ["version: 0.0\n", "os: linux\n", "files:\n", "  - source: a\n", "    destination: /b\n", "hooks:\n", "  AfterInstall:\n", "    - location: x\n", "- ", ": ", "[", "]", "{", "}", ",", "\"", "'", "|\n", "&a ", "*a", "!t ", "#c\n", "\t", " ", "\n", "\r\n", "---\n", "é", "😀", "\u00a0", "0644", "mode: "];
        Gen.Int[0, pieces.Length - 1].Array[0, 30].Sample(choice =>
        {
            var text = string.Concat(choice.Select(index => pieces[index]));
            foreach (var finding in AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = text }))
            {
                var range = finding.Range;
                if (range.Line < 1 || range.Column < 1 || range.Offset < 0 || range.Length < 0 || range.Offset + range.Length > text.Length + 1) return false;
            }

            return true;
        });
    }

    [Fact]
    public void The_same_text_gives_the_same_tree_from_bytes_and_from_a_string()
    {
        const string text = "version: 0.0\nos: linux # ü\nfiles: [{source: '😀', destination: /b}]\n";

        var fromText = YamlDocument.Parse(text);
        var fromBytes = YamlDocument.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal(fromText.Root!.Range, fromBytes.Root!.Range);
        Assert.Equal(fromText.Comments, fromBytes.Comments);
    }
}
