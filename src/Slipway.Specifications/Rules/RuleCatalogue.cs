using Slipway.Specifications.Rules.Contents;
using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Rules.Documents;
using Slipway.Specifications.Rules.Files;
using Slipway.Specifications.Rules.Functions;
using Slipway.Specifications.Rules.Hooks;
using Slipway.Specifications.Rules.Permissions;
using Slipway.Specifications.Rules.Policies;
using Slipway.Specifications.Rules.Scripts;

namespace Slipway.Specifications.Rules;

/// <summary>All rules. Each family keeps its table in its own folder: a row is id, title, severity, message and method.</summary>
public static class RuleCatalogue
{
    /// <summary>The rules in the order in which they run: by stage, then as the tables have them.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. new[]
            {
                DocumentTable.Rows, FileTable.Rows, PermissionTable.Rows, HookTable.Rows, ScriptTable.Rows, WindowsScriptTable.Rows, FunctionTable.Rows, DeployFileTable.Rows, ContentTable.Rows,
                PolicyTable.Rows,
            }
            .SelectMany(rows => rows).OrderBy(rule => rule.Stage),
    ];

    private static readonly Dictionary<string, Rule> ById = All.ToDictionary(rule => rule.Id, StringComparer.Ordinal);

    /// <summary>The rule with an id; null when there is none.</summary>
    public static Rule? Find(string id) => ById.TryGetValue(id, out var rule) ? rule : null;
}
