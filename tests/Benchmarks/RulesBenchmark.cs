using System.Diagnostics;
using System.Globalization;
using System.Text;
using Slipway.Specifications.Rules;

namespace Slipway.Benchmarks;

/// <summary>All rules on an appspec of 5,000 lines with 200 scripts, warm: at most 60 ms and 10 MB.</summary>
internal static class RulesBenchmark
{
    private const double MostMilliseconds = 60;
    private const double MostMegabytes = 10;
    private const int Scripts = 200;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
        var content = AppSpec(out var lines);
        byte[] script = [.. "#!/bin/bash\nset -euo pipefail\n# Stops the service when it runs.\nif systemctl is-active --quiet orders; then\n  systemctl stop orders\nfi\n"u8];
        var scripts = Enumerable.Range(0, Scripts).Select(i => new ScriptFile($"scripts/hook{i}.sh", $"scripts/hook{i}.sh", script)).ToList();
        var revision = Enumerable.Range(0, 1_100).Select(i => new RevisionItem($"app/dir{i}/run.sh")).Append(new RevisionItem("appspec.yml")).Concat(scripts.Select(item => new RevisionItem(item.Path))).ToList();
        var inputs = new RuleInputs { File = "appspec.yml", Content = content, NameInRevision = "appspec.yml", Scripts = scripts, Revision = revision, Properties = new Dictionary<string, string>() };
        for (var i = 0; i < 20; i++) AppSpecCheck.Run(inputs);
        var times = new List<double>();
        var processor = new List<double>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
        {
            var used = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            AppSpecCheck.Run(inputs);
            times.Add(watch.Elapsed.TotalMilliseconds);
            processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
        }

        var megabytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1e6 / rounds;
        var watchParse = Stopwatch.StartNew();
        for (var i = 0; i < rounds; i++) AppSpecCheck.Read(content);
        Console.WriteLine($"reading the YAML alone: {watchParse.Elapsed.TotalMilliseconds / rounds:F1} ms");
        Console.WriteLine($"{lines} lines, {Scripts} scripts, {AppSpecCheck.Run(inputs).Count} findings: {Measure.Median(times):F1} ms, fastest {times.Min():F1} ms, processor {Measure.Median(processor):F1} ms, {megabytes:F2} MB (bars {MostMilliseconds:F0} ms, {MostMegabytes:F0} MB)");
        return Measure.Median(times) <= MostMilliseconds && megabytes <= MostMegabytes ? 0 : 1;
    }

    private static byte[] AppSpec(out int lines)
    {
        var text = new StringBuilder("version: 0.0\nos: linux\nfiles:\n");
        for (var i = 0; i < 1_100; i++) text.Append("  - source: app/dir").Append(i).Append("\n    destination: /srv/app/dir").Append(i).Append('\n');
        text.Append("permissions:\n");
        for (var i = 0; i < 600; i++) text.Append("  - object: /srv/app/dir").Append(i).Append("\n    owner: www-data\n    mode: 644\n    pattern: \"*.sh\"\n");
        text.Append("hooks:\n  AfterInstall:\n");
        for (var i = 0; i < Scripts; i++) text.Append("    - location: scripts/hook").Append(i).Append(".sh\n      timeout: 10\n");
        lines = text.ToString().Count(c => c == '\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
