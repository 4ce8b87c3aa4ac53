using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Slipway.Analyzers.Generation;

namespace Slipway.Analyzers.Tests.Generation;

/// <summary>A C# project in memory with additional files that have roles, and the generator's driver for it.</summary>
internal sealed class GeneratedProject
{
    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path))];

    private readonly Dictionary<string, string> _roles = new(StringComparer.Ordinal);
    private readonly List<AdditionalText> _files = [];
    private readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal) { ["build_property.SlipwayApplicationName"] = "Orders" };

    public CSharpCompilation Compilation { get; private set; } = CSharpCompilation.Create("Orders", [], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    public LanguageVersion Language { get; init; } = LanguageVersion.Latest;

    public GeneratedProject File(string path, string role, string text)
    {
        _roles[path] = role;
        _files.Add(new Additional(path, text));
        return this;
    }

    public GeneratedProject Property(string name, string value)
    {
        _properties["build_property." + name] = value;
        return this;
    }

    public GeneratedProject Source(string text)
    {
        Compilation = Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(Language)));
        return this;
    }

    public GeneratorDriver Driver() => CSharpGeneratorDriver.Create([new AppSpecGenerator().AsSourceGenerator()], _files, new CSharpParseOptions(Language), new Options(this),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The text of a generated file; null when it was not generated.</summary>
    public string? Generated(string name) => Driver().RunGenerators(Compilation).GetRunResult().GeneratedTrees.FirstOrDefault(tree => Path.GetFileName(tree.FilePath) == name)?.ToString();

    /// <summary>Compiles the project with what is generated and loads it.</summary>
    public Assembly Run()
    {
        Driver().RunGeneratorsAndUpdateCompilation(Compilation, out var complete, out _);
        using var image = new MemoryStream();
        var result = complete.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return Assembly.Load(image.ToArray());
    }

    public static AdditionalText Text(string path, string text) => new Additional(path, text);

    public AdditionalText this[string path] => _files.Single(file => file.Path == path);

    private sealed class Additional(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options(GeneratedProject project) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new(project._properties) { ["build_property.LangVersion"] = project.Language.ToDisplayString() });

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Values(project._roles.TryGetValue(textFile.Path, out var role) ? new() { ["build_metadata.AdditionalFiles.SlipwayRole"] = role } : []);
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
