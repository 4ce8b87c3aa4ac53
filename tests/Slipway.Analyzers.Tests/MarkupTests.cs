using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Slipway.Analyzers.Tests;

/// <summary>The analyzer under Microsoft's own test harness: its markup in YAML, and its checks that an analyzer behaves.</summary>
public class MarkupTests
{
    [Fact]
    public Task Findings_of_one_document() => Verify("""
        version: 0.0
        os: linux
        {|SLW1011:hook|}:
          AfterInstall:
            - location: a.sh
        permissions:
          - object: /srv/app
            mode: {|SLW3004:0644|}
        """);

    [Fact]
    public Task Findings_of_a_document_that_cannot_be_read() => Verify("version: 0.0\nos: linux\nfiles: {|SLW1001:[|}a, b\n");

    [Fact]
    public Task Nothing_in_a_good_document() => Verify("version: 0.0\nos: linux\nfiles:\n  - source: /Source\n    destination: /srv/app\n");

    private static async Task Verify(string text)
    {
        var test = new CSharpAnalyzerTest<DeploymentAnalyzer, DefaultVerifier>
        {
            TestCode = "class C;",
            // Packs of references would be downloaded.
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            TestState =
            {
                AdditionalFiles = { ("/p/appspec.yml", text) },
                AnalyzerConfigFiles = { ("/.globalconfig", "is_global = true\n[/p/appspec.yml]\nbuild_metadata.AdditionalFiles.SlipwayRole = appspec\n") },
            },
        };
        test.TestState.AdditionalReferences.Add(MetadataReference.CreateFromFile(typeof(object).Assembly.Location));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
