using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Slipway.Analyzers;

/// <summary>What an additional file is to a deployment: the metadata <c>SlipwayRole</c> of its item.</summary>
internal enum FileRole
{
    /// <summary>Somebody else's file.</summary>
    None,

    /// <summary>An appspec.</summary>
    AppSpec,

    /// <summary>The deploy.yml.</summary>
    Deploy,

    /// <summary>The branch-policy.yml.</summary>
    Policy,

    /// <summary>A hook script, or a script that one may call.</summary>
    Script,

    /// <summary>A file of the revision that is a script when a hook names it.</summary>
    Candidate,

    /// <summary>The list of what the revision holds.</summary>
    List,

    /// <summary>The facts of the git checkout.</summary>
    Checkout,

    /// <summary>The fingerprints of secrets that may be there.</summary>
    AllowedSecrets,
}

/// <summary>Reads the metadata of additional files.</summary>
internal static class FileRoles
{
    private const string RoleKey = "build_metadata.AdditionalFiles.SlipwayRole";
    private const string PlaceKey = "build_metadata.AdditionalFiles.SlipwayPlace";

    /// <summary>The role of a file.</summary>
    public static FileRole RoleOf(AnalyzerConfigOptionsProvider options, AdditionalText file) =>
        !options.GetOptions(file).TryGetValue(RoleKey, out var role) ? FileRole.None : role switch
        {
            "appspec" => FileRole.AppSpec,
            "deploy" => FileRole.Deploy,
            "policy" => FileRole.Policy,
            "script" => FileRole.Script,
            "candidate" => FileRole.Candidate,
            "list" => FileRole.List,
            "checkout" => FileRole.Checkout,
            "allowed-secrets" => FileRole.AllowedSecrets,
            _ => FileRole.None,
        };

    /// <summary>Whether the rules look at a file of this role as a document of its own.</summary>
    public static bool IsDocument(this FileRole role) => role is FileRole.AppSpec or FileRole.Deploy or FileRole.Policy;

    /// <summary>Where a script stands in the revision: what the build says, else its path in the project.</summary>
    public static string PlaceOf(AnalyzerConfigOptionsProvider options, AdditionalText file)
    {
        if (options.GetOptions(file).TryGetValue(PlaceKey, out var place) && place.Length > 0) return place.Replace('\\', '/');
        var path = file.Path.Replace('\\', '/');
        if (options.GlobalOptions.TryGetValue("build_property.ProjectDir", out var folder) && folder.Length > 0)
        {
            folder = folder.Replace('\\', '/').TrimEnd('/') + "/";
            if (path.StartsWith(folder, StringComparison.Ordinal)) return path.Substring(folder.Length);
        }

        return path.TrimStart('/');
    }
}
