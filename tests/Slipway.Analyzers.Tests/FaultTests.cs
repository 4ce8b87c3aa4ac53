using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Slipway.Analyzers.Tests;

public class FaultTests
{
    [Fact]
    public async Task A_fault_of_ours_is_one_warning_and_no_failed_analyzer()
    {
        var options = new AnalyzerOptions([new Broken()], new AllAppSpecs());
        var compilation = CSharpCompilation.Create("App").WithAnalyzers([new DeploymentAnalyzer()], options);

        var found = Assert.Single(await compilation.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("SLW0080", DiagnosticSeverity.Warning, "/p/appspec.yml"), (found.Id, found.Severity, found.Location.GetLineSpan().Path));
        Assert.Contains("disk on fire", found.GetMessage(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found.GetMessage());
    }

    [Fact]
    public void Every_rule_has_a_descriptor_with_a_category_and_a_page()
    {
        var descriptors = new DeploymentAnalyzer().SupportedDiagnostics;

        Assert.Equal(descriptors.Length, descriptors.Select(descriptor => descriptor.Id).Distinct().Count());
        Assert.All(descriptors, descriptor =>
        {
            Assert.StartsWith("Slipway", descriptor.Category, StringComparison.Ordinal);
            Assert.EndsWith(".md", descriptor.HelpLinkUri, StringComparison.Ordinal);
            Assert.True(descriptor.IsEnabledByDefault);
        });
    }

    private sealed class Broken : AdditionalText
    {
        public override string Path => "/p/appspec.yml";

        public override SourceText GetText(CancellationToken cancellationToken = default) => throw new IOException("disk on fire\n");
    }

    private sealed class AllAppSpecs : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options([]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options(ImmutableDictionary<string, string>.Empty.Add("build_metadata.AdditionalFiles.SlipwayRole", "appspec"));
    }

    private sealed class Options(IEnumerable<KeyValuePair<string, string>> values) : AnalyzerConfigOptions
    {
        private readonly Dictionary<string, string> _values = new(values);

        public override IEnumerable<string> Keys => _values.Keys;

        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);
    }
}
