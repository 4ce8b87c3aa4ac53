namespace Slipway.Deployments;

/// <summary>The deployment group of a project without deploy.yml: this machine, sandboxed below the project folder.</summary>
public static class LocalGroup
{
    /// <summary>Its name.</summary>
    public const string Name = "local";

    /// <summary>The group of a project. <see cref="Prepare"/> makes its folders.</summary>
    public static DeploymentGroup In(string projectFolder) =>
        new(Name, Path.Combine(Folder(projectFolder), "local"), RollsBackOnFailure: true) { HasTrafficControl = true };

    /// <summary>Where the group's state stands.</summary>
    public static string StateFolderIn(string projectFolder) => Path.Combine(Folder(projectFolder), "state");

    /// <summary>Makes <c>.slipway</c>, its <c>.gitignore</c> of <c>*</c> (what is deployed is not source) and the sandbox root.</summary>
    /// <exception cref="IOException">The project folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The project folder cannot be written.</exception>
    public static void Prepare(string projectFolder)
    {
        Directory.CreateDirectory(Path.Combine(Folder(projectFolder), "local"));
        var ignore = Path.Combine(Folder(projectFolder), ".gitignore");
        if (!File.Exists(ignore)) File.WriteAllText(ignore, "*\n");
    }

    private static string Folder(string projectFolder) => Path.Combine(projectFolder, ".slipway");
}
