using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>SLW5xxx: the texts of hook scripts.</summary>
internal static class ScriptTable
{
    public static Rule[] Rows { get; } =
    [
        new(Stage.Cross, "SLW5002", "A byte order mark in front of the shebang", Severity.Error,
            "With a byte order mark the first line is no shebang: agent 1.x runs the script with sh, agent 2.x fails (\"Exec format error\"). Save as UTF-8 without it.",
            ShebangRules.ByteOrderMark) { Needs = Needs.Scripts },
        new(Stage.Cross, "SLW5004", "The shebang is malformed", Severity.Error,
            "'{0}' is no usable shebang: {1}. Write '{2}' as the first line.",
            ShebangRules.Malformed) { Needs = Needs.Scripts },
        new(Stage.Cross, "SLW5001", "Windows line ends in a script for Linux", Severity.Error,
            "Line {0} ends in CR LF: the kernel looks for an interpreter named '{1}' and the hook fails with \"No such file or directory\" although it exists. Save with LF.",
            ScriptRules.WindowsLineEnds) { Needs = Needs.Scripts },
    ];
}
