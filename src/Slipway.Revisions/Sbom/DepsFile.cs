using System.Text.Json;

namespace Slipway.Revisions.Sbom;

/// <summary>A library of a deps.json.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Type">package, project, runtimepack, reference, …</param>
/// <param name="Sha512">Digest of the package, lower-case hexadecimal; null when there is none.</param>
/// <param name="Dependencies">Names of the libraries that it needs.</param>
/// <param name="Managed">File names of its assemblies, satellites included, relative to the deps.json.</param>
/// <param name="Native">File names of its native libraries.</param>
internal sealed record DepsLibrary(
    string Name, string Version, string Type, string? Sha512, IReadOnlyList<string> Dependencies, IReadOnlyList<string> Managed, IReadOnlyList<string> Native);

/// <summary>What the .NET SDK writes beside an application about what it is made of (dotnet/runtime, runtime-configuration-file.md).</summary>
/// <param name="Folder">The folder of the file in the revision, with its slash; empty for the root.</param>
/// <param name="ApplicationName">The application: the file's name without <c>.deps.json</c>.</param>
/// <param name="Target">The runtime that it was made for: <c>.NETCoreApp,Version=v10.0/linux-x64</c>.</param>
/// <param name="Libraries">Its libraries, in the file's order.</param>
internal sealed record DepsFile(string Folder, string ApplicationName, string Target, IReadOnlyList<DepsLibrary> Libraries)
{
    internal const string Ending = ".deps.json";

    /// <summary>Null when the bytes are no deps.json.</summary>
    internal static DepsFile? Parse(string path, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var root = document.RootElement;
            var runtime = root.GetProperty("runtimeTarget");
            var target = (runtime.ValueKind == JsonValueKind.String ? runtime : runtime.GetProperty("name")).GetString()!;
            var described = root.GetProperty("libraries");
            var slash = path.LastIndexOf('/') + 1;
            var libraries = new List<DepsLibrary>();
            foreach (var library in root.GetProperty("targets").GetProperty(target).EnumerateObject())
            {
                var key = library.Name.LastIndexOf('/');
                var facts = described.TryGetProperty(library.Name, out var found) ? found : default;
                if (key > 0) libraries.Add(Library(library.Name[..key], library.Name[(key + 1)..], library.Value, facts));
            }

            return new(path[..slash], path[slash..^Ending.Length], target, libraries);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static DepsLibrary Library(string name, string version, JsonElement target, JsonElement facts)
    {
        var managed = Files(target, "runtime").Concat(Files(target, "resources", "locale")).ToList();
        var native = Files(target, "native").ToList();
        if (target.TryGetProperty("runtimeTargets", out var specific))
        {
            // A portable application keeps these where the package had them.
            foreach (var file in specific.EnumerateObject())
                (file.Value.TryGetProperty("assetType", out var type) && type.GetString() == "native" ? native : managed).Add(file.Name);
        }

        var dependencies = target.TryGetProperty("dependencies", out var needed) ? needed.EnumerateObject().Select(d => d.Name).ToList() : [];
        return new(name, version, Text(facts, "type") ?? "package", Digest(Text(facts, "sha512")), dependencies, managed, native);
    }

    /// <summary>Where the assets of a group stand after a publish: beside the deps.json, a satellite in the folder of its language.</summary>
    private static IEnumerable<string> Files(JsonElement target, string group, string? folder = null) => !target.TryGetProperty(group, out var files) ? [] :
        files.EnumerateObject().Select(file =>
        {
            var name = file.Name[(file.Name.LastIndexOf('/') + 1)..];
            return folder is not null && Text(file.Value, folder) is { } inside ? $"{inside}/{name}" : name;
        });

    private static string? Digest(string? sha512) => sha512 is not null && sha512.StartsWith("sha512-", StringComparison.Ordinal)
        ? Convert.ToHexStringLower(Convert.FromBase64String(sha512["sha512-".Length..])) : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
