using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules.Documents;

namespace Slipway.Specifications.Rules.Hooks;

/// <summary>SLW4xxx: hooks.</summary>
internal static class HookTable
{
    public static Rule[] Rows { get; } =
    [
        new(Stage.Keys, "SLW4001", "The event does not exist", Severity.Error,
            "'{0}' is no lifecycle event: its scripts never run, or the Install event fails (\"unknown lifecycle events\"). {1}",
            HookRules.UnknownEvent),
        new(Stage.Keys, "SLW4002", "The event is reserved for the agent", Severity.Error,
            "'{0}' is done by the agent itself; a script here never runs. Use {1}.",
            HookRules.ReservedEvent),
        new(Stage.Keys, "SLW4003", "An event must be a list of scripts", Severity.Error,
            "{0} must be a list of entries with 'location'; the agent would stop with an internal error and no line number. Write '- location: {1}'.",
            HookRules.EventMustBeList),
        new(Stage.Missing, "SLW4004", "A script entry lacks its location", Severity.Error,
            "This script has no location; the deployment would be refused. Add 'location:' with the path inside the revision.",
            HookRules.MissingLocation),
        new(Stage.Values, ResolvingErrors.BadArguments, "The arguments cannot be passed", Severity.Error,
            "{0}; the revision would not be packed. {1}",
            ResolvingRules.BadArguments),
        new(Stage.Values, "SLW4006", "timeout is not a plain number of seconds", Severity.Error,
            "'{0}' is {1}. Write the seconds as a plain number, such as {2}.",
            HookRules.Timeout),
        new(Stage.Cross, "SLW4007", "The timeouts of an event add up to more than an hour", Severity.Warning,
            "{0} allows its scripts {1} s, but the service ends every event after 3600 s. Reduce the timeouts to what the scripts need.",
            RunRules.EventTooLong),
        new(Stage.Values, "SLW4008", "runas has no effect on Windows", Severity.Warning,
            "runas is ignored on Windows: the script runs as the account of the agent. Remove it.",
            RunRules.RunAsOnWindows),
        new(Stage.Values, "SLW4009", "runas is not an account name", Severity.Error,
            "'{0}' {1}; {2}.",
            RunRules.RunAsNoAccount),
        new(Stage.Cross, "SLW4005", "location is not a path inside the revision", Severity.Error,
            "'{0}' is looked up inside the revision ('{1}'), where it does not exist: the event would fail with ScriptMissing. {2}",
            LocationRules.OutsideRevision) { Uses = Needs.Revision },
        new(Stage.Cross, "SLW4010", "location holds more than a path", Severity.Error,
            "'{0}' is used as a file name, arguments are not part of it: the event would fail with ScriptMissing. Put the command into a script; its arguments go under 'arguments' where Slipway packs.",
            LocationRules.MoreThanPath) { Uses = Needs.Revision },
        new(Stage.Cross, "SLW4011", "The hook cannot be started on this operating system", Severity.Error,
            "{0} hosts cannot start '{1}': {2}. Use {3}.",
            RunRules.CannotBeStarted) { Uses = Needs.Revision },
    ];
}
