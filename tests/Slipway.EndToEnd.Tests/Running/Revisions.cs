namespace Slipway.EndToEnd.Tests.Running;

/// <summary>Small revisions, written as a user would.</summary>
internal static class Revisions
{
    /// <summary>A folder with <c>app/</c>, mapped to <c>/srv/app</c>, and an executable script for each hook given.</summary>
    public static string Write(string folder, IReadOnlyDictionary<string, string> files, params (string Event, string Script)[] hooks)
    {
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder, "app", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        Directory.CreateDirectory(Path.Combine(folder, "app"));
        var appspec = "version: 0.0\nos: linux\nfiles:\n  - source: app\n    destination: /srv/app\n";
        if (hooks.Length > 0)
        {
            appspec += "hooks:\n" + string.Concat(hooks.Select(hook => $"  {hook.Event}:\n    - location: {hook.Event}.sh\n      timeout: 120\n"));
        }
        foreach (var (lifecycleEvent, script) in hooks)
        {
            var path = Path.Combine(folder, $"{lifecycleEvent}.sh");
            File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
        File.WriteAllText(Path.Combine(folder, "appspec.yml"), appspec);
        return folder;
    }

    /// <summary>A revision of one file, <c>app/version</c>.</summary>
    public static string Write(string folder, string version, params (string Event, string Script)[] hooks) =>
        Write(folder, new Dictionary<string, string> { ["version"] = version }, hooks);
}
