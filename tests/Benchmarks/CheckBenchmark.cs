using System.Globalization;

namespace Slipway.Benchmarks;

/// <summary><c>slipway check</c> on one appspec, process start included: a median of at most 150 ms.</summary>
internal static class CheckBenchmark
{
    private const double Bar = 150;

    private const string AppSpec = """
        version: 0.0
        os: linux
        file_exists_behavior: OVERWRITE
        files:
          - source: /Source
            destination: /srv/orders
          - source: /Config/orders.conf
            destination: /etc/orders
        permissions:
          - object: /srv/orders
            pattern: "**"
            except: [ "*.sh" ]
            owner: root
            group: root
            mode: "0644"
            type: [ file ]
        hooks:
          ApplicationStop:
            - { location: Scripts/stop.sh, timeout: 60 }
          AfterInstall:
            - { location: Scripts/migrate.sh, timeout: 300, runas: root }
          ApplicationStart:
            - { location: Scripts/start.sh, timeout: 60 }
          ValidateService:
            - { location: Scripts/validate.sh, timeout: 60 }

        """;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
        var folder = Directory.CreateTempSubdirectory("slipway-check-").FullName;
        try
        {
            var slipway = new CommandLine(folder);
            var file = Path.Join(folder, "appspec.yml");
            File.WriteAllText(file, AppSpec);
            var median = Measure.Alternating(rounds, () => { }, ("slipway check appspec.yml", () => slipway.Run("check", file)))[0];
            Console.WriteLine($"checking one appspec: {median:F0} ms (bar {Bar:F0} ms)");
            return median <= Bar ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
