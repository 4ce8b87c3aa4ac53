using Slipway.EndToEnd.Tests.Running;

namespace Slipway.EndToEnd.Tests.Fleets;

/// <summary>Revisions of a real ASP.NET Core application, started, validated and stopped by hook scripts as a user would write them.</summary>
internal static class Greeters
{
    private const string Settings = """
        home="${SLIPWAY_INSTANCE_ROOT:-}/srv/greeter"
        ask() { curl -fsS --max-time 2 "http://127.0.0.1:$PORT/health"; }

        """;

    private const string Start = Settings + """
        mkdir -p "$home/run"
        cd "$home/app"
        setsid dotnet Greeter.dll </dev/null >>"$home/run/log" 2>&1 &
        echo $! > "$home/run/pid"
        """;

    private const string Validate = Settings + """
        for try in $(seq 150); do
            [ "$(ask 2>/dev/null)" = "$(cat "$home/app/version")" ] && exit 0
            sleep 0.1
        done
        cat "$home/run/log" >&2
        exit 1
        """;

    private const string Stop = Settings + """
        [ -s "$home/run/pid" ] || exit 0
        pid=$(cat "$home/run/pid")
        kill -TERM "$pid" 2>/dev/null || exit 0
        for try in $(seq 200); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
        kill -KILL "$pid" 2>/dev/null || true
        rm -f "$home/run/pid"
        """;

    /// <summary>Writes a revision that answers with a version.</summary>
    /// <param name="folder">Made.</param>
    /// <param name="version">What it answers.</param>
    /// <param name="validate">In place of the script that asks for the version.</param>
    public static string Write(string folder, string version, string? validate = null)
    {
        var app = Directory.CreateDirectory(Path.Combine(folder, "app")).FullName;
        foreach (var file in Directory.EnumerateFiles(Machine.GreeterFolder))
        {
            if (Path.GetExtension(file) is ".dll" or ".json") File.Copy(file, Path.Combine(app, Path.GetFileName(file)), overwrite: true);
        }

        File.WriteAllText(Path.Combine(app, "version"), version + "\n");
        foreach (var (name, script) in (ReadOnlySpan<(string, string)>)[("start.sh", Start), ("validate.sh", validate ?? Validate), ("stop.sh", Stop)])
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, "#!/bin/bash\nset -u\n" + script + "\n");
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        File.WriteAllText(Path.Combine(folder, "appspec.yml"), """
            version: 0.0
            os: linux
            files:
              - source: app
                destination: /srv/greeter/app
            hooks:
              ApplicationStop:
                - location: stop.sh
                  timeout: 60
              ApplicationStart:
                - location: start.sh
                  timeout: 60
              ValidateService:
                - location: validate.sh
                  timeout: 60

            """);
        return folder;
    }
}
