using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules.Documents;
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
    private ScriptUses? _uses;
    private IReadOnlyList<ShellHook>? _shellHooks;

    public RuleContext(RuleInputs inputs, YamlDocument? document, DocumentKind kind)
    {
        Inputs = inputs;
        Document = document;
        Kind = kind;
        AppSpec = kind == DocumentKind.ServerAppSpec && document is { Fault: null, Root: YamlMapping root } ? new AppSpecView(root) : null;
    }

    public RuleInputs Inputs { get; }

    /// <summary>The file without its byte order mark; null when there is none.</summary>
    public YamlDocument? Document { get; }

    public DocumentKind Kind { get; }

    /// <summary>The file as a Server appspec; null when it is none or cannot be read.</summary>
    public AppSpecView? AppSpec { get; }

    /// <summary>The contents of the revision; null when they are not known.</summary>
    public RevisionListing? Listing => _listing ??= Inputs.Revision is null ? null : new RevisionListing(Inputs.Revision);

    /// <summary>Which events start which scripts.</summary>
    public ScriptUses Uses => _uses ??= new ScriptUses(AppSpec);

    /// <summary>The hook scripts for sh and bash, where the hosts run Linux.</summary>
    public IReadOnlyList<ShellHook> ShellHooks => _shellHooks ??= ShellHook.All(this);

    /// <summary>All nodes of the document, keys included; none when it cannot be read.</summary>
    public IReadOnlyList<YamlNode> Nodes => _nodes ??= Flatten(Document?.Root);

    /// <summary>Lines and columns of the text.</summary>
    public TextPlaces Places => _places ??= new TextPlaces(Document?.Text ?? "");

    /// <summary>The project's document of another kind; null when it is not known or there is none.</summary>
    public CompanionFile? Companion(DocumentKind kind) =>
        Inputs.Companions?.FirstOrDefault(file => DocumentKinds.Recognise(file.Document, file.File) == kind);

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

    private static List<YamlNode> Flatten(YamlNode? root)
    {
        var nodes = new List<YamlNode>();
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
