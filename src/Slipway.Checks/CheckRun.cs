using System.Text;
using Slipway.Checks.CSharp;
using Slipway.Checks.Severities;
using Slipway.Checks.ShellCheck;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Scripts.Shell;
using Slipway.Specifications.Secrets;
using Slipway.Specifications.Yaml;

namespace Slipway.Checks;

/// <summary>The rules on one request; can be run again after contents have changed.</summary>
/// <param name="request">What is to be checked.</param>
/// <param name="files">Reads files.</param>
internal sealed class CheckRun(CheckRequest request, FileContents files)
{
    private const long LargestContent = 16 << 20;

    private static readonly AgentReading NotRead =
        new(false, $"The file has more than {AppSpecCheck.MaxBytes} bytes and was not read for the agents.", SourceRange.Start, null);

    private readonly HookScripts _scripts = new(request, files);
    private readonly Dictionary<string, string> _fullPaths = new(StringComparer.Ordinal);
    private IReadOnlyList<RevisionItem>? _items;
    private bool _asked;
    private CheckoutFacts? _checkout;

    /// <summary>The findings.</summary>
    /// <param name="cancellation">Stops the programs that are asked.</param>
    /// <param name="quick">Leaves out the program shellcheck.</param>
    public CheckResult Run(CancellationToken cancellation, bool quick = false)
    {
        var documents = request.Documents.Select(Read).ToList();
        var appSpec = documents.Find(document => document.Kind.IsAppSpec());
        var notes = new List<CheckNote>();
        var scripts = appSpec is null && request.Revision is null ? [] : _scripts.Read(appSpec is null ? null : request.Resolved?.Checked ?? appSpec.Yaml, notes);
        foreach (var script in scripts) _fullPaths[script.File] = _scripts.SourceOf(script.Path)!;
        _fullPaths[request.NameOf(request.Subject)] = request.Subject;

        var csharp = CSharpHooks.Errors(scripts, request.CompilerFolders, notes);
        var remarks = request.ShellCheck && !quick ? ShellCheckHooks.Remarks(scripts, _scripts.SourceOf, new ShellCheckProgram(), notes, cancellation) : null;
        var findings = new List<Finding>();
        foreach (var document in documents) findings.AddRange(AppSpecCheck.Run(InputsOf(document, documents, document == appSpec ? scripts : null, csharp, remarks)));
        if (appSpec is null && request.Revision is not null)
        {
            findings.AddRange(AppSpecCheck.Run(WithRevision(new RuleInputs { File = request.NameOf(request.Subject), Properties = request.Properties, Scripts = scripts, CSharpErrors = csharp, ShellCheck = remarks })));
        }

        var (agent18, agent2) = appSpec is null || IsOpen(appSpec) ? (null, null) : (Reading(appSpec, AgentVersion.Agent18, request.Platform), Reading(appSpec, AgentVersion.Agent2, request.Platform));
        return new CheckResult(Judge([.. findings.DistinctBy(Identity).OrderBy(finding => finding, Comparer<Finding>.Create(Finding.ByPlace))], appSpec), notes, agent18, agent2) { TextOf = TextOf };
    }

    private RuleInputs InputsOf(
        Document document, List<Document> all, IReadOnlyList<ScriptFile>? scripts, IReadOnlyList<CSharpError>? csharp, IReadOnlyDictionary<string, IReadOnlyList<ShellCheckRemark>>? remarks)
    {
        var inputs = new RuleInputs
        {
            File = document.Name,
            Content = document.Content,
            Document = document.Yaml,
            NameInRevision = document.Checked.NameInRevision,
            Companions = [.. all.Where(other => other != document).Select(other => new CompanionFile(other.Name, other.Yaml))],
            Properties = request.Properties,
            Checkout = all.Find(other => other.Kind == DocumentKind.BranchPolicy) is { } policy ? CheckoutOf(policy) : null,
        };
        // The revision and its scripts are the appspec's; the other documents would report the same a second time.
        return scripts is null ? inputs : WithRevision(inputs with { IsResolvedAtPacking = request.IsResolvedAtPacking, Resolved = request.Resolved, Scripts = HasFolder ? scripts : null, CSharpErrors = csharp, ShellCheck = remarks });
    }

    private bool HasFolder => request.Revision is not null || request.ScriptRoot is not null;

    private RuleInputs WithRevision(RuleInputs inputs) => request.Revision is not { } revision ? inputs : inputs with
    {
        Revision = _items ??= [.. revision.Items.Select(item => revision.SourceOf(item.Path) is { } source ? item with { SourceFile = request.NameOf(source) } : item)],
        Contents = path => revision.SourceOf(path) is { } source ? files.ReadOnce(source, SecretScanner.MaxBytes) : null,
        AllowedSecrets = request.AllowedSecrets is { } allowed && files.Read(allowed, LargestContent) is { } list ? AllowedSecrets.Parse(Encoding.UTF8.GetString(list)) : null,
    };

    private CheckoutFacts? CheckoutOf(Document policy)
    {
        if (_asked) return _checkout;
        _asked = true;
        return _checkout = request.Checkout(policy.Checked.File);
    }

    private Document Read(CheckedDocument document)
    {
        var name = request.NameOf(document.File);
        _fullPaths[name] = document.File;
        var content = files.ReadDocument(document.File, AppSpecReader.MaxBytes);
        var yaml = AppSpecCheck.Read(content);
        return new Document(document, name, content, yaml, DocumentKinds.Recognise(yaml, document.File));
    }

    // What the rules do not parse is not parsed for the agents either; deploy takes more.
    private AgentReading Reading(Document document, AgentVersion agent, HostPlatform platform) =>
        document.Content.Length > AppSpecCheck.MaxBytes ? NotRead : AppSpecReader.Read(request.Resolved is { Text: not null } resolved ? resolved.CheckedContent : document.Content, agent, platform);

    /// <summary>Whether packing will replace values that are not known here, so that nothing can be said of what an agent makes of them.</summary>
    private bool IsOpen(Document appSpec) => request is { IsResolvedAtPacking: true, Resolved: null or { Text: null } } && AppSpecResolver.PropertyNames(appSpec.Yaml).Count > 0;

    private IReadOnlyList<Finding> Judge(IReadOnlyList<Finding> findings, Document? appSpec)
    {
        var settings = SeverityFiles.Read(request.Severities, request.GlobalConfigs, findings.Select(finding => finding.File).Distinct().Select(FullPath), files);
        var judged = settings.Apply(findings, FullPath);
        if (settings.Profile != RuleProfile.None || appSpec is null || judged.Any(finding => finding.Severity == Severity.Error && finding.File == appSpec.Name)) return judged;
        // Some rules tell of a refusal only in some cases; where an agent refuses the file, the profile must not hide why.
        if (!IsRefused(appSpec)) return judged;
        var open = settings with { Profile = RuleProfile.Recommended };
        return open.Apply(findings, FullPath).Where(finding => finding.Severity == Severity.Error && finding.File == appSpec.Name).Concat(judged)
            .DistinctBy(Identity).OrderBy(finding => finding, Comparer<Finding>.Create(Finding.ByPlace)).ToList();
    }

    private bool IsRefused(Document appSpec) => appSpec.Kind == DocumentKind.ServerAppSpec && !IsOpen(appSpec) && Enum.GetValues<AgentVersion>().Any(agent =>
        !Reading(appSpec, agent, HostPlatform.Linux).Accepts && !Reading(appSpec, agent, HostPlatform.Windows).Accepts);

    /// <summary>The full path of a file as findings name it.</summary>
    public string FullPath(string name)
    {
        if (_fullPaths.TryGetValue(name, out var path)) return path;
        // A file of the revision that is neither document nor script.
        foreach (var item in request.Revision?.Paths ?? [])
        {
            if (request.Revision!.SourceOf(item) is { } source && (item == name || request.NameOf(source) == name)) return _fullPaths[name] = source;
        }

        return _fullPaths[name] = Path.GetFullPath(name, Path.GetDirectoryName(request.Subject) ?? "/");
    }

    private string? TextOf(string name)
    {
        if (files.Read(FullPath(name), LargestContent) is not { } content) return null;
        var mark = content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        return Encoding.UTF8.GetString(content, mark, content.Length - mark);
    }

    // Two documents may each cause the same finding.
    private static object Identity(Finding finding) => (finding.Rule, finding.File, finding.Range, finding.Message);

    private sealed record Document(CheckedDocument Checked, string Name, byte[] Content, YamlDocument Yaml, DocumentKind Kind);
}
