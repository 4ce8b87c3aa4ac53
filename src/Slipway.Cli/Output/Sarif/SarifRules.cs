using System.Text;
using System.Text.Json;
using Slipway.Cli.Explaining;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Cli.Output.Sarif;

/// <summary>The tool and its rules, with their pages as help.</summary>
internal static class SarifRules
{
    // Secrets that leak, and files that anybody may change: what a code host sorts under security.
    private static readonly HashSet<string> Security = ["SLW2014", "SLW3008", "SLW5022", "SLW9011", "SLW9012", "SLW9013", "SLW9014", "SLW9015", "SLW9016"];

    /// <summary>The word for a severity.</summary>
    public static string Level(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", Severity.Info => "note", _ => "none" };

    /// <summary>A message object.</summary>
    public static void Text(this Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    /// <summary><c>"tool":{"driver":{…,"rules":[…]}}</c></summary>
    public static void Tool(this Utf8JsonWriter writer, IEnumerable<Rule> rules)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "slipway");
        writer.WriteString("semanticVersion", typeof(SarifRules).Assembly.GetName().Version!.ToString(3));
        writer.WriteString("informationUri", "https://github.com/slipway-deploy/slipway");
        writer.WriteStartArray("rules");
        foreach (var rule in rules) Write(writer, rule);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A title as one word: <c>TheScriptHasNoShebang</c>.</summary>
    internal static string NameOf(string title)
    {
        var name = new StringBuilder(title.Length);
        var begins = true;
        foreach (var c in title)
        {
            if (char.IsAsciiLetterOrDigit(c)) name.Append(begins ? char.ToUpperInvariant(c) : c);
            begins = !char.IsAsciiLetterOrDigit(c);
        }

        return name.ToString();
    }

    private static void Write(Utf8JsonWriter writer, Rule rule)
    {
        var page = RulePages.Of(rule.Id);
        writer.WriteStartObject();
        writer.WriteString("id", rule.Id);
        writer.WriteString("name", NameOf(rule.Title));
        writer.Text("shortDescription", rule.Title);
        writer.Text("fullDescription", page is null ? rule.Title : RulePages.Opening(page) ?? rule.Title);
        writer.WriteStartObject("help");
        writer.WriteString("text", page ?? $"{rule.Title}: {rule.HelpLink}");
        if (page is not null) writer.WriteString("markdown", page);
        writer.WriteEndObject();
        writer.WriteString("helpUri", rule.HelpLink);
        writer.WriteStartObject("defaultConfiguration");
        writer.WriteString("level", Level(rule.DefaultSeverity));
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        writer.WriteStartArray("tags");
        writer.WriteStringValue("deployment");
        writer.WriteStringValue(Family(rule.Id));
        if (Security.Contains(rule.Id)) writer.WriteStringValue("security");
        writer.WriteEndArray();
        writer.WriteString("precision", rule.DefaultSeverity switch { Severity.Error => "very-high", Severity.Warning => "high", _ => "medium" });
        writer.WriteString("problem.severity", rule.DefaultSeverity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "recommendation" });
        if (Security.Contains(rule.Id)) writer.WriteString("security-severity", rule.DefaultSeverity == Severity.Error ? "8.0" : "5.0");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Family(string rule) => rule[3] switch
    {
        '1' => "document",
        '2' => "files",
        '3' => "permissions",
        '4' => "hooks",
        '5' => "scripts",
        '6' => "lambda-ecs",
        '7' => "deploy-file",
        '8' => "branch-policy",
        _ => "revision-contents",
    };
}
