using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Resolving;

namespace Slipway.Specifications.Rules;

/// <summary>The keys of a Server appspec by the place where they belong, the more usual ones first.</summary>
internal static class KnownKeys
{
    public static string[] Root { get; } = ["version", "os", "files", "hooks", "permissions", "file_exists_behavior"];

    public static string[] File { get; } = ["source", "destination"];

    /// <summary>The keys that only packing reads: agents pass over them.</summary>
    public static string[] PackedFile { get; } = [.. File, FileResolver.Exclude];

    public static string[] Permission { get; } = ["object", "owner", "group", "mode", "type", "pattern", "except", "acls", "context"];

    public static string[] Context { get; } = ["type", "name", "range"];

    public static string[] Script { get; } = ["location", "timeout", "runas", "sudo"];

    /// <summary>The same for a script.</summary>
    public static string[] PackedScript { get; } = [.. Script, HookResolver.Arguments];

    public static string[] Events { get; } = LifecycleEvents.InOrder.Where(LifecycleEvents.IsScriptable).ToArray();

    /// <summary>Keys whose value is a path, where a backslash or an invisible character does harm.</summary>
    public static bool IsPath(string? key) => key is "source" or "destination" or "object" or "pattern" or "location";

    /// <summary>Keys whose value is a text.</summary>
    public static bool IsText(string? key) => IsPath(key) || key is "owner" or "group" or "runas" or "os";

    /// <summary>Words that stand for keys wherever a colon follows them directly.</summary>
    public static bool IsAnyKey(string word) => Places.ContainsKey(word) || LifecycleEvents.IsScriptable(word)
        || word is "Resources" or "Hooks" or "Type" or "Properties" or "applicationName" or "deploymentGroups" or "deploymentGroupName" or "instances";

    /// <summary>Where a key belongs: <c>files</c> item, <c>hooks</c> script and so on; null when it is known nowhere.</summary>
    public static string? PlaceOf(string key) => Places.TryGetValue(key, out var place) ? place : null;

    private static Dictionary<string, string> Places { get; } = Collect();

    private static Dictionary<string, string> Collect()
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(places, Root, "the top level");
        Add(places, File, "an item of 'files'");
        Add(places, Script, "a script under 'hooks'");
        Add(places, Permission, "an item of 'permissions'");
        Add(places, Context, "'context' of a permission");
        return places;
    }

    private static void Add(Dictionary<string, string> places, string[] keys, string place)
    {
        foreach (var key in keys)
        {
            if (!places.ContainsKey(key)) places.Add(key, place);
        }
    }
}
