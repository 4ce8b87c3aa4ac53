using Slipway.Checks.Resolving;
using Slipway.Revisions;
using Slipway.Specifications.Resolving;

namespace Slipway.Cli.Commands;

/// <summary>The files of a revision with the appspec that is packed. What is written for it stands in a folder of its own until the bundle is made.</summary>
internal sealed class PackedAppSpec : IDisposable
{
    /// <summary>The appspec's path in a revision.</summary>
    public const string Name = "appspec.yml";

    private readonly string? _folder;

    private PackedAppSpec(IReadOnlyList<RevisionFile> files, string? folder) => (Files, _folder) = (files, folder);

    /// <summary>What is packed.</summary>
    public IReadOnlyList<RevisionFile> Files { get; }

    /// <summary>Resolves the appspec of a revision; null, with the reasons on standard error, where that cannot be done.</summary>
    /// <param name="files">What is to be packed.</param>
    /// <param name="properties">The values of properties.</param>
    /// <param name="shown">The folder as the user named it.</param>
    /// <param name="surroundings">The process.</param>
    public static PackedAppSpec? Resolve(IReadOnlyList<RevisionFile> files, IReadOnlyDictionary<string, string> properties, string shown, Surroundings surroundings)
    {
        var resolved = Of(files, properties);
        if (!Report(resolved, files, shown, surroundings)) return null;
        if (resolved?.Text is null) return new PackedAppSpec(files, null);
        var folder = Directory.CreateTempSubdirectory("slipway-pack-").FullName;
        try
        {
            return new PackedAppSpec(AppSpecPacking.Write(resolved, files, folder), folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>The appspec among some files, resolved; null where there is none.</summary>
    public static ResolvedAppSpec? Of(IReadOnlyList<RevisionFile> files, IReadOnlyDictionary<string, string> properties) =>
        AppSpecPacking.Resolve(files, new ResolvingInputs { Properties = properties, HowToSet = "with -p {0}=VALUE" });

    /// <summary>Prints what could not be resolved; false when the appspec cannot be packed.</summary>
    public static bool Report(ResolvedAppSpec? resolved, IReadOnlyList<RevisionFile> files, string shown, Surroundings surroundings)
    {
        if (resolved is null) return true;
        var name = Path.GetFileName(files.First(file => file.Path == Name).SourcePath);
        foreach (var finding in resolved.FindingsIn(Path.Combine(shown == "." ? "" : shown, name))) surroundings.Error.WriteLine(finding);
        return resolved.Succeeded;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}
