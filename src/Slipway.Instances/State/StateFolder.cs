using Slipway.Revisions.Unix;

namespace Slipway.Instances.State;

/// <summary>The folder of an instance's state, for its owner only.</summary>
internal static class StateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder when it is missing.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0202: it cannot be used.</exception>
    internal static void Prepare(string folder)
    {
        try
        {
            Make(folder);
            Make(folder + "/groups");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, e);
        }
    }

    /// <summary>Makes a folder below the state folder.</summary>
    internal static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }

    /// <summary>
    /// Lets other accounts pass through our folders down to a staged revision (not look into them), so that a script with <c>runas</c> can be
    /// started. Only root can run one.
    /// </summary>
    internal static void LetThrough(string stateFolder, string deploymentFolder)
    {
        for (var folder = deploymentFolder; folder.Length >= stateFolder.Length; folder = Path.GetDirectoryName(folder)!)
        {
            var mode = UnixFiles.Status(null, folder).Mode;
            if ((mode & 1) == 0) UnixFiles.ChangeMode(null, folder, mode | 1);
            if (folder == stateFolder) return;
        }
    }

    internal static Specifications.SlipwayException Unusable(string folder, Exception e) => new(
        new("SLW0202",
            $"The instance's state folder cannot be used: {e.Message.TrimEnd('.')}. Nothing was touched. Give this user the right to write there, or choose another folder with --state.", folder),
        e);
}
