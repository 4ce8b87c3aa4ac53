using System.Security.Cryptography;
using System.Text;
using Slipway.Specifications;

namespace Slipway.Deployments.History;

/// <summary>
/// Where things stand in a state folder: <c>deployments/ID</c> (a deployment's record), <c>groups/NAME</c> (its leases) and
/// <c>instances/NAME-HASH</c> (what a local instance keeps; the hash is of its root, so that one name with two roots is two instances).
/// </summary>
/// <param name="Path">Absolute path.</param>
public sealed record StateFolder(string Path)
{
    /// <summary>The longest name of a deployment group or application, CodeDeploy's limit.</summary>
    public const int LongestName = 100;

    /// <summary>The deployments' records.</summary>
    public string Deployments => System.IO.Path.Combine(Path, "deployments");

    /// <summary>
    /// The state folder of the user: <c>$SLIPWAY_STATE</c>, else <c>slipway</c> in the user's state folder (XDG base directory specification).
    /// </summary>
    public static StateFolder OfUser(Func<string, string?> variable)
    {
        if (variable("SLIPWAY_STATE") is { Length: > 0 } named) return At(named);
        if (variable("XDG_STATE_HOME") is { Length: > 0 } xdg && System.IO.Path.IsPathRooted(xdg)) return new(System.IO.Path.Combine(xdg, "slipway"));
        if (OperatingSystem.IsWindows())
            return new(System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "slipway"));
        var home = variable("HOME") is { Length: > 0 } set ? set : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new(System.IO.Path.Combine(System.IO.Path.GetFullPath(home), ".local", "state", "slipway"));
    }

    /// <summary>The state folder at a path as a user wrote it.</summary>
    public static StateFolder At(string path) => new(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));

    /// <summary>The record of a deployment.</summary>
    public string OfDeployment(string deploymentId) => System.IO.Path.Combine(Deployments, deploymentId);

    /// <summary>The leases of a group.</summary>
    public string OfGroup(string name) => System.IO.Path.Combine(Path, "groups", FileNameOf(name));

    /// <summary>What a local instance keeps.</summary>
    public string OfInstance(string name, string root) => System.IO.Path.Combine(Path, "instances", FileNameOf(name) + "-" + Digest(root)[..8]);

    /// <summary>
    /// Makes the folder when it is missing and proves that it can be written. Records may quote what scripts print and are for their owner alone;
    /// the folders above a revision let others pass, because a hook may run as another account.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0400.</exception>
    public void Prepare()
    {
        try
        {
            Make(Path, passable: true);
            Make(Deployments, passable: false);
            Make(System.IO.Path.Combine(Path, "groups"), passable: false);
            Make(System.IO.Path.Combine(Path, "instances"), passable: true);
            var probe = System.IO.Path.Combine(Path, "." + System.IO.Path.GetRandomFileName());
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    /// <summary>The error for a state folder that cannot be read or written.</summary>
    public SlipwayException Unusable(Exception cause) => new(
        new("SLW0400",
            $"The state folder cannot be used: {cause.Message} Give a folder that {Environment.UserName} may write with --state or $SLIPWAY_STATE, or free it (rights, disk space).", Path), cause);

    /// <summary>
    /// A name as a file name: itself where that is safe everywhere, else with its other characters replaced and a hash that tells it from its likes.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0416: empty or longer than <see cref="LongestName"/>.</exception>
    public static string FileNameOf(string name)
    {
        if (name.Length is 0 or > LongestName)
            throw new SlipwayException(new("SLW0416", $"\"{name}\" cannot be a name: CodeDeploy's names have 1 to {LongestName} characters."));
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        return safe == name && name[0] != '.' ? name : safe.TrimStart('.') + "~" + Digest(name)[..8];
    }

    private static void Make(string folder, bool passable)
    {
        if (Directory.Exists(folder)) return;
        Directory.CreateDirectory(folder);
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, passable ? Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Owner);
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
