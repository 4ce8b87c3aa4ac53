using System.Text;

namespace Slipway.Cli.Tests;

/// <summary>Writes small revisions: one file <c>/srv/app/version</c> and hook scripts that leave a trace in the sandbox root.</summary>
internal static class Revision
{
    /// <summary>Scripts that append <c>EVENT VERSION</c> to <c>trace.log</c> in the root, for these events.</summary>
    public static (string, string)[] Tracing(string version, params string[] events) =>
        [.. events.Select(e => (e, $"echo \"{e} {version}\" >> \"$SLIPWAY_INSTANCE_ROOT/trace.log\""))];

    public static string Write(string folder, string version, params (string Event, string Script)[] hooks)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "version"), version);
        var appSpec = new StringBuilder("version: 0.0\nos: linux\nfiles:\n  - source: version\n    destination: /srv/app\n");
        if (hooks.Length > 0) appSpec.Append("hooks:\n");
        foreach (var (name, script) in hooks)
        {
            var file = Path.Combine(folder, name + ".sh");
            File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
            appSpec.Append($"  {name}:\n    - location: {name}.sh\n");
        }

        File.WriteAllText(Path.Combine(folder, "appspec.yml"), appSpec.ToString());
        return folder;
    }
}
