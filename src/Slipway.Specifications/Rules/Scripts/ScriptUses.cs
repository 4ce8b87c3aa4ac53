using System.Globalization;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>One entry of <c>hooks</c> that starts a script.</summary>
/// <param name="Event">The lifecycle event.</param>
/// <param name="Entry">The item of its list.</param>
/// <param name="Path">The location as a path of the revision.</param>
/// <param name="RunAs">The account; null for that of the agent.</param>
/// <param name="Timeout">The seconds after which the agent gives up.</param>
internal sealed record ScriptUse(string Event, YamlMapping Entry, string Path, string? RunAs, int Timeout);

/// <summary>Which events start which scripts. A script that no event starts, such as one that others call, has no uses.</summary>
internal sealed class ScriptUses
{
    /// <summary>The seconds that a script gets which names none, and the most that the service gives an event.</summary>
    public const int DefaultTimeout = 3600;

    private readonly Dictionary<string, List<ScriptUse>> _byPath;

    public ScriptUses(AppSpecView? spec)
    {
        _byPath = new Dictionary<string, List<ScriptUse>>(spec is { IsLinux: false } ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        if (spec is null) return;
        var all = new List<ScriptUse>();
        foreach (var item in spec.Events)
        {
            foreach (var entry in item.Scripts)
            {
                if (AppSpecView.Text(entry.Find("location")?.Value) is not { } location) continue;
                if (RevisionListing.Normalize(RubyText.Strip(location), !spec.IsLinux) is not { Length: > 0 } path) continue;
                var use = new ScriptUse(item.Name, entry, path, AccountOf(entry), TimeoutOf(entry));
                all.Add(use);
                if (!_byPath.TryGetValue(path, out var uses)) _byPath[path] = uses = [];
                uses.Add(use);
            }
        }

        All = all;
    }

    /// <summary>All uses in the order of the file.</summary>
    public IReadOnlyList<ScriptUse> All { get; } = [];

    /// <summary>The entries that start a script; none when it is only called by others, or when the appspec is not known.</summary>
    public IReadOnlyList<ScriptUse> Of(ScriptFile script) => _byPath.TryGetValue(script.Path, out var uses) ? uses : [];

    private static string? AccountOf(YamlMapping entry) =>
        AppSpecView.Text(entry.Find("runas")?.Value) is { } account && RubyText.Strip(account) is { Length: > 0 } name ? name : null;

    private static int TimeoutOf(YamlMapping entry) =>
        AppSpecView.Text(entry.Find("timeout")?.Value) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds : DefaultTimeout;
}
