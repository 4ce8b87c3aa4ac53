using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;
using Microsoft.CodeAnalysis.Text;
using Slipway.Package.Tests;

namespace Slipway.Ide.Tests;

/// <summary>What an IDE does with a project that references the package: it opens the project, shows findings while one types, and offers and applies fixes. Nothing is built.</summary>
public class EditorTests(PackageFeed feed)
{
    private const string AppSpec = "version: 0.0\nos: linux\nhook:\n  AfterInstall:\n    - location: Scripts/setup.sh\nfiles:\n  - source: /Sources\n    destination: /srv\n";

    [Fact]
    public async Task Findings_appear_follow_the_text_and_are_fixed()
    {
        var project = await OpenAsync(new TemporaryProject(feed).WithAppSpec(), AppSpec, "#!/bin/sh\r\nset -e\r\ncp a b\r\n");

        // Each in its own file, on exactly its token, as the editor asks: file by file.
        var inSpec = await FindingsAsync(project, "appspec.yml");
        Assert.Equal(["SLW1011 hook", "SLW9002 /Sources"], await ShownAsync(project, "appspec.yml", inSpec));
        Assert.Equal(["SLW5001 \r"], await ShownAsync(project, "setup.sh", await FindingsAsync(project, "setup.sh")));
        Assert.EndsWith("SLW1011.md", inSpec[0].Descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.Equal((2, 0), (inSpec[0].Location.GetLineSpan().StartLinePosition.Line, inSpec[0].Location.GetLineSpan().StartLinePosition.Character));

        // Typing changes them without a build.
        var edited = Edit(project, "appspec.yml", AppSpec.Replace("/Sources", "/Source", StringComparison.Ordinal) + "other: 1\n");
        Assert.Equal(["SLW1011 hook", "SLW1011 other"], await ShownAsync(edited, "appspec.yml", await FindingsAsync(edited, "appspec.yml")));
        var script = Edit(edited, "setup.sh", "#!/bin/sh\nset -e\ncp a b\n");
        Assert.Empty(await FindingsAsync(script, "setup.sh"));

        // The light bulb of the first one.
        var action = Assert.Single(await FixesAsync(edited, "appspec.yml", (await FindingsAsync(edited, "appspec.yml"))[0]));
        Assert.Equal("Rename the key to 'hooks'", action.Title);
        var fixedProject = await ApplyAsync(edited, action);
        Assert.Contains("\nhooks:\n  AfterInstall:\n", await TextAsync(fixedProject, "appspec.yml"), StringComparison.Ordinal);
        Assert.Equal(["SLW1011 other"], await ShownAsync(fixedProject, "appspec.yml", await FindingsAsync(fixedProject, "appspec.yml")));
    }

    [Fact]
    public async Task All_findings_of_a_rule_are_fixed_in_one_go_and_the_workspace_writes_the_file()
    {
        var folder = new TemporaryProject(feed).WithAppSpec();
        var project = await OpenAsync(folder, "version: 0.0\nos: linux\nhook:\n  AfterInstall:\n    - location: Scripts/setup.sh\nfile:\n  - source: /Source\n    destination: /srv\n", "#!/bin/sh\nset -e\ncp a b\n");
        var provider = Provider(project);
        var found = await FindingsAsync(project, "appspec.yml");
        var context = new FixAllContext(project, provider, FixAllScope.Project, "SLW1011", ["SLW1011"], new Found(found), TestContext.Current.CancellationToken);

        var fixedProject = await ApplyAsync(project, (await provider.GetFixAllProvider()!.GetFixAsync(context))!);
        Assert.True(project.Solution.Workspace.TryApplyChanges(fixedProject.Solution));

        Assert.Equal("version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: Scripts/setup.sh\nfiles:\n  - source: /Source\n    destination: /srv\n",
            await File.ReadAllTextAsync(folder.PathOf("appspec.yml"), TestContext.Current.CancellationToken));
    }

    private static async Task<Project> OpenAsync(TemporaryProject folder, string appSpec, string script)
    {
        folder.Write("appspec.yml", appSpec);
        folder.Write("Scripts/setup.sh", script);
        (await folder.RunAsync("restore")).MustSucceed();
        var workspace = MSBuildWorkspace.Create();
        var project = await workspace.OpenProjectAsync(folder.ProjectFile, cancellationToken: TestContext.Current.CancellationToken);
        Assert.DoesNotContain(workspace.Diagnostics, diagnostic => diagnostic.Kind == WorkspaceDiagnosticKind.Failure);
        return project;
    }

    private static TextDocument Document(Project project, string name) => project.AdditionalDocuments.Single(document => Path.GetFileName(document.FilePath) == name);

    private static async Task<string> TextAsync(Project project, string name) => (await Document(project, name).GetTextAsync()).ToString();

    private static Project Edit(Project project, string name, string text) =>
        project.Solution.WithAdditionalDocumentText(Document(project, name).Id, SourceText.From(text)).GetProject(project.Id)!;

    private static async Task<ImmutableArray<Diagnostic>> FindingsAsync(Project project, string name)
    {
        var analyzers = project.AnalyzerReferences.SelectMany(reference => reference.GetAnalyzers(LanguageNames.CSharp))
            .Where(analyzer => analyzer.GetType().Namespace!.StartsWith("Slipway", StringComparison.Ordinal)).ToImmutableArray();
        Assert.NotEmpty(analyzers);
        var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!.WithAnalyzers(analyzers, project.AnalyzerOptions);
        var file = project.AnalyzerOptions.AdditionalFiles.Single(text => text.Path == Document(project, name).FilePath);
        var result = await compilation.GetAnalysisResultAsync(file, TestContext.Current.CancellationToken);
        // Of the rules those that this is about: the texts are not good in every other respect.
        return [.. result.GetAllDiagnostics().Where(diagnostic => diagnostic.Id is "SLW1011" or "SLW5001" or "SLW9002").OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private static async Task<IEnumerable<string>> ShownAsync(Project project, string name, ImmutableArray<Diagnostic> diagnostics)
    {
        var text = await Document(project, name).GetTextAsync();
        return diagnostics.Select(diagnostic => $"{diagnostic.Id} {text.ToString(diagnostic.Location.SourceSpan)}");
    }

    private static CodeFixProvider Provider(Project project)
    {
        // As an IDE finds it: by its attribute in the assemblies of the analyzer references.
        var types = project.AnalyzerReferences.OfType<AnalyzerFileReference>().Where(reference => reference.FullPath.EndsWith("Slipway.CodeFixes.dll", StringComparison.Ordinal))
            .SelectMany(reference => reference.GetAssembly().GetTypes()).Where(type => type.GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), false).Length > 0);
        var type = Assert.Single(types);
        var export = (ExportCodeFixProviderAttribute)type.GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), false)[0];
        Assert.Equal([nameof(TextDocumentKind.AdditionalDocument)], export.DocumentKinds);
        Assert.Equal([LanguageNames.CSharp], export.Languages);
        return (CodeFixProvider)Activator.CreateInstance(type)!;
    }

    private static async Task<IReadOnlyList<CodeAction>> FixesAsync(Project project, string name, Diagnostic diagnostic)
    {
        var provider = Provider(project);
        Assert.Contains(diagnostic.Id, provider.FixableDiagnosticIds);
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(Document(project, name), diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions;
    }

    private static async Task<Project> ApplyAsync(Project project, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
    }

    private sealed class Found(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
