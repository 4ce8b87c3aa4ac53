using System.Text;
using System.Text.RegularExpressions;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Policies;

/// <summary>SLW8009 and SLW8010: approval rule templates.</summary>
internal static class TemplateRules
{
    private const string Version = "2018-11-08";

    private static readonly Regex Approver = new(@"^CodeCommitApprovers:[0-9]{12}:[^\s:]+$", RegexOptions.CultureInvariant);

    private static readonly Regex ApproverArn = new(@"^arn:aws[a-z-]*:(iam::[0-9]{12}:(user/.+|root)|sts::[0-9]{12}:(assumed-role/.+|federated-user/.+))$", RegexOptions.CultureInvariant);

    private static readonly Regex RoleArn = new("^arn:(aws[a-z-]*):iam::([0-9]{12}):role/(.+)$", RegexOptions.CultureInvariant);

    private static readonly HashSet<string> ContentKeys = ["Version", "DestinationReferences", "Statements"];

    private static readonly HashSet<string> StatementKeys = ["Type", "NumberOfApprovalsNeeded", "ApprovalPoolMembers"];

    public static void NotValid(RuleContext context, RuleReport report)
    {
        foreach (var template in context.Policy?.Templates ?? [])
        {
            Length(report, template.Node, "approvalRuleTemplateName", "name", 1, 100);
            Length(report, template.Node, "approvalRuleTemplateDescription", "description", 0, 1000);
            if (template is not { ContentEntry: { } entry, Content: { } content }) continue;
            Keys(context, report, content, ContentKeys);
            CheckVersion(context, report, entry, content);
            var statements = content.Find("Statements");
            if (statements?.Value is null or YamlScalar or YamlSequence { Items.Count: 0 }) report.Add(statements?.Key.Range ?? entry.Key.Range, "has no Statements", "at least one statement with Type: Approvers and NumberOfApprovalsNeeded");
            if (template.DestinationReferences.Count > 100) report.Add(content.Find("DestinationReferences")!.Key.Range, $"has {template.DestinationReferences.Count} DestinationReferences, more than 100", "fewer, with wildcards");
            if (JsonLength(content) is > 3000 and var length) report.Add(entry.Key.Range, $"is {length} characters long as JSON, more than 3000", "a shorter pool or two templates");
            foreach (var statement in template.Statements) Statement(context, report, statement);
        }
    }

    private static void Length(RuleReport report, YamlMapping template, string key, string what, int least, int most)
    {
        if (template.Find(key) is not { Value: YamlScalar text } entry) return;
        if (text.Value.Length < least || text.Value.Length > most) report.Add(AppSpecView.PlaceOf(entry), $"has a {what} of {text.Value.Length} characters", $"{least} to {most} characters");
    }

    private static void Keys(RuleContext context, RuleReport report, YamlMapping mapping, HashSet<string> known)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name is not { } name || known.Contains(name) || !context.Claim(entry.Key)) continue;
            var near = NearestName.Of(name, known);
            var reported = report.Add(entry.Key.Range, $"has the unknown key '{name}'", near ?? string.Join(", ", known));
            if (near is not null && mapping.Find(near) is null) reported.With($"Rename the key to '{near}'", DocumentEdits.Replace(entry.Key.Range, near));
        }
    }

    private static void CheckVersion(RuleContext context, RuleReport report, YamlEntry entry, YamlMapping content)
    {
        if (content.Find("Version") is not { } version)
        {
            report.Add(entry.Key.Range, "has no Version", $"Version: \"{Version}\"");
        }
        else if (version.Value is YamlScalar text && (text.Value != Version || !text.IsQuoted) && context.Claim(text))
        {
            // Without quotes it is a date for YAML, and what becomes of it depends on the reader.
            var reported = report.Add(AppSpecView.PlaceOf(version), text.Value == Version ? "has a date as its Version" : $"has the unknown Version '{text.Value}'", $"Version: \"{Version}\"");
            if (text.Range.Length > 0 && text.Style is not (YamlScalarStyle.Literal or YamlScalarStyle.Folded)) reported.With($"Write \"{Version}\"", DocumentEdits.Replace(text.Range, $"\"{Version}\""));
        }
    }

    private static void Statement(RuleContext context, RuleReport report, ApprovalStatement statement)
    {
        Keys(context, report, statement.Node, StatementKeys);
        var type = statement.Node.Find("Type");
        if (type?.Value is null or YamlScalar { Value: not "Approvers" }) report.Add(type is null ? AppSpecView.FirstKey(statement.Node) : AppSpecView.PlaceOf(type), "has a statement that is not about approvers", "Type: Approvers");
        if (statement.Needed is >= 1) return;
        var needed = statement.Node.Find("NumberOfApprovalsNeeded");
        if (needed?.Value is YamlMapping or YamlSequence) return;
        report.Add(needed is null ? AppSpecView.FirstKey(statement.Node) : AppSpecView.PlaceOf(needed), "does not say how many approvals are needed", "NumberOfApprovalsNeeded with a number of at least 1");
    }

    /// <summary>How long the content is when CodeCommit gets it, without blanks.</summary>
    private static int JsonLength(YamlNode root)
    {
        var length = 0;
        var open = new Stack<YamlNode>();
        open.Push(root);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case YamlMapping mapping:
                    length += 2 + Math.Max(0, (mapping.Entries.Count * 2) - 1);
                    foreach (var entry in mapping.Entries)
                    {
                        open.Push(entry.Key);
                        open.Push(entry.Value);
                    }

                    break;
                case YamlSequence list:
                    length += 2 + Math.Max(0, list.Items.Count - 1);
                    foreach (var item in list.Items) open.Push(item);
                    break;
                case YamlScalar scalar:
                    length += scalar.Value.Length + (!scalar.IsQuoted && scalar.Value.Length > 0 && scalar.Value.All(c => c is >= '0' and <= '9') ? 0 : 2);
                    break;
            }
        }

        return length;
    }

    public static void Pool(RuleContext context, RuleReport report)
    {
        foreach (var statement in (context.Policy?.Templates ?? []).SelectMany(template => template.Statements))
        {
            var wellFormed = true;
            foreach (var member in statement.Pool) wellFormed &= Member(context, report, member);
            if (statement.Pool.Count > 50) report.AddText(Severity.Error, statement.Node.Find("ApprovalPoolMembers")!.Key.Range, $"The pool has {statement.Pool.Count} members; CodeCommit takes 50. Use wildcards, for example of a role.");
            if (statement is not { Pool.Count: > 0, Needed: { } needed } || !wellFormed || statement.Pool.Any(member => Wildcard.Has(member.Value))) continue;
            var place = PolicyPlaces.Of(statement.Node, "NumberOfApprovalsNeeded");
            var members = statement.Pool.Select(member => member.Value).Distinct().Count();
            var has = members == 1 ? "The pool has 1 member" : $"The pool has {members} members";
            if (members < needed) report.Add(place, $"{has} for {needed} approvals", "Add members or ask for fewer approvals.");
            else if (members == needed) report.AddText(Severity.Warning, place, $"{has} for {needed} approvals, so nobody of the pool could have a pull request merged: authors cannot approve their own. Add a member.");
        }
    }

    private static bool Member(RuleContext context, RuleReport report, PolicyText member)
    {
        if (Approver.IsMatch(member.Value) || ApproverArn.IsMatch(member.Value) || member.Value == "*") return true;
        if (!context.Claim(member.Node)) return false;
        if (RoleArn.Match(member.Value) is { Success: true } role)
        {
            var name = role.Groups[3].Value;
            var session = $"arn:{role.Groups[1].Value}:sts::{role.Groups[2].Value}:assumed-role/{name.Substring(name.LastIndexOf('/') + 1)}/*";
            var reported = report.Add(member.Node.Range, $"Who approves is a session of the role, never '{member.Value}' itself", $"Write '{session}'.");
            if (DocumentEdits.ReplaceText(member.Node, session) is { } change) reported.With("Write the sessions of the role", DocumentEdits.Replace(member.Node.Range, Quoted(member.Node, session, change)));
        }
        else
        {
            report.Add(member.Node.Range, $"'{member.Value}' is nobody who can approve", "Write CodeCommitApprovers:<account>:<name>, or the ARN of a user or of an assumed role.");
        }

        return false;
    }

    /// <summary>With quotes in any case: the star would be read as an alias behind a blank.</summary>
    private static string Quoted(YamlScalar node, string text, TextChange change) => node.IsQuoted ? change.NewText : new StringBuilder(text.Length + 2).Append('"').Append(text).Append('"').ToString();
}
