using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Slipway.Analyzers.Tests;

/// <summary>One parse a text, and no rule runs again for what has not changed.</summary>
public class CachingTests
{
    private static readonly AnalyzedProject Project = AnalyzedProject.Create()
        .AppSpec("version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: a.sh\n").Script("a.sh", "#!/bin/sh\n").List("appspec.yml", "a.sh");

    [Fact]
    public void An_edit_of_unrelated_CSharp_runs_no_rule_again() => Assert.Same(Run(Project), Run(Project.EditCSharp("class Other;")));

    [Fact]
    public void An_edit_of_a_script_runs_the_rules_again_but_parses_only_the_script()
    {
        var before = Project.Source("appspec.yml");
        var edited = Project.Edit("a.sh", "#!/bin/sh\r\n");

        Assert.NotSame(Run(Project), Run(edited));
        Assert.Same(ParsedText.Of(before).Document, ParsedText.Of(edited.Source("appspec.yml")).Document);
        Assert.NotSame(ParsedText.Of(Project.Source("a.sh")).Script("a.sh", "/p/a.sh"), ParsedText.Of(edited.Source("a.sh")).Script("a.sh", "/p/a.sh"));
    }

    [Fact]
    public void A_script_is_decoded_once_for_one_place_and_again_for_another()
    {
        var text = ParsedText.Of(Project.Source("a.sh"));

        Assert.Same(text.Script("a.sh", "/p/a.sh"), text.Script("a.sh", "/p/a.sh"));
        Assert.Equal("b.sh", text.Script("b.sh", "/p/a.sh")!.Path);
    }

    [Fact]
    public void A_changed_property_runs_the_rules_again() =>
        Assert.NotSame(Run(Project), Run(Project.With("more.globalconfig", null, "is_global = true\nbuild_property.RuntimeIdentifier = win-x64\n")));

    [Fact]
    public async Task Both_documents_see_each_other_and_each_finding_is_reported_once()
    {
        var project = Project.With("deploy.yml", "deploy", "applicationName: a\ndeploymentGroups: []\n").Edit("a.sh", "#!/bin/sh\r\n");

        Assert.Single(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW5001");
    }

    private static DeploymentFindings Run(AnalyzedProject project) => DeploymentFindings.Of(DeploymentFiles.Of(project.Project.AnalyzerOptions, default), default);
}
