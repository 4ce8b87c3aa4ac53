using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW51xx to SLW53xx: hook scripts in PowerShell, batch files and C#, and what those add to the rules about all scripts.</summary>
internal static class WindowsScriptTable
{
    /// <summary>The methods for Windows of rules whose row stands in another table.</summary>
    public static (string Rule, Action<RuleContext, RuleReport> Check)[] Parts { get; } =
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

    public static Rule[] Rows { get; } =
    [
        Shared("SLW5008", "Failures in the middle of the script are not noticed", Severity.Info, "If '{0}' fails the script goes on and the hook may still succeed. {1}"),
        Shared("SLW5011", "The script waits for input", Severity.Warning, "'{0}' asks for input, but a hook has none: {1}. Take the value from a variable or file."),
        Shared("SLW5013", "A relative path depends on the directory of the agent", Severity.Warning,
            "Hooks start in the directory of the agent, not in the revision, so '{0}' is not found. Use an absolute path, or '{1}' first."),
        Shared("SLW5014", "A variable that CodeDeploy does not set", Severity.Warning, "'{0}' is not set on the host and is empty here. {1}"),
        Shared("SLW5016", "A stop script that can block every later deployment", Severity.Warning,
            "'{0}' fails when nothing is running; this script is taken from the previous revision, so the next deployment cannot start and a fix in the new revision is not used. Append '{1}'."),
        Shared("SLW5017", "The script does nothing", Severity.Warning, "This hook has no commands and always succeeds. Fill it or remove the entry from the spec."),
        Shared("SLW5018", "The script writes into the deployment archive", Severity.Warning,
            "'{0}' lies in the deployment root of the agent, where {1}. Work on the deployed files; to read the archive build the path from DEPLOYMENT_GROUP_ID and DEPLOYMENT_ID."),
        Shared("SLW5019", "A deletion could hit the wrong directory", Severity.Warning, "'{0}' {1}, and the hook runs as root. {2}"),
        Shared("SLW5020", "The hook stops the agent that runs it", Severity.Error,
            "'{0}' ends the agent in the middle of this event, which then fails (\"Failing in-progress lifecycle event after an agent restart\"). Do this outside a deployment."),
        Shared("SLW5022", "A password or key is written into a script", Severity.Error,
            "{0} holds a literal secret, which every reader of the revision bucket and of the host's archive can see. Read it from Secrets Manager or Parameter Store at run time."),
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

    private static Rule Shared(string id, string title, Severity severity, string message) =>
        new(Stage.Cross, id, title, severity, message, Parts.Where(part => part.Rule == id).Select(part => part.Check).ToArray()) { Needs = Needs.Scripts };
}
