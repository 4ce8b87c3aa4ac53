using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Analyzers;

/// <summary>What the rules find in the files of a compilation. Where nothing of them changed, the findings of the compilation before are taken.</summary>
internal sealed class DeploymentFindings
{
    // By the text of the first document: whoever drops that text needs the findings no longer.
    private static readonly ConditionalWeakTable<SourceText, DeploymentFindings> Latest = new();
    private static readonly DeploymentFindings Nothing = new([], null);

    private readonly Dictionary<string, List<Finding>> _byFile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeploymentFile> _files = new(StringComparer.Ordinal);
    private readonly DeploymentFiles? _inputs;

    private DeploymentFindings(IReadOnlyList<DeploymentFile> files, DeploymentFiles? inputs)
    {
        _inputs = inputs;
        foreach (var file in files) _files[file.Path] = file;
    }

    /// <summary>The findings in a file, by its full path.</summary>
    public IReadOnlyList<Finding> In(string path) => _byFile.TryGetValue(path, out var findings) ? findings : [];

    /// <summary>The file with a path; null when it is none that the rules look at.</summary>
    public DeploymentFile? File(string path) => _files.TryGetValue(path, out var file) ? file : null;

    /// <summary>Runs the rules on every document, unless the same has been seen before.</summary>
    public static DeploymentFindings Of(DeploymentFiles inputs, CancellationToken cancellation)
    {
        if (inputs.Files.FirstOrDefault(file => file.Role.IsDocument()) is not { } first) return Nothing;
        if (Latest.TryGetValue(first.Text, out var known) && known._inputs!.IsSame(inputs)) return known;
        var findings = new DeploymentFindings(inputs.Files, inputs);
        findings.Run(inputs, cancellation);
        Latest.Remove(first.Text);
        // Another compilation may have been faster; one of the two is kept.
        return Latest.GetValue(first.Text, _ => findings) is { } kept && kept._inputs!.IsSame(inputs) ? kept : findings;
    }

    private void Run(DeploymentFiles inputs, CancellationToken cancellation)
    {
        var documents = inputs.Files.Where(file => file.Role.IsDocument()).ToList();
        foreach (var document in documents)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var finding in Check(inputs, documents, document)) Add(finding, document);
        }
    }

    // A rule that reads two documents may report one cause from both of them.
    private void Add(Finding finding, DeploymentFile document)
    {
        var path = _files.ContainsKey(finding.File) ? finding.File : document.Path;
        if (!_byFile.TryGetValue(path, out var list)) _byFile[path] = list = [];
        if (!list.Exists(other => other.Rule == finding.Rule && other.File == finding.File && other.Range == finding.Range && other.Message == finding.Message)) list.Add(finding);
    }

    private static IReadOnlyList<Finding> Check(DeploymentFiles inputs, List<DeploymentFile> documents, DeploymentFile document)
    {
        try
        {
            return AppSpecCheck.Run(InputsOf(inputs, documents, document));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [InternalFailure.Finding(document.Path, e)];
        }
    }

    private static RuleInputs InputsOf(DeploymentFiles inputs, List<DeploymentFile> documents, DeploymentFile document)
    {
        var isAppSpec = document.Role == FileRole.AppSpec;
        var scripts = isAppSpec ? HookScripts.Of(document, inputs.Files) : [];
        return new RuleInputs
        {
            File = document.Path,
            Content = document.Parsed.Content,
            Document = document.Parsed.Document,
            NameInRevision = isAppSpec ? "appspec.yml" : null,
            IsResolvedAtPacking = isAppSpec,
            Scripts = isAppSpec ? [.. scripts.Select(file => file.Parsed.Script(file.Place, file.Path)).OfType<ScriptFile>()] : null,
            CSharpErrors = isAppSpec ? [.. scripts.Where(file => IsCSharp(file.Path)).SelectMany(file => file.Parsed.SyntaxErrors(file.Path))] : null,
            Companions = [.. documents.Where(other => other != document).Select(other => new CompanionFile(other.Path, other.Parsed.Document))],
            Revision = inputs.Files.FirstOrDefault(file => file.Role == FileRole.List)?.Parsed.Items,
            Checkout = inputs.Files.FirstOrDefault(file => file.Role == FileRole.Checkout)?.Parsed.Checkout,
            AllowedSecrets = inputs.Files.FirstOrDefault(file => file.Role == FileRole.AllowedSecrets)?.Parsed.AllowedSecrets,
            Properties = inputs.Properties,
        };
    }

    private static bool IsCSharp(string path) => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);
}
