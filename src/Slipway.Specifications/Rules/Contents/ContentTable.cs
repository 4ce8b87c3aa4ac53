using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules.Hooks;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW9xxx: what is in the revision.</summary>
internal static class ContentTable
{
    public static Rule[] Rows { get; } =
    [
        new(Stage.Cross, "SLW9001", "The revision has no appspec.yml at its root", Severity.Error,
            "The revision of '{0}' has no appspec.yml at its root{1}; every hook would fail. Add one, or set AppSpecFile.",
            RevisionRules.NoAppSpec) { Needs = Needs.Revision },
        new(Stage.Cross, "SLW9004", "The name differs in case from the file", Severity.Error,
            "The file is called '{0}', and Linux hosts distinguish case: '{1}' would not be found.",
            RevisionRules.NameInOtherCase) { Needs = Needs.Revision },
        new(Stage.Cross, "SLW9002", "The source is not in the revision", Severity.Error,
            "'{0}' is not part of the revision; the install would fail after the old version was removed. {1}",
            RevisionRules.SourceMissing) { Needs = Needs.Revision },
        new(Stage.Cross, "SLW9003", "The hook script is not in the revision", Severity.Error,
            "'{0}' is not part of the revision; event {1} would fail with ScriptMissing. {2}",
            LocationRules.ScriptMissing) { Needs = Needs.Revision },
        new(Stage.Cross, "SLW9005", "Two files of the revision get the same target", Severity.Error,
            "'{0}' and '{1}' both become '{2}'; the install would fail after the old version was removed. Map only one of them.",
            RevisionRules.SameTarget) { Needs = Needs.Revision },
    ];
}
