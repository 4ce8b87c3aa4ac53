using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Slipway.Benchmarks;

/// <summary>
/// The whole analysis of an appspec of 5,000 lines with 200 scripts in a compiler that is warm, every text read for the first time: less than 60 ms
/// and less than 10 MB allocated. And once more where only C# has changed.
/// </summary>
internal static class AnalysisBenchmark
{
    private const double Bar = 60;
    private const double MemoryBar = 10;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
        var times = new List<double>();
        var again = new List<double>();
        var allocated = new List<double>();
        var findings = 0;
        for (var i = 0; i < rounds; i++)
        {
            var files = Files(i);
            GC.Collect();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            findings = Analyze(files, "class A;");
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            allocated.Add((GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6);
            start = Stopwatch.GetTimestamp();
            Analyze(files, "class B;");
            again.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        // The first half warms up.
        var (time, memory) = (Measure.Median(times[(rounds / 2)..]), Measure.Median(allocated[(rounds / 2)..]));
        Console.WriteLine($"a full analysis: {time:F1} ms (bar {Bar:F0}), {memory:F1} MB allocated (bar {MemoryBar:F0}), {findings} findings");
        Console.WriteLine($"after an edit of unrelated C#: {Measure.Median(again[(rounds / 2)..]):F2} ms");
        return time < Bar && memory < MemoryBar ? 0 : 1;
    }

    // As the compiler loads it: the assembly for netstandard2.0 with its own copy of the rules.
    private static readonly DiagnosticAnalyzer Analyzer = new AnalyzerFileReference(
        Path.Join(CommandLine.Checkout, "src/Slipway.Analyzers/bin/Release/netstandard2.0/Slipway.Analyzers.dll"), new Loader()).GetAnalyzers(LanguageNames.CSharp).Single();

    private static int Analyze(ImmutableArray<AdditionalText> files, string code)
    {
        var compilation = CSharpCompilation.Create("App", [CSharpSyntaxTree.ParseText(code)]);
        var diagnostics = compilation.WithAnalyzers([Analyzer], new AnalyzerOptions(files, new Roles())).GetAnalyzerDiagnosticsAsync().Result;
        // A finding for every part that is not read, or a fault, would be fast for the wrong reason.
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Id is "AD0001" or "SLW0080" or "SLW1001") is { } fault) throw new InvalidOperationException(fault.ToString());
        return diagnostics.Length;
    }

    private static ImmutableArray<AdditionalText> Files(int round)
    {
        var appSpec = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# {round}\nversion: 0.0\nos: linux\nfiles:\n");
        for (var i = 0; i < 1_600; i++) appSpec.Append(CultureInfo.InvariantCulture, $"  - source: /Source/part{i}\n    destination: /srv/app/part{i}\n");
        appSpec.Append("permissions:\n");
        for (var i = 0; i < 280; i++)
        {
            appSpec.Append(CultureInfo.InvariantCulture, $"  - object: /srv/app/part{i}\n    owner: app\n    group: app\n    mode: \"0644\"\n    type: [file]\n");
        }

        appSpec.Append("hooks:\n  AfterInstall:\n");
        var files = new List<AdditionalText>();
        for (var i = 0; i < 200; i++)
        {
            appSpec.Append(CultureInfo.InvariantCulture, $"    - location: Scripts/step{i}.sh\n      timeout: 10\n");
            files.Add(new Text($"/p/Scripts/step{i}.sh", Script(i, round)));
        }

        files.Insert(0, new Text("/p/appspec.yml", appSpec.ToString()));
        return [.. files];
    }

    private static string Script(int number, int round) => $$"""
        #!/bin/bash
        # Step {{number}} of round {{round}}
        set -euo pipefail
        root="${SLIPWAY_INSTANCE_ROOT:-}/srv/app"
        if [ ! -d "$root/data" ]; then
          mkdir -p "$root/data"
        fi
        for name in one two three; do
          cp "$root/part{{number}}/$name.json" "$root/data/$name.json"
        done
        cat > "$root/data/settings" <<EOF
        number={{number}}
        EOF
        chown -R app:app "$root/data"

        """;

    private sealed class Loader() : AssemblyLoadContext("analyzers"), IAnalyzerAssemblyLoader
    {
        private string _folder = "";

        public void AddDependencyLocation(string fullPath) => _folder = Path.GetDirectoryName(fullPath)!;

        public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name!.StartsWith("Slipway.", StringComparison.Ordinal) ? LoadFromAssemblyPath(Path.Join(_folder, assemblyName.Name + ".dll")) : null;
    }

    private sealed class Text(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }

    private sealed class Roles : AnalyzerConfigOptionsProvider
    {
        private static readonly Values Script = new("script");
        private static readonly Values AppSpec = new("appspec");
        private static readonly Values Global = new(null);

        public override AnalyzerConfigOptions GlobalOptions => Global;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Global;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => textFile.Path.EndsWith(".sh", StringComparison.Ordinal) ? Script : AppSpec;
    }

    private sealed class Values(string? role) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => [];

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = role is null ? key == "build_property.ProjectDir" ? "/p/" : null : key == "build_metadata.AdditionalFiles.SlipwayRole" ? role : null;
            return value is not null;
        }
    }
}
