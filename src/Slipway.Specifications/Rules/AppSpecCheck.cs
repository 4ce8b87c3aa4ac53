using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules.Documents;
using Slipway.Specifications.Scripts.Shell;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules;

/// <summary>Runs the rules on a file and its revision.</summary>
public static class AppSpecCheck
{
    /// <summary>The largest file that the rules look at, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>All findings that are not suppressed by a comment, in the order of the file. Never throws for bad input.</summary>
    /// <param name="inputs">What is known.</param>
    public static IReadOnlyList<Finding> Run(RuleInputs inputs)
    {
        var findings = new List<Finding>();
        var document = Parse(inputs);
        var context = ContextOf(inputs, document);
        if (inputs.Resolved is { Text: not null } resolved)
        {
            Apply(ContextOf(ResolvedFindings.InputsOf(inputs, resolved), resolved.Checked), findings);
            ResolvedFindings.Move(findings, resolved, inputs.File);
            ResolvingRules.Report(resolved.Remarks, inputs.File, findings);
        }
        else
        {
            Apply(context, findings);
        }

        AddRemarks(inputs, findings);
        Suppressions.Apply(context, findings);
        findings.Sort(Finding.ByPlace);
        return findings;
    }

    /// <summary>The file as the rules look at it: without its byte order mark, within the limits of size and depth.</summary>
    public static YamlDocument Read(byte[] content) => content.Length > MaxBytes ? TooLarge(content.Length)
        : YamlDocumentReader.Read(YamlText.From(content).WithoutByteOrderMark(), YamlDocument.CheckedDepth);

    /// <summary>A decoded text as the rules look at it.</summary>
    public static YamlDocument Read(string text) => text.Length > MaxBytes ? TooLarge(text.Length)
        : YamlDocumentReader.Read(YamlText.From(text).WithoutByteOrderMark(), YamlDocument.CheckedDepth);

    /// <summary>A file that is too large to be looked at.</summary>
    /// <param name="length">Its size in bytes.</param>
    public static YamlDocument TooLarge(int length) => YamlDocument.TooLarge($"{length} bytes are more than the {MaxBytes} that are checked");

    private static RuleContext ContextOf(RuleInputs inputs, YamlDocument? document) =>
        new(inputs, document, document is null ? DocumentKind.ServerAppSpec : DocumentKinds.Recognise(document, inputs.File));

    private static void Apply(RuleContext context, List<Finding> findings)
    {
        foreach (var rule in RuleCatalogue.All)
        {
            var report = new RuleReport(rule, context.Inputs.File, findings, !context.Kind.IsAppSpec());
            foreach (var check in rule.Checks) check(context, report);
            report.Close();
        }

        AddRefusalNobodyFound(context, findings);
    }

    private static YamlDocument? Parse(RuleInputs inputs)
    {
        if (inputs.Document is not null) return inputs.Document;
        return inputs.Content is not null ? Read(inputs.Content) : inputs.Text is not null ? Read(inputs.Text) : null;
    }

    /// <summary>
    /// The rules are written from cases; where the agent refuses a file and none of them says why, its own reason is the finding, so that
    /// nothing that agent 1.8 refuses passes the gate.
    /// </summary>
    private static void AddRefusalNobodyFound(RuleContext context, List<Finding> findings)
    {
        if (context.Kind != DocumentKind.ServerAppSpec || context.Document is not { } document) return;
        // Of a value that packing replaces nothing can be said yet.
        if (context.Inputs.IsResolvedAtPacking && PropertyReference.MayBeIn(document.Text)) return;
        if (findings.Exists(finding => finding.Severity == Severity.Error && finding.File == context.Inputs.File)) return;
        var refusal = AppSpecReader.RefusalOf18(document, context.AppSpec?.Os == "windows" ? HostPlatform.Windows : HostPlatform.Linux);
        if (refusal is { } reading) findings.Add(new Finding("SLW1012", Severity.Error, context.Inputs.File, reading.Range, reading.Message!));
    }

    /// <summary>shellcheck's remarks come last: what a rule has said is not said again.</summary>
    private static void AddRemarks(RuleInputs inputs, List<Finding> findings)
    {
        foreach (var script in inputs.Scripts ?? [])
        {
            if (inputs.ShellCheck is { } all && all.TryGetValue(script.File, out var remarks)) findings.AddRange(ShellCheckFindings.From(script, remarks, findings));
        }
    }
}
