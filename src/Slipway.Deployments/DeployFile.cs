using Slipway.Specifications;

namespace Slipway.Deployments;

/// <summary>What a deploy.yml says, as far as this version takes it: the application and groups of one local instance.</summary>
/// <param name="Path">The file.</param>
/// <param name="ApplicationName">Its <c>applicationName</c>.</param>
/// <param name="Groups">Its groups.</param>
public sealed record DeployFile(string Path, string? ApplicationName, IReadOnlyList<DeploymentGroup> Groups)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="SlipwayException">SLW0414: it cannot be read.</exception>
    public static DeployFile Read(string path) =>
        throw new SlipwayException(new("SLW0414", "This version does not read deploy.yml yet. Deploy to a sandbox with --root, or remove the file to deploy to the project's own group local.", path, 1, 1));

    /// <summary>A group by its name.</summary>
    /// <exception cref="SlipwayException">SLW0413: there is none.</exception>
    public DeploymentGroup FindGroup(string name) => Groups.FirstOrDefault(g => g.Name == name)
        ?? throw new SlipwayException(new("SLW0413", $"There is no deployment group {name} in this file; it has {string.Join(", ", Groups.Select(g => g.Name))}.", Path));
}
