using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>
/// The good and the bad example of a rule, from fenced blocks: the first word of the info string is the language, the second bad, good or
/// both. What a Server appspec needs and an example leaves out (header, files, a revision in which everything exists) is filled in.
/// </summary>
internal sealed record RuleExample(string Rule, bool IsBad, RuleInputs Inputs)
{
    private static readonly Regex Placeholder = new("⟦([^⟧]*)⟧");

    /// <summary>Both examples of every rule that a text has a heading for.</summary>
    public static IEnumerable<RuleExample> Read(string markdown)
    {
        foreach (var section in Regex.Split(markdown, "^#+ (?=SLW)", RegexOptions.Multiline).Skip(1))
        {
            var rule = section[..7];
            var blocks = Regex.Matches(section, "^```([^\n]*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
                .Select(match => (Info: match.Groups[1].Value.Split(' '), Text: match.Groups[2].Value)).ToList();
            foreach (var side in new[] { "bad", "good" })
            {
                var mine = blocks.Where(block => block.Info.Length > 1 && (block.Info[1] == side || block.Info[1] == "both")).ToList();
                if (mine.Count > 0) yield return new RuleExample(rule, side == "bad", InputsOf(mine));
            }
        }
    }

    private static RuleInputs InputsOf(List<(string[] Info, string Text)> blocks)
    {
        var yaml = blocks.FirstOrDefault(block => block.Info[0] == "yaml");
        var script = blocks.FirstOrDefault(block => block.Info[0] == "sh");
        var tree = blocks.FirstOrDefault(block => block.Info[0] == "tree");
        var text = yaml.Text is not null ? Complete(yaml.Text, yaml.Info.Contains("os=windows"))
            : script.Text is not null ? "version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: scripts/hook.sh\n" : null;
        return new RuleInputs
        {
            File = "appspec.yml",
            Content = text is null ? null : Bytes(text),
            Properties = blocks.FirstOrDefault(block => block.Info[0] == "props").Text?.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
            Scripts = script.Text is null ? null : [new ScriptFile("scripts/hook.sh", "scripts/hook.sh", Bytes(script.Text))],
            Revision = tree.Text is null ? null : tree.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new RevisionItem(line.Split("  ")[0])).ToList(),
        };
    }

    private static string Complete(string text, bool windows)
    {
        var complete = text;
        if (!text.Contains("version", StringComparison.Ordinal) && !text.Contains("Resources", StringComparison.Ordinal))
        {
            complete = $"version: 0.0\nos: {(windows ? "windows" : "linux")}\n{text}";
        }

        if (text.Contains("permissions:", StringComparison.Ordinal) && !text.Contains("files:", StringComparison.Ordinal) && !windows)
        {
            complete += "files: [{ source: app, destination: /srv/app }]\n";
        }

        return complete;
    }

    /// <summary>The text as bytes, with its placeholders for characters and raw bytes replaced.</summary>
    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        var at = 0;
        foreach (Match match in Placeholder.Matches(text))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(text[at..match.Index]));
            at = match.Index + match.Length;
            var name = match.Groups[1].Value;
            if (name == "CR") bytes.Add((byte)'\r');
            else if (name.StartsWith("0x", StringComparison.Ordinal)) bytes.Add(byte.Parse(name[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            else if (name.StartsWith("U+", StringComparison.Ordinal)) bytes.AddRange(Encoding.UTF8.GetBytes(char.ConvertFromUtf32(int.Parse(name[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
        }

        bytes.AddRange(Encoding.UTF8.GetBytes(text[at..]));
        return [.. bytes];
    }
}
