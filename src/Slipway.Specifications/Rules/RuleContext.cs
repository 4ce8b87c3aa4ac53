using Slipway.Specifications.Fixes;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules.Contents;
using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Rules.Documents;
using Slipway.Specifications.Rules.Files;
using Slipway.Specifications.Rules.Functions;
using Slipway.Specifications.Rules.Permissions;
using Slipway.Specifications.Rules.Scripts;
using Slipway.Specifications.Rules.Scripts.Shell;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules;

/// <summary>What the rules of one run share: the inputs, the parsed file, and views of it that are made once.</summary>
internal sealed class RuleContext
{
    private readonly HashSet<YamlNode> _claimed = [];
    private RevisionListing? _listing;
    private List<YamlNode>? _nodes;
    private SyntaxDiagnosis? _diagnosis;
    private TextPlaces? _places;
    private DocumentEdits? _edits;
    private List<FileMapping>? _mappings;
    private PlannedPaths? _planned;
    private ScriptUses? _uses;
    private IReadOnlyList<ShellHook>? _shellHooks;
    private BranchPolicy? _policy;
    private MappedPaths? _mappedPaths;
    private RevisionSecrets? _secrets;
    private IReadOnlyList<Remark>? _remarks;
    private IReadOnlyCollection<string>? _tokens;

    public RuleContext(RuleInputs inputs, YamlDocument? document, DocumentKind kind)
    {
        Inputs = inputs;
        Document = document;
        Kind = kind;
        if (document is not { Fault: null, Root: YamlMapping root }) return;
        AppSpec = kind == DocumentKind.ServerAppSpec ? new AppSpecView(root) : null;
        Resources = kind is DocumentKind.LambdaAppSpec or DocumentKind.EcsAppSpec ? new ResourcesView(root, kind == DocumentKind.EcsAppSpec) : null;
        DeployFile = kind == DocumentKind.DeployFile ? DeployFileView.Of(root) : null;
    }

    public RuleInputs Inputs { get; }

    /// <summary>The file without its byte order mark; null when there is none.</summary>
    public YamlDocument? Document { get; }

    public DocumentKind Kind { get; }

    /// <summary>The file as a Server appspec; null when it is none or cannot be read.</summary>
    public AppSpecView? AppSpec { get; }

    /// <summary>The file as an appspec for Lambda or ECS; null when it is none or cannot be read.</summary>
    public ResourcesView? Resources { get; }

    /// <summary>The file as a deploy.yml; null when it is none or cannot be read.</summary>
    public DeployFileView? DeployFile { get; }

    /// <summary>The contents of the revision; null when they are not known.</summary>
    public RevisionListing? Listing => _listing ??= Inputs.Revision is null ? null : new RevisionListing(Inputs.Revision);

    /// <summary>Which events start which scripts.</summary>
    public ScriptUses Uses => _uses ??= new ScriptUses(AppSpec);

    /// <summary>The hook scripts for sh and bash, where the hosts run Linux.</summary>
    public IReadOnlyList<ShellHook> ShellHooks => _shellHooks ??= ShellHook.All(this);

    /// <summary>Which items of <c>files</c> take the revision's paths to the host; null when the document is no readable Server appspec.</summary>
    public MappedPaths? MappedPaths => _mappedPaths ??= AppSpec is null ? null : new MappedPaths(this, AppSpec);

    /// <summary>The secrets in the revision's files, each of which is read once for all rules.</summary>
    public RevisionSecrets Secrets => _secrets ??= new RevisionSecrets(this);

    /// <summary>All nodes of the document, keys included; none when it cannot be read.</summary>
    public IReadOnlyList<YamlNode> Nodes => _nodes ??= Flatten(Document?.Root);

    /// <summary>The file as a branch policy; null when it is none or cannot be read.</summary>
    public BranchPolicy? Policy => _policy ??= Kind == DocumentKind.BranchPolicy && Document is not null ? BranchPolicy.Read(Document) : null;

    /// <summary>The items of files whose paths can be understood, in the order of the file.</summary>
    public IReadOnlyList<FileMapping> Mappings => _mappings ??= ReadMappings();

    /// <summary>What the mappings will put on the host.</summary>
    public PlannedPaths Planned => _planned ??= new PlannedPaths(this);

    /// <summary>Lines and columns of the text.</summary>
    public TextPlaces Places => _places ??= new TextPlaces(Document?.Text ?? "");

    /// <summary>The project's document of another kind; null when it is not known or there is none.</summary>
    public CompanionFile? Companion(DocumentKind kind) =>
        Inputs.Companions?.FirstOrDefault(file => DocumentKinds.Recognise(file.Document, file.File) == kind);

    /// <summary>What resolving has to say of the file; before packing only what its text alone shows.</summary>
    public IReadOnlyList<Remark> Remarks => _remarks ??= Inputs.Resolved is { } resolved ? resolved.Remarks
        : Inputs.IsResolvedAtPacking && Document is not null ? AppSpecResolver.Resolve(Document, Inputs.File, new ResolvingInputs { Tokens = Tokens }).Remarks : [];

    /// <summary>The names of placeholders that something else replaces.</summary>
    public IReadOnlyCollection<string> Tokens => _tokens ??= PlaceholderTokens.Parse(Property(PlaceholderTokens.Property));

    /// <summary>The value of an MSBuild property; null when it is not known or empty.</summary>
    public string? Property(string name) => Inputs.Properties is { } all && all.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Edits of the document.</summary>
    public DocumentEdits Edits => _edits ??= new DocumentEdits(Document?.Text ?? "");

    /// <summary>Why the document cannot be read; nothing when it can.</summary>
    public SyntaxDiagnosis Diagnosis => _diagnosis ??= SyntaxDiagnosis.Of(Document);

    /// <summary>A cause is reported once: true for the first rule that asks for a node.</summary>
    public bool Claim(YamlNode node) => _claimed.Add(node);

    /// <summary>Whether an earlier rule reported the node.</summary>
    public bool IsClaimed(YamlNode node) => _claimed.Contains(node);

    private List<FileMapping> ReadMappings()
    {
        var mappings = new List<FileMapping>();
        if (AppSpec is not { } spec) return mappings;
        foreach (var item in spec.Files)
        {
            if (FileMapping.Of(this, spec, item) is { } mapping) mappings.Add(mapping);
        }

        return mappings;
    }

    private static List<YamlNode> Flatten(YamlNode? root)
    {
        // About one node in twelve characters, in the usual file.
        var nodes = new List<YamlNode>(root is null ? 0 : root.Range.Length / 12);
        var open = new Stack<YamlNode>();
        if (root is not null) open.Push(root);
        while (open.Count > 0)
        {
            var node = open.Pop();
            nodes.Add(node);
            switch (node)
            {
                case YamlSequence list:
                    for (var i = list.Items.Count - 1; i >= 0; i--) open.Push(list.Items[i]);
                    break;
                case YamlMapping mapping:
                    for (var i = mapping.Entries.Count - 1; i >= 0; i--)
                    {
                        open.Push(mapping.Entries[i].Value);
                        open.Push(mapping.Entries[i].Key);
                    }

                    break;
            }
        }

        return nodes;
    }
}
