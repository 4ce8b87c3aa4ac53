namespace Slipway.Specifications.Findings;

/// <summary>
/// Which severity a finding has in the end. The settings are asked in the order in which the compiler asks them, so that the gate, the command
/// line and the build agree: the command line's own word, <c>NoWarn</c>, <c>WarningsAsErrors</c>, the compiler's key in a <c>.globalconfig</c>,
/// our keys in an <c>.editorconfig</c> or else a <c>.globalconfig</c>, the profile, the rule.
/// </summary>
public sealed record SeveritySettings
{
    /// <summary>The profile.</summary>
    public RuleProfile Profile { get; init; }

    /// <summary>Severities by rule that were given on the command line; null is the rule's own.</summary>
    public IReadOnlyDictionary<string, Severity?> Given { get; init; } = new Dictionary<string, Severity?>();

    /// <summary>The property <c>NoWarn</c>: these rules are off, their errors included.</summary>
    public IReadOnlyCollection<string> NoWarn { get; init; } = [];

    /// <summary>The property <c>WarningsAsErrors</c>.</summary>
    public IReadOnlyCollection<string> WarningsAsErrors { get; init; } = [];

    /// <summary>The property <c>WarningsNotAsErrors</c>.</summary>
    public IReadOnlyCollection<string> WarningsNotAsErrors { get; init; } = [];

    /// <summary>The property <c>TreatWarningsAsErrors</c>.</summary>
    public bool TreatWarningsAsErrors { get; init; }

    /// <summary>The <c>.globalconfig</c> files.</summary>
    public GlobalSeverities Global { get; init; } = new();

    /// <summary>The <c>.editorconfig</c> files, the outermost first.</summary>
    public IReadOnlyList<EditorConfig> EditorConfigs { get; init; } = [];

    /// <summary>A list of ids as MSBuild properties hold it.</summary>
    public static IReadOnlyCollection<string> Ids(string property) =>
        new HashSet<string>(property.Split([';', ',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    /// <summary>The findings that are left, with their severities.</summary>
    /// <param name="findings">What the rules found.</param>
    /// <param name="fullPath">The full path of a file as findings name it.</param>
    public IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings, Func<string, string> fullPath)
    {
        var left = new List<Finding>(findings.Count);
        foreach (var finding in findings)
        {
            var severity = SeverityOf(finding.Rule, finding.Severity, fullPath(finding.File));
            if (severity != Severity.None) left.Add(severity == finding.Severity ? finding : finding with { Severity = severity });
        }

        return left;
    }

    /// <summary>The severity of one finding.</summary>
    /// <param name="rule">Its rule.</param>
    /// <param name="reported">The severity that the rule gave it.</param>
    /// <param name="file">Full path of its file.</param>
    public Severity SeverityOf(string rule, Severity reported, string file)
    {
        var usual = RuleProfiles.SeverityOf(Profile, rule, reported);
        if (Given.TryGetValue(rule, out var given)) return given ?? usual;
        // What a file switches off for itself the analyzer does not report, so nothing that comes later could change it.
        var own = Own(rule, file.Replace('\\', '/'));
        if (own == Severity.None || NoWarn.Contains(rule)) return Severity.None;
        if (WarningsAsErrors.Contains(rule) && !WarningsNotAsErrors.Contains(rule)) return Severity.Error;
        var severity = Parse(Global.Find($"dotnet_diagnostic.{rule}.severity")) ?? own ?? usual;
        return severity == Severity.Warning && TreatWarningsAsErrors && !WarningsNotAsErrors.Contains(rule) ? Severity.Error : severity;
    }

    private static Severity? Parse(string? word) => word is not null && SeverityWords.TryParse(word, out var severity) ? severity : null;

    /// <summary>What our keys say: the one for the rule, else the one for all rules, for the file and then for the project.</summary>
    private Severity? Own(string rule, string path)
    {
        var (one, all) = ($"slipway_diagnostic.{rule}.severity", "slipway_diagnostic.severity");
        foreach (var word in (string?[])[InEditorConfig(one, path), InEditorConfig(all, path), Global.Find(one), Global.Find(all)])
        {
            if (word is not null && SeverityWords.TryParse(word, out var severity)) return severity;
        }

        return null;
    }

    private string? InEditorConfig(string key, string path)
    {
        for (var i = EditorConfigs.Count - 1; i >= 0; i--)
        {
            var config = EditorConfigs[i];
            if (!config.Covers(path)) continue;
            if (config.Find(path, key) is { } word) return word;
            if (config.IsRoot) return null;
        }

        return null;
    }
}
