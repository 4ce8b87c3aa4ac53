using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules.Functions;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.DeployFiles;

/// <summary>SLW1012 for <c>allowedSigners</c>: entries that every deployment of the group would stop at.</summary>
internal static class SignerRules
{
    private const string Key = "allowedSigners";

    public static void WrongEntries(RuleContext context, RuleReport report)
    {
        if (context.Kind != DocumentKind.DeployFile || context.Document is not { Fault: null, Root: YamlMapping root }) return;
        Check(context, report, root);
        if (root.Find("deploymentGroups")?.Value is not YamlSequence groups) return;
        foreach (var group in groups.Items.OfType<YamlMapping>()) Check(context, report, group);
    }

    private static void Check(RuleContext context, RuleReport report, YamlMapping mapping)
    {
        if (mapping.Find(Key) is not { Value: YamlSequence list } entry) return;
        if (list.Items.Count == 0)
            Add(context, report, entry.Key, $"'{Key}' names nobody, so every deployment would be refused. Add a signer, or remove the key to take unsigned revisions.");
        foreach (var item in list.Items.OfType<YamlMapping>())
        {
            var (principal, key, file) = (Text(item, "principal"), Text(item, "key"), Text(item, "file"));
            if (file is null ? principal is null || key is null : principal is not null || key is not null)
                Add(context, report, item, $"An entry of '{Key}' has 'principal' and 'key', or 'file' alone. Deployments would stop here.");
            else if (key is not null && !IsKey(key.Value))
                Add(context, report, key, "'key' must be an SSH public key (ssh-ed25519 AAAA...) or an ECDSA P-256 public key in PEM. Deployments would stop here.");
            else if (principal is not null && !IsPrincipal(principal.Value))
                Add(context, report, principal, "'principal' must be a name without blanks, such as a mail address. Deployments would stop here.");
        }
    }

    private static void Add(RuleContext context, RuleReport report, YamlNode node, string message)
    {
        if (context.Claim(node)) report.AddText(Severity.Error, node.Range, message);
    }

    // Whether it is a key in truth, a deployment finds out: this room has no cryptography.
    private static bool IsKey(string value)
    {
        if (FilledIn.Is(value) || value.Contains("-----BEGIN PUBLIC KEY-----")) return true;
        var fields = value.Trim().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length >= 2 && fields[1].StartsWith("AAAA", StringComparison.Ordinal) && fields[0].All(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '@');
    }

    private static bool IsPrincipal(string value) =>
        FilledIn.Is(value) || (value.Length is > 0 and <= 255 && value.All(c => (c < 128 && char.IsLetterOrDigit(c)) || c is '@' or '.' or '_' or '-' or '+' or '/' or ':'));

    private static YamlScalar? Text(YamlMapping mapping, string key) => mapping.Find(key)?.Value is YamlScalar scalar && !AppSpecView.IsNull(scalar) ? scalar : null;
}
