using Slipway.Specifications.Yaml;

namespace Slipway.Analyzers;

/// <summary>The scripts of an appspec: all of the scripts folder, because hooks may call them, and what the hooks name elsewhere.</summary>
internal static class HookScripts
{
    public static List<DeploymentFile> Of(DeploymentFile appSpec, IReadOnlyList<DeploymentFile> files)
    {
        var scripts = files.Where(file => file.Role == FileRole.Script).ToList();
        var candidates = files.Where(file => file.Role == FileRole.Candidate).ToList();
        if (candidates.Count == 0) return scripts;
        var named = new HashSet<string>(Locations(appSpec.Parsed.Document).Select(Plain), StringComparer.Ordinal);
        scripts.AddRange(candidates.Where(file => named.Contains(Plain(file.Place))));
        return scripts;
    }

    private static IEnumerable<string> Locations(YamlDocument document)
    {
        if (document.Root is not YamlMapping root || root.Find("hooks")?.Value is not YamlMapping hooks) yield break;
        foreach (var list in hooks.Entries.Select(entry => entry.Value).OfType<YamlSequence>())
        {
            foreach (var item in list.Items.OfType<YamlMapping>())
            {
                if (item.Find("location")?.Value is YamlScalar location) yield return location.Value;
            }
        }
    }

    private static string Plain(string path) => string.Join("/", path.Replace('\\', '/').Split('/').Where(part => part is not ("" or ".")));
}
