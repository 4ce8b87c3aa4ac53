using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Permissions;

/// <summary>SLW3xxx: permissions.</summary>
internal static class PermissionTable
{
    public static Rule[] Rows { get; } =
    [
        new(Stage.Values, "SLW3001", "permissions are refused on Windows", Severity.Error,
            "Windows hosts refuse a revision with permissions. Remove the section and set rights in an AfterInstall script.",
            PermissionRules.RefusedOnWindows),
        new(Stage.Values, "SLW3002", "A permission needs an absolute object", Severity.Error,
            "The object {0}, so this entry {1}. Write the absolute path of a mapped file or directory.",
            PermissionRules.ObjectMustBeAbsolute),
        new(Stage.Values, "SLW3003", "type must be file or directory", Severity.Error,
            "'{0}' is no object type; the deployment would be refused. Write file or directory.",
            PermissionRules.Type),
        new(Stage.Values, "SLW3004", "mode with a leading zero must be quoted", Severity.Error,
            "Agent 1.x reads {0} as the number {1} and {2}; agent 2.x uses {0}. Write \"{0}\" or {3}.",
            ModeRules.LeadingZero),
        new(Stage.Values, "SLW3005", "mode is not one to four octal digits", Severity.Error,
            "'{0}' is not a mode: {1}. Write one to four octal digits such as 755.",
            ModeRules.NotOctal),
        new(Stage.Values, "SLW3007", "owner and group must be account names", Severity.Error,
            "'{0}' is not an account name; the install would fail ({1}) after the files were replaced. {2}",
            PermissionRules.Account),
        new(Stage.Values, "SLW3009", "setuid and setgid are lost when the owner is set", Severity.Error,
            "The host sets the mode first and the owner second, which clears the {0} bit: the file ends as {1}. Set the bit in an AfterInstall script.",
            ModeRules.SpecialBitsLost),
        new(Stage.Values, "SLW3008", "mode lets every account write, or sets special bits", Severity.Warning,
            "Mode {0} {1}. Use {2} unless this is meant.",
            PatternRules.TooMuch),
        new(Stage.Values, "SLW3010", "pattern or except can never match", Severity.Error,
            "'{0}' is compared only with the names directly below {1}, so it {2}. {3}",
            PatternRules.NeverMatches),
        new(Stage.Cross, "SLW3006", "Directories would lose their search right", Severity.Warning,
            "Mode {0} also hits the directories below {1}; without the x bit {2} cannot enter them. Add 'type: [file]' or use {3} for directories.",
            EffectRules.DirectoriesWithoutSearch) { Uses = Needs.Revision },
        new(Stage.Cross, "SLW3012", "pattern and except do not go with a single file", Severity.Error,
            "'{0}' is one file; with {1} the install would fail. Remove {1} or name the directory.",
            PermissionRules.PatternOnFile) { Uses = Needs.Revision },
        new(Stage.Cross, "SLW3011", "Two permissions hit the same path", Severity.Error,
            "{0} is matched by this entry and by the one on line {1}; the install would fail (\"specified more than once\") after the old version was removed. {2}",
            OverlapRules.SamePathTwice) { Uses = Needs.Revision },
        new(Stage.Cross, "SLW3013", "The entry has no effect", Severity.Warning,
            "This entry has no effect: {0}. {1}",
            EffectRules.NoEffect) { Uses = Needs.Revision },
        new(Stage.Values, "SLW3014", "An ACL entry is malformed", Severity.Error,
            "'{0}' is not a valid ACL entry: {1}. {2}",
            AclRules.Malformed),
        new(Stage.Values, "SLW3015", "A default ACL cannot be set on files", Severity.Error,
            "'{0}' is a default entry, which exists only for directories; the install would fail. Add 'type: [directory]'.",
            AclRules.DefaultOnFiles),
        new(Stage.Values, "SLW3016", "The SELinux context cannot be used", Severity.Error,
            "The SELinux context {0}, so {1}. Write {2}.",
            AclRules.Selinux),
    ];
}
