using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>
/// The good and the bad example of a rule, from fenced blocks: the first word of the info string is the language, the second bad, good or
/// both, further words are attributes. What a Server appspec needs and an example leaves out (header, files, a hook for a script) is filled in.
/// </summary>
/// <param name="Rule">The rule that it belongs to.</param>
/// <param name="IsBad">Whether the rule must speak, or be silent.</param>
/// <param name="Inputs">Each document of the example as the one under test, with the others beside it.</param>
internal sealed record RuleExample(string Rule, bool IsBad, IReadOnlyList<RuleInputs> Inputs)
{
    private static readonly Regex Placeholder = new("⟦([^⟧]*)⟧");

    /// <summary>The findings about all documents of the example.</summary>
    public IReadOnlyList<Finding> Findings() => [.. Inputs.SelectMany(AppSpecCheck.Run)];

    /// <summary>Both examples of every rule that a text has a heading for.</summary>
    public static IEnumerable<RuleExample> Read(string markdown)
    {
        foreach (var section in Regex.Split(markdown, "^#+ (?=SLW)", RegexOptions.Multiline).Skip(1))
        {
            var rule = section[..7];
            var blocks = Regex.Matches(section, "^```([^\n]*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
                .Select(match => new Block(match.Groups[1].Value.Split(' '), match.Groups[2].Value)).ToList();
            foreach (var side in new[] { "bad", "good" })
            {
                var mine = blocks.Where(block => block.Info.Length > 1 && (block.Info[1] == side || block.Info[1] == "both")).ToList();
                if (mine.Exists(block => block.Info[1] == side)) yield return new RuleExample(rule, side == "bad", InputsOf(rule, mine));
            }
        }
    }

    private static List<RuleInputs> InputsOf(string rule, List<Block> blocks)
    {
        var scripts = blocks.Where(block => block.Language is "sh" or "powershell" or "bat" or "csharp").ToList();
        var documents = blocks.Where(block => block.Language == "yaml")
            .Select(block => (File: block["file"] ?? MainDocument(rule), block.Text, Windows: block["os"] == "windows")).ToList();
        if (scripts.Count > 0 && documents.TrueForAll(document => document.File != "appspec.yml")) documents.Add(("appspec.yml", HooksFor(scripts), scripts.Exists(IsWindows)));
        var files = documents.ConvertAll(document => (document.File, Content: Bytes(document.File == "appspec.yml" ? Complete(document.Text, document.Windows) : document.Text)));
        var hooks = scripts.Count == 0 ? null : scripts.ConvertAll(block => new ScriptFile(PathOf(block), PathOf(block), Bytes(block.Text)));
        var shared = new RuleInputs
        {
            File = "Shop.csproj",
            CSharpErrors = hooks is null ? null : CSharpSyntax.Errors(hooks),
            Properties = PropertiesOf(blocks),
            Checkout = blocks.Find(block => block.Language == "git") is { } git ? CheckoutFacts.Parse(git.Text) : null,
            Scripts = hooks,
            Revision = blocks.Find(block => block.Language == "tree")?.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ItemOf).ToList(),
            Contents = path => blocks.Find(block => block["name"] == path && !scripts.Contains(block)) is { } block ? Bytes(block.Text) : null,
        };
        if (files.Count == 0) return [shared];
        var isPacked = blocks.Exists(block => block["packed"] == "yes");
        return files.ConvertAll(file => shared with
        {
            File = file.File,
            IsResolvedAtPacking = isPacked,
            Resolved = isPacked && file.File == "appspec.yml" ? AppSpecResolver.Resolve(AppSpecCheck.Read(file.Content), file.File, new ResolvingInputs { Properties = shared.Properties ?? new Dictionary<string, string>(), Revision = () => shared.Revision ?? [] }) : null,
            Content = file.Content,
            Companions = files.Where(other => other.File != file.File).Select(other => new CompanionFile(other.File, AppSpecCheck.Read(other.Content))).ToList(),
        });
    }

    /// <summary>MSBuild properties. A checkout without any is one that is being deployed, to the group that it names.</summary>
    private static Dictionary<string, string>? PropertiesOf(List<Block> blocks)
    {
        if (blocks.Find(block => block.Language == "props") is { } props)
            return props.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());
        if (blocks.Find(block => block.Language == "git") is not { } git) return null;
        var properties = new Dictionary<string, string> { ["Deploy"] = "true" };
        if (Regex.Match(git.Text, "^group: (.+)$", RegexOptions.Multiline) is { Success: true } group) properties["DeploymentGroup"] = group.Groups[1].Value;
        return properties;
    }

    private static string MainDocument(string rule) => rule[3] switch { '7' => "deploy.yml", '8' => "branch-policy.yml", _ => "appspec.yml" };

    private static bool IsWindows(Block script) => script["os"] is { } os ? os == "windows" : script.Language is "powershell" or "bat";

    private static string PathOf(Block script) =>
        script["name"] ?? "scripts/hook" + script.Language switch { "sh" => ".sh", "powershell" => ".ps1", "bat" => ".bat", _ => ".cs" };

    /// <summary>An appspec that starts the scripts at their events.</summary>
    private static string HooksFor(List<Block> scripts) => "hooks:\n" + string.Concat(scripts.GroupBy(script => script["event"] ?? "AfterInstall").Select(group =>
        $"  {group.Key}:\n" + string.Concat(group.Select(script => $"    - location: {PathOf(script)}\n" + (script["runas"] is { } account ? $"      runas: {account}\n" : "")))));

    /// <summary>A line of a tree: the path, then behind two blanks a mode, a size, the target of a link, or fifo.</summary>
    private static RevisionItem ItemOf(string line)
    {
        var parts = Regex.Split(Encoding.UTF8.GetString(Bytes(line)), "  +");
        var item = new RevisionItem(parts[0].TrimEnd('/'), parts[0].EndsWith('/') ? RevisionItemKind.Directory : RevisionItemKind.File);
        foreach (var attribute in parts.Skip(1))
        {
            item = attribute switch
            {
                "fifo" => item with { Kind = RevisionItemKind.Special },
                _ when attribute.StartsWith("-> ", StringComparison.Ordinal) => item with { Kind = RevisionItemKind.Link, LinkTarget = attribute[3..] },
                _ when attribute.StartsWith("mode=", StringComparison.Ordinal) => item with { Mode = Convert.ToInt32(attribute[5..], 8) },
                _ when attribute.StartsWith("size=", StringComparison.Ordinal) => item with { Size = Size(attribute[5..]) },
                _ => throw new FormatException($"'{attribute}' of '{line}' is no attribute of a tree."),
            };
        }

        return item;
    }

    private static long Size(string text)
    {
        var unit = text.TrimStart("0123456789".ToCharArray());
        var number = long.Parse(text[..^unit.Length], CultureInfo.InvariantCulture);
        return number * unit switch { "" or "B" => 1, "KB" => 1_000, "MB" => 1_000_000, "GB" => 1_000_000_000, _ => throw new FormatException(text) };
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

    /// <summary>A fenced block.</summary>
    private sealed record Block(string[] Info, string Text)
    {
        public string Language => Info[0];

        /// <summary>The value of an attribute; null without it.</summary>
        public string? this[string name] => Info.Skip(2).Select(word => word.Split('=', 2)).FirstOrDefault(pair => pair[0] == name && pair.Length == 2)?[1];
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
