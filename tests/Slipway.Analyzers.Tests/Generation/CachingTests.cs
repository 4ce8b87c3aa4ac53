using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Slipway.Analyzers.Generation;

namespace Slipway.Analyzers.Tests.Generation;

/// <summary>An edit runs what depends on it and nothing else.</summary>
public sealed class CachingTests
{
    private const string AppSpec = "version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /srv/orders\n";

    private readonly GeneratedProject _project = new GeneratedProject().File("/p/appspec.yml", "appspec", AppSpec).File("/p/deploy.yml", "deploy", "applicationName: Shop\n")
        .File("/p/obj/checkout.facts", "checkout", "branch: dev\ncommit: 0123456789\n").Source("class A { }");

    [Fact]
    public void An_edit_of_unrelated_code_runs_nothing_again()
    {
        var driver = _project.Driver().RunGenerators(_project.Compilation);

        var result = driver.RunGenerators(_project.Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class B { }"))).GetRunResult().Results.Single();

        Assert.Equal(IncrementalStepRunReason.Cached, Model(result));
        Assert.All(Outputs(result), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("/p/appspec.yml", "# the orders service\n" + AppSpec)]
    [InlineData("/p/obj/checkout.facts", "branch: dev\ncommit: 0123456789\ndirty: src/A.cs\n")]
    public void An_edit_that_no_name_shows_is_read_and_generates_nothing_anew(string path, string text)
    {
        var result = Edit(path, text);

        Assert.Equal(IncrementalStepRunReason.Unchanged, Model(result));
        Assert.All(Outputs(result), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_new_destination_is_generated()
    {
        var result = Edit("/p/appspec.yml", AppSpec.Replace("/srv/orders", "/srv/shop", StringComparison.Ordinal));

        Assert.Equal(IncrementalStepRunReason.Modified, Model(result));
        Assert.Single(Outputs(result), reason => reason == IncrementalStepRunReason.Modified);
    }

    private GeneratorRunResult Edit(string path, string text) => _project.Driver().RunGenerators(_project.Compilation)
        .ReplaceAdditionalText(_project[path], GeneratedProject.Text(path, text)).RunGenerators(_project.Compilation).GetRunResult().Results.Single();

    private static IncrementalStepRunReason Model(GeneratorRunResult result) =>
        Assert.Single(result.TrackedSteps[AppSpecGenerator.Model].SelectMany(run => run.Outputs)).Reason;

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRunResult result) =>
        result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason);
}
