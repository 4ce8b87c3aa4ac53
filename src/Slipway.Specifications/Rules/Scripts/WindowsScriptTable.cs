using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW51xx to SLW53xx: hook scripts in PowerShell, batch files and C#, and what those add to the rules about all scripts.</summary>
internal static class WindowsScriptTable
{
    private static (string Rule, Action<RuleContext, RuleReport> Check)[] Parts =>
    [
        ("SLW5008", BatchFlowRules.FailureIgnored),
        ("SLW5011", WindowsInputRules.PowerShellAsks),
        ("SLW5011", WindowsInputRules.BatchAsks),
        ("SLW5013", WindowsPathRules.PowerShellRelative),
        ("SLW5013", WindowsPathRules.BatchRelative),
        ("SLW5014", WindowsVariableRules.PowerShellUnset),
        ("SLW5014", WindowsVariableRules.BatchUnset),
        ("SLW5016", WindowsStopRules.PowerShellStopBlocks),
        ("SLW5016", WindowsStopRules.BatchStopBlocks),
        ("SLW5017", WindowsEmptyRules.PowerShellDoesNothing),
        ("SLW5017", WindowsEmptyRules.BatchDoesNothing),
        ("SLW5018", WindowsArchiveRules.PowerShellWrites),
        ("SLW5018", WindowsArchiveRules.BatchWrites),
        ("SLW5019", WindowsDeletionRules.PowerShellDeletes),
        ("SLW5019", WindowsDeletionRules.BatchDeletes),
        ("SLW5020", WindowsStopRules.PowerShellStopsAgent),
        ("SLW5020", WindowsStopRules.BatchStopsAgent),
        ("SLW5022", PowerShellSecretRules.SecretWritten),
        ("SLW5022", BatchSecretRules.SecretWritten),
    ];

    /// <summary>The methods for Windows of a rule whose row stands in another table.</summary>
    public static Action<RuleContext, RuleReport>[] PartsOf(string rule) => [.. Parts.Where(part => part.Rule == rule).Select(part => part.Check)];

    public static Rule[] Rows { get; } =
    [
        new(Stage.Cross, "SLW5101", "PowerShell errors do not fail the hook", Severity.Warning,
            "If '{0}' fails, the script still ends with exit code 0 and the hook succeeds. {1}",
            PowerShellFailureRules.ErrorsIgnored) { Needs = Needs.Scripts },
        new(Stage.Cross, "SLW5102", "The script needs 64-bit PowerShell", Severity.Warning,
            "The agent starts scripts in 32-bit PowerShell, where '{0}' {1}. Restart the script through %windir%\\sysnative\\WindowsPowerShell\\v1.0\\powershell.exe.",
            PowerShellHostRules.Needs64Bit) { Needs = Needs.Scripts },
        new(Stage.Cross, "SLW5103", "Windows PowerShell would misread the letters", Severity.Warning,
            "Windows PowerShell 5.1 reads this file in the code page of the host, so '{0}' becomes another text. Save it as UTF-8 with byte order mark.",
            PowerShellHostRules.LettersMisread) { Needs = Needs.Scripts },
        new(Stage.Cross, "SLW5104", "PowerShell 7 syntax in a Windows PowerShell hook", Severity.Error,
            "'{0}' is not known to Windows PowerShell 5.1, which the agent uses: the script would not even start. {1}",
            PowerShellHostRules.Version7) { Needs = Needs.Scripts },
        new(Stage.Cross, "SLW5201", "A batch file is called without call", Severity.Error,
            "'{0}' is a batch file: without 'call' the rest of this script never runs and the hook still succeeds. Write 'call {0}'.",
            BatchFlowRules.CallMissing) { Needs = Needs.Scripts },
        new(Stage.Cross, "SLW5202", "The label does not exist", Severity.Error,
            "There is no label ':{0}': the script stops here with an error. {1}",
            BatchFlowRules.LabelMissing) { Needs = Needs.Scripts },
        new(Stage.Cross, "SLW5301", "The C# hook does not compile", Severity.Error,
            "{0}; the hook would fail when it is started on the host.",
            CSharpHookRules.DoesNotCompile) { Needs = Needs.Scripts | Needs.CSharp },
        new(Stage.Cross, "SLW5302", "The C# hook cannot be started", Severity.Error,
            "The host cannot start this C# hook: {0}. {1}",
            CSharpHookRules.CannotStart) { Needs = Needs.Scripts },
    ];
}
