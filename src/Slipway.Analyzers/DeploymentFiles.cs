using Microsoft.CodeAnalysis.Diagnostics;

namespace Slipway.Analyzers;

/// <summary>Everything of a compilation that the rules look at.</summary>
internal sealed class DeploymentFiles
{
    private const string PropertyPrefix = "build_property.";

    private DeploymentFiles(IReadOnlyList<DeploymentFile> files, IReadOnlyDictionary<string, string> properties)
    {
        Files = files;
        Properties = properties;
    }

    /// <summary>The files in the compiler's order, each once.</summary>
    public IReadOnlyList<DeploymentFile> Files { get; }

    /// <summary>The MSBuild properties that the compiler is told.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>The files of a compilation.</summary>
    public static DeploymentFiles Of(AnalyzerOptions options, CancellationToken cancellation)
    {
        var provider = options.AnalyzerConfigOptionsProvider;
        var files = new List<DeploymentFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in options.AdditionalFiles)
        {
            var role = FileRoles.RoleOf(provider, file);
            if (role == FileRole.None || !seen.Add(file.Path) || file.GetText(cancellation) is not { } text) continue;
            files.Add(new DeploymentFile(file.Path, role, role is FileRole.Script or FileRole.Candidate ? FileRoles.PlaceOf(provider, file) : "", text));
        }

        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in provider.GlobalOptions.Keys)
        {
            if (key.StartsWith(PropertyPrefix, StringComparison.OrdinalIgnoreCase) && provider.GlobalOptions.TryGetValue(key, out var value))
            {
                properties[key.Substring(PropertyPrefix.Length)] = value;
            }
        }

        return new DeploymentFiles(files, properties);
    }

    /// <summary>Whether the rules would find the same in both.</summary>
    public bool IsSame(DeploymentFiles other)
    {
        if (Files.Count != other.Files.Count || Properties.Count != other.Properties.Count) return false;
        for (var i = 0; i < Files.Count; i++)
        {
            if (!Files[i].Equals(other.Files[i])) return false;
        }

        foreach (var property in Properties)
        {
            if (!other.Properties.TryGetValue(property.Key, out var value) || value != property.Value) return false;
        }

        return true;
    }
}
