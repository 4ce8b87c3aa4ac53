namespace Slipway.Specifications.Scripts.Shell;

/// <summary>Which remarks of shellcheck say what a rule of the catalogue says (shellcheck 0.9).</summary>
internal static class ShellCheckCodes
{
    /// <summary>The rule that a code means; null where there is none.</summary>
    public static string? RuleOf(int code) => code switch
    {
        1017 => "SLW5001",
        1082 => "SLW5002",
        2148 => "SLW5003",
        1008 or 1084 or 1104 or 1113 or 1114 or 1115 or 1128 or 2096 or 2239 => "SLW5004",
        1071 => "SLW5005",
        2039 or (>= 3000 and < 4000) => "SLW5006",
        1009 or 1044 or 1046 or 1047 or 1048 or 1049 or 1050 or 1051 or 1052 or 1053 or 1055 or 1056 or 1057 or 1058 or 1060 or 1061 or 1062 or 1063 or 1064 or 1070 or 1072 or 1073 or 1074
            or 1075 or 1078 or 1079 or 1080 or 1085 or 1088 or 1089 or 1119 or 1122 or 1123 or 1131 or 1132 or 1133 or 1141 or 1142 => "SLW5007",
        2154 => "SLW5014",
        2114 or 2115 or 2164 => "SLW5019",
        _ => null,
    };

    /// <summary>Whether a rule speaks about a script once, wherever shellcheck sees the same.</summary>
    public static bool IsAboutWholeScript(string rule) => rule is not ("SLW5014" or "SLW5019");

    /// <summary>
    /// Whether a code is decided here alone: files that others read in need no shebang, <c>local</c> is known to every sh that is in use, a
    /// variable may come from the agent, and files that a script reads in are not at hand.
    /// </summary>
    public static bool IsDecidedHere(int code) => code is 2148 or 3043 or 2154 or 1090 or 1091;
}
