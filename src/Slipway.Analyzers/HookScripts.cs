using Slipway.Specifications.AppSpecs;

namespace Slipway.Analyzers;

/// <summary>The scripts of an appspec: all of the scripts folder, because hooks may call them, and what the hooks name elsewhere.</summary>
internal static class HookScripts
{
    private static readonly AgentVersion[] Agents = [AgentVersion.Agent18, AgentVersion.Agent2];

    public static List<DeploymentFile> Of(DeploymentFile appSpec, IReadOnlyList<DeploymentFile> files)
    {
        var scripts = files.Where(file => file.Role == FileRole.Script).ToList();
        var candidates = files.Where(file => file.Role == FileRole.Candidate).ToList();
        if (candidates.Count == 0) return scripts;
        var named = Named(appSpec);
        scripts.AddRange(candidates.Where(file => named.Contains(Plain(file.Place))));
        return scripts;
    }

    private static HashSet<string> Named(DeploymentFile appSpec)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        if (appSpec.Parsed.Content is not { } content) return named;
        foreach (var agent in Agents)
        {
            var hooks = AppSpecReader.Read(content, agent, HostPlatform.Linux).AppSpec?.Hooks;
            foreach (var hook in hooks ?? [])
            {
                foreach (var script in hook.Scripts) named.Add(Plain(script.Location.Text ?? ""));
            }
        }

        return named;
    }

    private static string Plain(string path) => string.Join("/", path.Split('/').Where(part => part is not ("" or ".")));
}
