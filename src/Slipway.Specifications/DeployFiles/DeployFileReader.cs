using Slipway.Specifications.Rules;
using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Schemas;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.DeployFiles;

/// <summary>Reads the deployment groups of a deploy.yml that Slipway runs. Pure: nothing is looked for on a disk.</summary>
public sealed class DeployFileReader
{
    private readonly DeployFileView view;
    private readonly DeployFileSource source;

    private DeployFileReader(DeployFileView view, DeployFileSource source)
    {
        this.view = view;
        this.source = source;
    }

    /// <summary>Its <c>applicationName</c>.</summary>
    public string? ApplicationName => view.References.Text(view.Root, "applicationName");

    /// <summary>The folder that all who deploy share; null for none.</summary>
    /// <exception cref="SlipwayException">SLW0414: it is none.</exception>
    public string? StateLocation => GroupReader.StateLocation(new Section(view.Root, source), source);

    /// <summary>The names of its groups, in the file's order.</summary>
    public IReadOnlyList<string> GroupNames => [.. view.Groups.Where(group => group.Name is not null).Select(group => group.Name!.Value)];

    /// <summary>A reader of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="file">Full path of the file, which errors name and relative paths count from.</param>
    /// <exception cref="SlipwayException">SLW0414: it is no mapping in YAML, or a key of it is misspelt.</exception>
    public static DeployFileReader Of(YamlDocument document, string file)
    {
        if (document.Fault is { } fault) throw new SlipwayException(new("SLW0414", $"This is not YAML: {fault.Message}.", file, fault.Range.Line, fault.Range.Column));
        if (document.Root is not YamlMapping root)
            throw new SlipwayException(new("SLW0414", "A deploy.yml is a mapping with applicationName, instances and deploymentGroups.", file, 1, 1));
        if (DeployFileView.Of(root) is not { } view) throw new SlipwayException(new("SLW0414", "The references (&, * and <<) of this file would expand without end. Write them out.", file, 1, 1));
        return new(view, new(file, view.References));
    }

    /// <summary>The mapping of a group; null when there is none of that name.</summary>
    public YamlMapping? FindMapping(string name) => Find(name)?.Mapping;

    /// <summary>A group by its name.</summary>
    /// <exception cref="SlipwayException">SLW0413: there is none. SLW0414: it cannot be deployed to; the error names the line.</exception>
    public DeploymentGroupDefinition ReadGroup(string name)
    {
        var group = Find(name) ?? throw new SlipwayException(new(
            "SLW0413", $"There is no deployment group {name} in this file; it has {(GroupNames.Count == 0 ? "none" : string.Join(", ", GroupNames.Take(50)))}.", source.File));
        CheckRoot();
        return new GroupReader(view, source).Read(group);
    }

    private GroupView? Find(string name) => view.Groups.FirstOrDefault(group => group.Name?.Value == name);

    // Keys of others may stand beside ours (anchors are kept there), slips of ours may not: a stateLocation that nobody reads keeps nobody out.
    private void CheckRoot()
    {
        var known = DeployFileShapes.File.Keys.Select(key => key.Name).ToList();
        foreach (var entry in view.Root.Entries.Take(1000))
        {
            if (entry.Name is not { } name || known.Contains(name) || name.StartsWith("x-", StringComparison.Ordinal)) continue;
            if (NearestName.Of(name, known) is not null) throw source.Refused(entry.Key, ShapeCheck.Unknown(name, DeployFileShapes.File));
        }

        foreach (var key in new[] { "stateLocation", "fileExistsBehavior", "computePlatform" })
        {
            if (view.References.Find(view.Root, key) is { } entry) new ShapeCheck(source).Check(entry.Value, DeployFileShapes.File.ValueOf(key)!, $"'{key}'");
        }
    }
}
