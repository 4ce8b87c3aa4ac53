using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Slipway.Analyzers.Generation;

namespace Slipway.Benchmarks;

/// <summary>The source generator in an editor: an edit of unrelated C# in at most 20 microseconds, an edit of a long appspec for comparison.</summary>
internal static class GeneratorBenchmark
{
    private const double Bar = 20;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
        var appSpec = new File("/p/appspec.yml", AppSpec(""));
        var compilation = CSharpCompilation.Create("Orders", [CSharpSyntaxTree.ParseText("class A { }")], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
        var driver = CSharpGeneratorDriver.Create([new AppSpecGenerator().AsSourceGenerator()], [appSpec], optionsProvider: new Roles()).RunGenerators(compilation);

        // What the compiler does with the edit itself is not the generator's.
        var edits = Enumerable.Range(0, rounds).Select(i => compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText($"class B{i} {{ }}"))).ToList();
        var code = Time(rounds, i => driver = driver.RunGenerators(edits[i % rounds]));
        var yaml = Time(rounds / 10, i =>
        {
            var edited = new File("/p/appspec.yml", AppSpec($"# {i}"));
            driver = driver.ReplaceAdditionalText(appSpec, edited).RunGenerators(compilation);
            appSpec = edited;
        });
        Console.WriteLine($"an edit of unrelated C#: {code:F1} microseconds (bar {Bar:F0})");
        Console.WriteLine($"an edit of an appspec of 5,000 lines: {yaml / 1000:F1} ms");
        return code <= Bar ? 0 : 1;
    }

    /// <summary>The median in microseconds.</summary>
    private static double Time(int rounds, Action<int> run)
    {
        for (var i = 0; i < rounds; i++) run(i);
        var times = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            run(rounds + i);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return Measure.Median(times);
    }

    private static string AppSpec(string comment)
    {
        var text = new StringBuilder("version: 0.0\nos: linux\nfiles: ").Append(comment).Append('\n');
        for (var i = 0; i < 2_400; i++) text.Append(CultureInfo.InvariantCulture, $"  - source: app/dir{i}\n    destination: /srv/app/dir{i}\n");
        return text.Append("hooks:\n  AfterInstall:\n    - location: scripts/a.sh\n").ToString();
    }

    private sealed class File(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }

    private sealed class Roles : AnalyzerConfigOptionsProvider
    {
        private static readonly Values Empty = new(ImmutableDictionary<string, string>.Empty);
        private static readonly Values AppSpecRole = new(ImmutableDictionary<string, string>.Empty.Add("build_metadata.AdditionalFiles.SlipwayRole", "appspec"));

        public override AnalyzerConfigOptions GlobalOptions => Empty;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Empty;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => AppSpecRole;
    }

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
