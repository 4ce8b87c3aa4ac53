using System.Text.Encodings.Web;
using System.Text.Json;

namespace Slipway.Revisions.Sbom;

/// <summary>Writes CycloneDX 1.6 (ECMA-424) as JSON.</summary>
/// <param name="identity">The revision's identity.</param>
/// <param name="applicationName">The application; null when nothing names it.</param>
/// <param name="files">The revision's files by path.</param>
internal sealed class CycloneDx(string identity, string? applicationName, IReadOnlyDictionary<string, RevisionEntry> files)
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, SbomComponent> _components = new(StringComparer.Ordinal);

    internal byte[] Write(IReadOnlyList<DepsFile> deps)
    {
        var root = new SbomComponent("application", $"revision:{identity}", applicationName ?? "revision", null);
        foreach (var file in deps) Add(file, root);
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            writer.WriteString("bomFormat", "CycloneDX");
            writer.WriteString("specVersion", "1.6");
            writer.WriteString("serialNumber", $"urn:uuid:{SerialNumber()}");
            writer.WriteNumber("version", 1);
            writer.WriteStartObject("metadata");
            writer.WriteStartObject("tools");
            writer.WriteStartArray("components");
            writer.WriteStartObject();
            writer.WriteString("type", "application");
            writer.WriteString("name", "slipway");
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteStartObject("component");
            Members(writer, root);
            Hashes(writer, ("SHA-256", identity));
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartArray("components");
            foreach (var component in _components.Values) Component(writer, component);
            writer.WriteEndArray();
            writer.WriteStartArray("dependencies");
            foreach (var component in _components.Values.Prepend(root)) Dependency(writer, component);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        json.WriteByte((byte)'\n');
        return json.ToArray();
    }

    private void Add(DepsFile file, SbomComponent root)
    {
        var byName = new Dictionary<string, SbomComponent>(StringComparer.OrdinalIgnoreCase);
        foreach (var library in file.Libraries)
        {
            var made = Of(file, library);
            if (!_components.TryGetValue(made.Reference, out var component)) _components.Add(made.Reference, component = made);
            byName.TryAdd(library.Name, component);
            foreach (var asset in library.Managed.Where(asset => files.ContainsKey(file.Folder + asset))) component.Places.Add(file.Folder + asset);
            foreach (var asset in library.Native.Where(asset => files.ContainsKey(file.Folder + asset))) component.Native.Add(file.Folder + asset);
        }

        foreach (var library in file.Libraries)
        {
            foreach (var needed in library.Dependencies)
            {
                if (byName.TryGetValue(needed, out var component) && component != byName[library.Name]) byName[library.Name].Needs.Add(component.Reference);
            }
        }

        // The application itself comes first; without it everything hangs on the revision.
        if (byName.TryGetValue(file.ApplicationName, out var application)) root.Needs.Add(application.Reference);
        else foreach (var component in byName.Values) root.Needs.Add(component.Reference);
    }

    private static SbomComponent Of(DepsFile file, DepsLibrary library)
    {
        switch (library.Type)
        {
            case "package":
                return Package("library", library.Name, library) with { Sha512 = library.Sha512 };
            case "runtimepack":
                const string Prefix = "runtimepack.";
                return Package("framework", library.Name.StartsWith(Prefix, StringComparison.Ordinal) ? library.Name[Prefix.Length..] : library.Name, library);
            default:
                var isApplication = library.Type == "project" && library.Name == file.ApplicationName;
                return new(isApplication ? "application" : "library", $"{library.Type}:{library.Name}@{library.Version}", library.Name, library.Version);
        }
    }

    private static SbomComponent Package(string type, string name, DepsLibrary library)
    {
        var purl = $"pkg:nuget/{Uri.EscapeDataString(name)}@{Uri.EscapeDataString(library.Version)}";
        return new(type, purl, name, library.Version) { Purl = purl };
    }

    private void Component(Utf8JsonWriter writer, SbomComponent component)
    {
        writer.WriteStartObject();
        Members(writer, component);
        if (component.Sha512 is not null) Hashes(writer, ("SHA-512", component.Sha512));
        if (component.Purl is not null) writer.WriteString("purl", component.Purl);
        if (component.Native.Count > 0)
        {
            writer.WriteStartArray("components");
            foreach (var path in component.Native)
            {
                writer.WriteStartObject();
                Members(writer, new("file", $"{component.Reference}#{path}", path, null));
                Hashes(writer, ("SHA-256", files[path].Sha256!));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (component.Places.Count > 0)
        {
            writer.WriteStartObject("evidence");
            writer.WriteStartArray("occurrences");
            foreach (var path in component.Places)
            {
                writer.WriteStartObject();
                writer.WriteString("location", path);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter writer, SbomComponent component)
    {
        writer.WriteString("type", component.Type);
        writer.WriteString("bom-ref", component.Reference);
        writer.WriteString("name", component.Name);
        if (component.Version is not null) writer.WriteString("version", component.Version);
    }

    private static void Hashes(Utf8JsonWriter writer, (string Algorithm, string Digest) hash)
    {
        writer.WriteStartArray("hashes");
        writer.WriteStartObject();
        writer.WriteString("alg", hash.Algorithm);
        writer.WriteString("content", hash.Digest);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void Dependency(Utf8JsonWriter writer, SbomComponent component)
    {
        writer.WriteStartObject();
        writer.WriteString("ref", component.Reference);
        if (component.Needs.Count > 0)
        {
            writer.WriteStartArray("dependsOn");
            foreach (var needed in component.Needs) writer.WriteStringValue(needed);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>A UUID of the form that is free to be made from anything (RFC 9562, version 8).</summary>
    private string SerialNumber()
    {
        var bytes = Convert.FromHexString(identity.AsSpan(0, 32));
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
