using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.AppSpecs;

/// <summary>
/// Reads an appspec as agent 2 does (from its published types, not run): first everything must have the right type, then the values are
/// checked: version, os, file_exists_behavior, hooks, files, permissions. A scalar is taken as the text that is written.
/// </summary>
internal static class Agent2Reader
{
    /// <summary>The model; throws <see cref="AgentRefusalException"/> with the first refusal.</summary>
    public static ServerAppSpec Read(YamlDocument document)
    {
        if (document.Fault is { } fault) throw SyntaxRefusal.Of(fault);
        if (document.Root is null or YamlScalar { IsAbsent: true })
        {
            throw new AgentRefusalException("The file is empty; it must say at least 'version: 0.0' and 'os: linux' or 'os: windows'.", Agent18Texts.Empty, SourceRange.Start);
        }

        if (document.Rest is { } rest)
        {
            throw new AgentRefusalException("Something follows the end of the first document, which agent 2 refuses; delete it.",
                "deserializing from YAML containing more than one document is not supported", rest);
        }

        var types = new Agent2Types(document.Root);
        var root = types.Fields(document.Root, "the appspec", "version", "os", "hooks", "files", "permissions", "file_exists_behavior");
        var version = types.Number(root, "version");
        var os = types.Text(root, "os") ?? throw Agent2Types.Missing(root, "os");
        var rawHooks = types.Hooks(root);
        var rawFiles = types.Items(root, "files").Select(item => types.Fields(item, "an item of files", "source", "destination"))
            .Select(item => (Item: item, Source: types.OptionalText(item, "source"), Destination: types.OptionalText(item, "destination"))).ToList();
        var permissions = new Agent2Permissions(types);
        var rawPermissions = types.Items(root, "permissions").Select(permissions.Types).ToList();
        var behavior = types.OptionalText(root, "file_exists_behavior");

        if (Math.Abs(version) >= double.Epsilon && Math.Abs(version) >= 2.220446049250313e-16)
        {
            throw new AgentRefusalException("The version is not the number 0.0; write 'version: 0.0'.",
                Agent18Texts.Version(version.ToString(CultureInfo.InvariantCulture)), root.PlaceOf("version"));
        }

        if (os.Text is not ("linux" or "windows"))
        {
            throw new AgentRefusalException($"The os '{os.Text}' is unknown; write exactly 'linux' or 'windows'.", Agent18Texts.Os(os.Text!), os.Range);
        }

        var fileExistsBehavior = Behavior(behavior);
        var hooks = rawHooks.Where(hook => hook.Scripts.Count > 0).Select(Hook).ToList();
        var files = rawFiles.Select(file => File(file.Item, file.Source, file.Destination)).ToList();
        if (os.Text == "windows" && rawPermissions.Count > 0)
        {
            throw new AgentRefusalException("Windows hosts refuse a revision with permissions; remove the section and set rights in an AfterInstall script.",
                Agent18Texts.PermissionsOnWindows, root.PlaceOf("permissions"));
        }

        return new ServerAppSpec(os.Text, fileExistsBehavior, files, rawPermissions.Select(Agent2Permissions.Validate).ToList(), hooks);
    }

    private static FileExistsBehavior? Behavior(AppSpecText? value) => value?.Text switch
    {
        null => null,
        "DISALLOW" => FileExistsBehavior.Disallow,
        "OVERWRITE" => FileExistsBehavior.Overwrite,
        "RETAIN" => FileExistsBehavior.Retain,
        _ => throw new AgentRefusalException($"'{value.Text}' is not a value of file_exists_behavior; write DISALLOW, OVERWRITE or RETAIN.",
            Agent18Texts.FileExistsBehavior(value.Text), value.Range),
    };

    private static LifecycleHook Hook(Agent2Hook hook) => new(hook.Event, hook.Range, hook.Scripts.Select(script =>
    {
        var location = script.Location?.Text?.Trim() ?? "";
        if (location.Length == 0)
        {
            throw new AgentRefusalException("This script has no location; add 'location:' with its path inside the revision.",
                Agent18Texts.NoLocation, script.Fields.PlaceOf("location"));
        }

        if (script.Timeout == 0)
        {
            throw new AgentRefusalException("The timeout must be above 0; write the seconds, such as 300.", Agent18Texts.Timeout, script.Fields.PlaceOf("timeout"));
        }

        var runAs = script.RunAs?.Text?.Trim();
        return new HookScript(
            new AppSpecText(location, script.Location!.Raw, script.Location.Range),
            (int)Math.Min(script.Timeout ?? 3600, int.MaxValue),
            string.IsNullOrEmpty(runAs) ? null : new AppSpecText(runAs, script.RunAs!.Raw, script.RunAs.Range),
            script.Sudo == true);
    }).ToList());

    private static FileMapping File(Agent2Fields item, AppSpecText? source, AppSpecText? destination)
    {
        if (string.IsNullOrEmpty(source?.Text))
        {
            throw new AgentRefusalException("This mapping has no source; add 'source:' with a path inside the revision ('/' for all of it).",
                Agent18Texts.NoSource, item.PlaceOf("source"));
        }

        if (string.IsNullOrEmpty(destination?.Text))
        {
            throw new AgentRefusalException("This mapping has no destination; add 'destination:' with the directory on the host.",
                Agent18Texts.NoDestination(source!.Text!), item.PlaceOf("destination"));
        }

        return new FileMapping(source!, destination!);
    }
}
