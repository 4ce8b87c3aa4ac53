using System.Text;
using CsCheck;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Tests.AppSpecs;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Tests.Fixes;

/// <summary>Whatever the file: fixes are well-formed, each ends its finding, and applying all of them comes to an end.</summary>
public sealed class FixPropertyTests
{
    private static readonly string[] Pieces =
    [
        "\t", " ", "  ", "\r\n", "\n", "# note\n", "\u00A0", "\u200B", "'", "\"", "*", "@", "- ", ":", "{", "}", "[", "]", "~", "yes", "0644", "2026-01-31", "overwrite: true\n", "    overwrite: false\n",
        "    file_exists_behavior: RETAIN\n", "files:\n", "hooks:\n", "os: Linux\n", "version: 1\n", "  AfterInstal:\n", "---\n", "&a ", "*a", "${X}", "{{ x }}", "# slipway: disable SLW2007\n",
        "# slipway: disable-nextline SLW1011\n", "\\", "c:\\temp", "mode: 777\n", "    type: file\n", "timeout: 5m\n", "runas: no\n", "permissions:\n  - object: /srv\n    mode: 644\n",
    ];

    private static readonly string[] Texts = [.. ConformanceCase.All.Select(item => YamlDocument.Parse(item.Content).Text).Where(text => text.Length is > 0 and < 4_000)];

    private static readonly RevisionItem[] Items = [new("appspec.yml"), new("app/run.sh"), new("app/lib/x.conf"), new("scripts/install.sh"), new("Config/a.json"), new("Source", RevisionItemKind.Produced)];

    private static readonly Gen<string> Mutated = Gen.Select(Gen.Int[0, Texts.Length - 1], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 10_000], Gen.Int[0, Pieces.Length - 1]).Array[0, 4]).Select((index, edits) =>
    {
        var text = new StringBuilder(Texts[index]);
        foreach (var (kind, place, piece) in edits)
        {
            var at = text.Length == 0 ? 0 : place % text.Length;
            var length = Math.Min(1 + (place % 7), text.Length - at);
            if (kind == 0) text.Remove(at, length);
            else if (kind == 1) text.Insert(at, text.ToString(at, length));
            else text.Insert(at, Pieces[piece]);
        }

        return text.ToString();
    });

    [Fact]
    public void Fixes_of_all_cases_end_their_findings_and_come_to_an_end()
    {
        foreach (var text in Texts) Check(text);
    }

    [Fact]
    public void Fixes_of_changed_cases_end_their_findings_and_come_to_an_end() => Mutated.Sample(Check, iter: 3_000);

    private static void Check(string text)
    {
        foreach (var inputs in new[] { new RuleInputs { File = "appspec.yml" }, new RuleInputs { File = "appspec.yml", Revision = Items } })
        {
            foreach (var finding in AppSpecCheck.Run(inputs with { Text = text })) Check(inputs, text, finding);
            var rounds = 0;
            var result = FixRounds.Apply(text, changed =>
            {
                rounds++;
                return AppSpecCheck.Run(inputs with { Text = changed });
            });

            Assert.True(rounds <= FixRounds.Most, $"{text}\n=>\n{result.Text}");
            Assert.DoesNotContain(AppSpecCheck.Run(inputs with { Text = result.Text }), finding => finding.Fixable);
        }
    }

    private static void Check(RuleInputs inputs, string text, Finding finding)
    {
        if (finding.Fix is not { Changes.Count: > 0 } fix) return;
        var end = 0;
        var before = text.Length > 0 && text[0] == '\uFEFF' ? text[1..] : text;
        foreach (var change in fix.Changes)
        {
            Assert.True(change.Offset >= end && change.Length >= 0 && change.End <= before.Length, $"{finding}: {change} in\n{text}");
            end = change.End;
        }

        var after = FixedText.Apply(before, fix.Changes);
        var place = finding.Range.Offset;
        var moved = place + fix.Changes.Where(change => change.End <= place).Sum(change => change.NewText.Length - change.Length);
        var left = AppSpecCheck.Run(inputs with { Text = after }).Where(other => other.Rule == finding.Rule).ToList();
        Assert.NotEqual(before, after);
        // An equal mistake may take the place of the one that is gone; then there is one less.
        Assert.True(left.TrueForAll(other => other.Range.Offset != moved) || left.Count < AppSpecCheck.Run(inputs with { Text = text }).Count(other => other.Rule == finding.Rule), $"{finding}\n{text}\n=>\n{after}\n{string.Join('\n', left)}");
    }
}
