using Slipway.Revisions.Signing;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;
using Slipway.Specifications.Yaml;

namespace Slipway.Deployments;

/// <summary>A deploy.yml: its groups with the instances that they select, and whose signatures they demand.</summary>
public sealed class DeployFile
{
    private const long LargestBytes = 1 << 20;

    private readonly string path;
    private readonly YamlMapping root;
    private readonly DeployFileReader reader;

    private DeployFile(string path, YamlDocument document)
    {
        this.path = path;
        reader = DeployFileReader.Of(document, path);
        root = (YamlMapping)document.Root!;
    }

    /// <summary>Its <c>applicationName</c>.</summary>
    public string? ApplicationName => reader.ApplicationName;

    /// <summary>The folder that all who deploy share; null for none.</summary>
    /// <exception cref="SlipwayException">SLW0414: it is none.</exception>
    public string? StateLocation => reader.StateLocation;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="SlipwayException">SLW0414: it cannot be opened or is not a mapping in YAML.</exception>
    public static DeployFile Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestBytes) throw new SlipwayException(new("SLW0414", "A deploy.yml of more than 1 MiB is not read.", path));
            return new(path, YamlDocument.Parse(File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(new("SLW0414", $"The file cannot be read: {e.Message}", path), e);
        }
    }

    /// <summary>A group by its name. Where it is one instance on this machine, that one's root and environment are the group's too.</summary>
    /// <exception cref="SlipwayException">SLW0413: there is none. SLW0414: it is not one that this version can deploy to; the error names the line.</exception>
    public DeploymentGroup FindGroup(string name)
    {
        var definition = reader.ReadGroup(name);
        var only = definition.Instances is [{ Connection.IsLocal: true } one] ? one : null;
        return new(name, only?.Root ?? "", definition.RollsBackOn.Contains(AutoRollbackEvent.DeploymentFailure))
        {
            Environment = only?.Environment ?? new Dictionary<string, string>(),
            HasTrafficControl = definition.LoadBalancer is not null,
            Definition = definition,
            AllowedSigners = Signers(Named(name)),
        };
    }

    /// <summary>Whose signatures count: those of a group, or of the whole file where the group (or nobody, when it is null) says nothing of its own.</summary>
    /// <exception cref="SlipwayException">SLW0413: there is no such group. SLW0148: an entry cannot be used.</exception>
    public AllowedSigners? FindSigners(string? groupName) => groupName is null ? new AllowedSignersReader(path).Read(root) : Signers(Named(groupName));

    /// <summary>Whether the file describes a group of that name.</summary>
    public bool HasGroup(string name) => reader.FindMapping(name) is not null;

    private YamlMapping Named(string name) => reader.FindMapping(name) ?? throw new SlipwayException(new(
        "SLW0413", $"There is no deployment group {name} in this file; it has {(reader.GroupNames.Count == 0 ? "none" : string.Join(", ", reader.GroupNames))}.", path));

    private AllowedSigners? Signers(YamlMapping group)
    {
        var signers = new AllowedSignersReader(path);
        return signers.Read(group) ?? signers.Read(root);
    }
}
