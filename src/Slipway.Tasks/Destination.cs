using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>Where a build deploys to. The gate asks too, so that a wrong name is found before anything is packed.</summary>
/// <param name="Group">The group.</param>
/// <param name="StateFolder">Absolute path of its state.</param>
/// <param name="ApplicationName">The application's name.</param>
/// <param name="LocalGroupFolder">The folder whose <c>.slipway</c> must be made; null when the group is one of deploy.yml.</param>
internal sealed record Destination(DeploymentGroup Group, string StateFolder, string ApplicationName, string? LocalGroupFolder)
{
    /// <summary>Where instances of this machine keep what they have: never in a folder that machines share.</summary>
    public string MachineState { get; init; } = StateFolder;

    /// <summary>A group of deploy.yml, or without that file the group <c>local</c>.</summary>
    /// <param name="group">Its name.</param>
    /// <param name="deployFile">Full path of deploy.yml; empty when the project has none.</param>
    /// <param name="localGroupFolder">The folder whose <c>.slipway</c> is the group <c>local</c>.</param>
    /// <param name="applicationName">The name of an application that has none in deploy.yml.</param>
    /// <exception cref="SlipwayException">SLW0058, SLW0413 or SLW0414: there is no such group.</exception>
    public static Destination Choose(string group, string deployFile, string localGroupFolder, string applicationName)
    {
        if (deployFile.Length > 0)
        {
            var definition = DeployFile.Read(deployFile);
            var (found, own) = (definition.FindGroup(group), Deployments.History.StateFolder.OfUser(Environment.GetEnvironmentVariable).Path);
            return new Destination(found, found.Definition?.StateLocation ?? own, definition.ApplicationName ?? applicationName, null) { MachineState = own };
        }

        if (group != LocalGroup.Name) throw new SlipwayException(BuildErrors.UnknownGroup(group));
        return new Destination(LocalGroup.In(localGroupFolder), LocalGroup.StateFolderIn(localGroupFolder), applicationName, localGroupFolder);
    }
}
