using Slipway.Instances.Trees;
using Slipway.Revisions;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>Refuses, before anything runs, what no script could change about a revision: its appspec, its hooks, its scripts.</summary>
internal static class RevisionChecks
{
    /// <summary>Reads the appspec of a staged revision.</summary>
    /// <param name="staged">The revision.</param>
    /// <param name="shown">The revision as the user named it, for messages.</param>
    /// <param name="agent">Whose reading counts.</param>
    /// <exception cref="SlipwayException">SLW0205: there is none. SLW0206: the agent refuses it.</exception>
    internal static ServerAppSpec ReadAppSpec(StagedRevision staged, string shown, AgentVersion agent)
    {
        if (staged.AppSpecFile is not { } name)
        {
            throw new SlipwayException(new("SLW0205", "The revision has no appspec.yml at its root. Add one; in an archive it must stand at the top, or in the only top-level folder.", shown));
        }

        var reading = AppSpecReader.Read(File.ReadAllBytes(Path.Combine(staged.Folder, name)), agent, HostPlatform.Linux);
        if (reading is { Accepts: true, AppSpec: { } appSpec }) return appSpec;
        throw new SlipwayException(new("SLW0206", reading.Message ?? "The appspec is refused.", Path.Combine(shown, name), reading.Range.Line, reading.Range.Column));
    }

    /// <summary>Checks the hooks against the deployment's events and the revision's files.</summary>
    /// <exception cref="SlipwayException">SLW0207: an unknown event. SLW0208: a script is missing.</exception>
    internal static void CheckHooks(ServerAppSpec appSpec, string appSpecFile, string folder, IReadOnlyList<string> events)
    {
        foreach (var hook in appSpec.Hooks)
        {
            if (IsKnown(hook.Event) || events.Contains(hook.Event)) continue;
            throw new SlipwayException(new(
                "SLW0207",
                $"'{hook.Event}' is no lifecycle event. Correct the name (case counts): {string.Join(", ", LifecycleEvents.InOrder.Where(LifecycleEvents.IsScriptable))}.",
                appSpecFile,
                hook.EventRange.Line,
                hook.EventRange.Column));
        }

        foreach (var name in events)
        {
            if (IsKnown(name) || appSpec.Hooks.Any(h => h.Event == name)) continue;
            throw new SlipwayException(new("SLW0207", $"The deployment asks for the lifecycle event '{name}', which is no default one, and the appspec has no hook for it. Add the hook, or correct the name.", appSpecFile));
        }

        for (var i = 0; i < events.Count; i++)
        {
            var hasBundle = events.Take(i).Contains(LifecycleEvents.DownloadBundle);
            if (LifecycleEvents.IsReserved(events[i]) || (LifecycleEvents.UsesPreviousRevision(events[i]) && !hasBundle)) continue;
            foreach (var script in appSpec.ScriptsOf(events[i])) CheckScript(script, appSpecFile, folder);
        }
    }

    private static bool IsKnown(string name) => LifecycleEvents.IsScriptable(name) || LifecycleEvents.IsReserved(name);

    private static void CheckScript(HookScript script, string appSpecFile, string folder)
    {
        var location = script.Location.Text ?? throw Refused($"'location: {script.Location.Raw}' is not text. Put it in quotes.");
        var depth = 0;
        foreach (var name in new PathComponents(location))
        {
            depth += name == ".." ? -1 : 1;
            if (depth < 0) throw Refused($"The script '{location}' lies outside the revision. Name a script inside it.");
        }

        if (location.Contains('\0') || !Exists(folder + "/" + location))
        {
            throw Refused($"The script '{location}' is not in the revision. Check its spelling (case counts; the whole text is the file's name, arguments are not supported), or add it.");
        }

        SlipwayException Refused(string message) => new(new("SLW0208", message, appSpecFile, script.Location.Range.Line, script.Location.Range.Column));
    }

    private static bool Exists(string path)
    {
        try
        {
            return UnixFiles.TryStatus(null, path, out _, follow: true);
        }
        catch (UnixException)
        {
            return false;
        }
    }
}
