using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Instances.State;

/// <summary>Where an instance keeps what it knows of a deployment group.</summary>
internal sealed class GroupFolder(string stateFolder, string key)
{
    internal string Path { get; } = System.IO.Path.Combine(stateFolder, "groups", key);

    /// <summary>The object store that all groups of the instance share.</summary>
    internal string Objects => ObjectsOf(stateFolder);

    /// <summary>Stands while objects may be there that no archive has any longer.</summary>
    internal string CollectObjects => Path + "/collect-objects";

    internal string State => Path + "/state.json";

    internal string Installed => Path + "/installed";

    internal string Kept => Path + "/kept";

    internal string Deployments => Path + "/deployments";

    internal DeploymentFolder Deployment(string id) => new(Deployments + "/" + id);

    internal static GroupFolder Of(string stateFolder, string group) => new(stateFolder, KeyOf(group));

    internal static string ObjectsOf(string stateFolder) => System.IO.Path.Combine(stateFolder, "objects");

    /// <summary>All deployments of all groups that the instance still has something of.</summary>
    internal IEnumerable<DeploymentFolder> AllDeployments() => All(stateFolder)
        .Where(group => Directory.Exists(group.Deployments))
        .SelectMany(group => Directory.EnumerateDirectories(group.Deployments))
        .Select(path => new DeploymentFolder(path));

    /// <summary>All groups that the instance knows.</summary>
    internal static IEnumerable<GroupFolder> All(string stateFolder)
    {
        var groups = System.IO.Path.Combine(stateFolder, "groups");
        return !Directory.Exists(groups) ? [] : Directory.EnumerateDirectories(groups).Order(StringComparer.Ordinal)
            .Select(folder => new GroupFolder(stateFolder, System.IO.Path.GetFileName(folder)));
    }

    /// <summary>A group's name (or another text) as a folder's: readable where it can be, always distinct, never longer than a name may be.</summary>
    internal static string KeyOf(string group)
    {
        var key = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(group))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (c == '.' && key.Length > 0)) key.Append(c);
            else key.Append(CultureInfo.InvariantCulture, $"%{b:x2}");
        }

        if (key.Length is > 0 and <= 100) return key.ToString();
        return key.ToString(0, Math.Min(60, key.Length)) + "%" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group)))[..32];
    }
}

/// <summary>The files of one deployment.</summary>
internal sealed class DeploymentFolder(string path)
{
    internal string Path { get; } = path;

    internal string Revision => Path + "/revision";

    /// <summary>What the archive held when it was unpacked; only beside one whose bundle carried a manifest.</summary>
    internal string Manifest => Path + "/manifest";

    /// <summary>Links to the objects of files that scripts edited in the archive: they stay as long as the archive does.</summary>
    internal string Pristine => Path + "/pristine";

    internal string RevisionFacts => Path + "/revision.json";

    /// <summary>Name of the folder beside the revision that proves who signed it.</summary>
    internal const string ProofName = "proof";

    internal string Proof => Path + "/" + ProofName;

    internal string Journal => Path + "/journal.jsonl";

    /// <summary>What an agent told while it ran the deployment, to be told again after a lost connection.</summary>
    internal string Events => Path + "/events.jsonl";

    internal string Plan => Path + "/plan";

    internal string Installed => Path + "/installed";

    internal string Snapshot => Path + "/snapshot";

    internal string Aside => Path + "/aside";

    internal string Area => Path + "/area";

    internal string ScriptsLog => Path + "/logs/scripts.log";
}
