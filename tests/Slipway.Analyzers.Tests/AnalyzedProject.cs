using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Slipway.CodeFixes;

namespace Slipway.Analyzers.Tests;

/// <summary>A project in a workspace, as an editor holds it: C#, additional files with their roles, and configuration files. Immutable: an edit makes another one.</summary>
internal sealed class AnalyzedProject
{
    public const string Folder = "/p/";

    private readonly Solution _solution;
    private readonly ProjectId _project;

    private AnalyzedProject(Solution solution, ProjectId project) => (_solution, _project) = (solution, project);

    /// <summary>A project with C# and nothing else.</summary>
    public static AnalyzedProject Create()
    {
        var project = ProjectId.CreateNewId();
        var solution = new AdhocWorkspace().CurrentSolution
            .AddProject(ProjectInfo.Create(project, VersionStamp.Default, "App", "App", LanguageNames.CSharp, Folder + "App.csproj",
                compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
                metadataReferences: [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]))
            .AddDocument(DocumentId.CreateNewId(project), "Program.cs", "class Program;", filePath: Folder + "Program.cs");
        return new AnalyzedProject(solution, project).With(".slipway.globalconfig", null, $"is_global = true\nglobal_level = -200\nbuild_property.ProjectDir = {Folder}\n");
    }

    public Project Project => _solution.GetProject(_project)!;

    /// <summary>A file with a role; without one a configuration file.</summary>
    public AnalyzedProject With(string path, string? role, string text) => With(path, role, SourceText.From(text));

    public AnalyzedProject With(string path, string? role, SourceText text)
    {
        var id = DocumentId.CreateNewId(_project);
        if (role is null) return new(_solution.AddAnalyzerConfigDocument(id, path, text, filePath: Folder + path), _project);
        return new AnalyzedProject(_solution.AddAdditionalDocument(id, path, text, filePath: Folder + path), _project)
            .With(path + ".globalconfig", null, $"is_global = true\nglobal_level = -200\n[{Folder}{path}]\nbuild_metadata.AdditionalFiles.SlipwayRole = {role}\n");
    }

    /// <summary>The file as it comes from a disk, where a byte order mark or another encoding shows.</summary>
    public AnalyzedProject WithBytes(string path, string role, byte[] content, Encoding? encoding = null) =>
        With(path, role, SourceText.From(new MemoryStream(content), encoding));

    public AnalyzedProject AppSpec(string text) => With("appspec.yml", "appspec", text);

    public AnalyzedProject Script(string path, string text) => With(path, "script", text);

    /// <summary>The list of the revision: files, or with <c>/</c> at the end folders that the build fills.</summary>
    public AnalyzedProject List(params string[] paths) =>
        With("obj/revision.items", "list", string.Concat(paths.Select(path => path.EndsWith('/') ? $"Produced\t0\t0\t{path.TrimEnd('/')}\t\n" : $"File\t0\t0\t{path}\t\n")));

    public AnalyzedProject Edit(string path, string text) => new(_solution.WithAdditionalDocumentText(Document(path).Id, SourceText.From(text)), _project);

    public AnalyzedProject EditCSharp(string text) => new(_solution.WithDocumentText(Project.Documents.Single().Id, SourceText.From(text)), _project);

    public AnalyzedProject WithOptions(Func<CSharpCompilationOptions, CSharpCompilationOptions> change) =>
        new(_solution.WithProjectCompilationOptions(_project, change((CSharpCompilationOptions)Project.CompilationOptions!)), _project);

    public TextDocument Document(string path) => Project.AdditionalDocuments.Single(document => document.FilePath == Folder + path);

    public string Text(string path) => Document(path).GetTextAsync().Result.ToString();

    public SourceText Source(string path) => Document(path).GetTextAsync().Result;

    /// <summary>The findings of all files in the order of files and places. A failed analyzer fails the test.</summary>
    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync()
    {
        var diagnostics = await (await StartAsync()).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return Sorted(diagnostics);
    }

    /// <summary>The findings of one file, as an editor asks for them.</summary>
    public async Task<ImmutableArray<Diagnostic>> DiagnosticsOfAsync(string path)
    {
        var compilation = await StartAsync();
        var file = Project.AnalyzerOptions.AdditionalFiles.Single(file => file.Path == Folder + path);
        var result = await compilation.GetAnalysisResultAsync(file, TestContext.Current.CancellationToken);
        return Sorted(result.GetAllDiagnostics());
    }

    /// <summary>The fixes that an editor offers for a finding.</summary>
    public async Task<IReadOnlyList<CodeAction>> FixesAsync(Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        var document = Project.AdditionalDocuments.Single(document => document.FilePath == diagnostic.Location.GetLineSpan().Path);
        var context = new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken);
        await new DeploymentCodeFixProvider().RegisterCodeFixesAsync(context);
        return actions;
    }

    public async Task<AnalyzedProject> ApplyAsync(CodeAction action)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return new AnalyzedProject(operations.OfType<ApplyChangesOperation>().Single().ChangedSolution, _project);
    }

    /// <summary>Applies a fix to all findings of its rule.</summary>
    public async Task<AnalyzedProject> FixAllAsync(string rule, FixAllScope scope, string? key = null)
    {
        var provider = new DeploymentCodeFixProvider();
        var context = new FixAllContext(Project, provider, scope, key ?? rule, [rule], new Found(this), TestContext.Current.CancellationToken);
        return await ApplyAsync((await provider.GetFixAllProvider().GetFixAsync(context))!);
    }

    private async Task<CompilationWithAnalyzers> StartAsync()
    {
        var compilation = (await Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        return compilation.WithAnalyzers([new DeploymentAnalyzer()], new CompilationWithAnalyzersOptions(
            Project.AnalyzerOptions, (e, _, _) => throw new InvalidOperationException("AD0001", e), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
    }

    private static ImmutableArray<Diagnostic> Sorted(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.OrderBy(d => d.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal)];

    private sealed class Found(AnalyzedProject project) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project asked, CancellationToken cancellationToken) => await project.DiagnosticsAsync();

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project asked, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
