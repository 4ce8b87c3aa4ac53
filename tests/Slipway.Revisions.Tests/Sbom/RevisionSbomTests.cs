using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Sbom;
using Slipway.Revisions.Signing;
using Xunit;

namespace Slipway.Revisions.Tests.Sbom;

/// <summary>The bill of materials, held against what CycloneDX 1.6 demands (bom-1.6.schema.json) of the parts that we write.</summary>
public sealed partial class RevisionSbomTests : IDisposable
{
    private static readonly string Sha512 = Convert.ToBase64String(Enumerable.Range(0, 64).Select(i => (byte)i).ToArray());

    private static readonly string Deps = $$"""
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0/linux-x64", "signature": "" },
          "targets": {
            ".NETCoreApp,Version=v10.0": {},
            ".NETCoreApp,Version=v10.0/linux-x64": {
              "Orders/1.2.0": {
                "dependencies": { "Orders.Core": "1.2.0", "SQLite": "3.1.0-beta+5", "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64": "10.0.1" },
                "runtime": { "Orders.dll": {} }
              },
              "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.1": { "runtime": { "System.Runtime.dll": { "assemblyVersion": "10.0.0.0" } }, "native": { "libcoreclr.so": { "fileVersion": "0.0.0.0" } } },
              "Other/2.0.0": { "runtime": { "lib/net8.0/Other.dll": {}, "lib/net8.0/Absent.dll": {} }, "resources": { "lib/net8.0/de/Other.resources.dll": { "locale": "de" } } },
              "SQLite/3.1.0-beta+5": { "dependencies": { "Other": "2.0.0", "Missing": "1.0.0" }, "native": { "runtimes/linux-x64/native/libsqlite.so": {} } },
              "Orders.Core/1.2.0": { "dependencies": { "Other": "2.0.0" }, "runtime": { "Orders.Core.dll": {} } }
            }
          },
          "libraries": {
            "Orders/1.2.0": { "type": "project", "serviceable": false, "sha512": "" },
            "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.1": { "type": "runtimepack", "serviceable": false, "sha512": "" },
            "Other/2.0.0": { "type": "package", "serviceable": true, "sha512": "sha512-{{Sha512}}", "path": "other/2.0.0" },
            "SQLite/3.1.0-beta+5": { "type": "package", "serviceable": true, "sha512": "sha512-{{Sha512}}" },
            "Orders.Core/1.2.0": { "type": "project", "serviceable": false, "sha512": "" }
          }
        }
        """;

    private readonly TempFolder temp = new();

    public RevisionSbomTests()
    {
        temp.Write("tree/appspec.yml", "version: 0.0\n");
        temp.Write("tree/Source/Orders.deps.json", Deps);
        foreach (var file in new[] { "Orders.dll", "Orders.Core.dll", "Other.dll", "de/Other.resources.dll", "libsqlite.so", "System.Runtime.dll", "libcoreclr.so" })
            temp.Write("tree/Source/" + file, file);
    }

    public static TheoryData<BundleType> Types => [.. Enum.GetValues<BundleType>()];

    public void Dispose() => temp.Dispose();

    [Theory, MemberData(nameof(Types))]
    public void It_lists_what_was_packed_with_digests_places_and_needs(BundleType type)
    {
        var (packed, sbom) = Make(type);
        Assert.Equal((packed.Manifest.Identity, "Orders"), (
            Metadata(sbom).GetProperty("hashes")[0].GetProperty("content").GetString(), Metadata(sbom).GetProperty("name").GetString()));
        var components = sbom.GetProperty("components").EnumerateArray().ToDictionary(c => c.GetProperty("bom-ref").GetString()!);
        Assert.Equal(
            [
                "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.0.1", "pkg:nuget/Other@2.0.0", "pkg:nuget/SQLite@3.1.0-beta%2B5",
                "project:Orders.Core@1.2.0", "project:Orders@1.2.0",
            ],
            components.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("application", "framework", "library"), (TypeOf("project:Orders@1.2.0"), TypeOf("pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.0.1"), TypeOf("pkg:nuget/Other@2.0.0")));
        var other = components["pkg:nuget/Other@2.0.0"];
        Assert.Equal(Convert.ToHexStringLower(Convert.FromBase64String(Sha512)), other.GetProperty("hashes")[0].GetProperty("content").GetString());

        // What publishing left out is not there.
        Assert.Equal(["Source/Other.dll", "Source/de/Other.resources.dll"], other.GetProperty("evidence").GetProperty("occurrences").EnumerateArray().Select(o => o.GetProperty("location").GetString()));
        var native = Assert.Single(components["pkg:nuget/SQLite@3.1.0-beta%2B5"].GetProperty("components").EnumerateArray());
        Assert.Equal(packed.Manifest.Entries.Single(e => e.Path == "Source/libsqlite.so").Sha256, native.GetProperty("hashes")[0].GetProperty("content").GetString());
        Assert.Equal(["pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.0.1", "pkg:nuget/SQLite@3.1.0-beta%2B5", "project:Orders.Core@1.2.0"], Needs("project:Orders@1.2.0"));
        Assert.Equal(["pkg:nuget/Other@2.0.0"], Needs("pkg:nuget/SQLite@3.1.0-beta%2B5"));
        Assert.Equal(["project:Orders@1.2.0"], Needs($"revision:{packed.Manifest.Identity}"));

        string TypeOf(string reference) => components[reference].GetProperty("type").GetString()!;
        string?[] Needs(string reference) => [.. sbom.GetProperty("dependencies").EnumerateArray().Single(d => d.GetProperty("ref").GetString() == reference)
            .GetProperty("dependsOn").EnumerateArray().Select(d => d.GetString())];
    }

    [Fact]
    public void It_is_what_the_schema_demands()
    {
        var sbom = Make(BundleType.Zip).Sbom;
        Assert.Equal(("CycloneDX", "1.6", 1), (sbom.GetProperty("bomFormat").GetString(), sbom.GetProperty("specVersion").GetString(), sbom.GetProperty("version").GetInt32()));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", sbom.GetProperty("serialNumber").GetString());
        Assert.False(sbom.GetProperty("metadata").TryGetProperty("timestamp", out _));
        var references = new List<string>();
        foreach (var component in sbom.GetProperty("components").EnumerateArray().Append(Metadata(sbom))) CheckComponent(component, references);
        Assert.Equal(references.Count, references.Distinct().Count());
        var dependencies = sbom.GetProperty("dependencies").EnumerateArray().ToList();
        Assert.All(dependencies, d =>
        {
            Assert.Contains(d.GetProperty("ref").GetString()!, references);
            if (!d.TryGetProperty("dependsOn", out var on)) return;
            var needed = on.EnumerateArray().Select(n => n.GetString()!).ToList();
            Assert.Equal(needed.Count, needed.Distinct().Count());
            Assert.All(needed, n => Assert.Contains(n, references));
        });
    }

    [Fact]
    public void The_same_revision_gives_the_same_bytes_whatever_archive_carries_it()
    {
        var texts = Enum.GetValues<BundleType>().Select(type => Make(type).Sbom.GetRawText()).Distinct();
        Assert.Single(texts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"runtimeTarget\":{\"name\":\"x\"},\"targets\":{},\"libraries\":{}}")]
    [InlineData("{\"runtimeTarget\":{\"name\":\"x\"},\"targets\":{\"x\":{\"A/1\":{}}},\"libraries\":{\"A/1\":{\"type\":\"package\",\"sha512\":\"sha512-%\"}}}")]
    public void A_deps_json_that_is_none_is_passed_over(string deps)
    {
        temp.Write("tree/Source/Orders.deps.json", deps);
        Assert.Equal(0, Make(BundleType.Zip).Sbom.GetProperty("components").GetArrayLength());
    }

    [Fact]
    public async Task It_is_attached_and_the_signed_statement_names_its_digest()
    {
        var options = new PackOptions { Attach = RevisionSigning.Of(new() { ApplicationName = "Orders" }, withSbom: true) };
        var bundle = await RevisionPacker.PackAsync(RevisionGathering.FromFolder(temp.Under("tree")), temp.Under("b.zip"), options, default);
        var attachments = RevisionBundle.ReadAttachments(bundle.BundleFile);
        Assert.Equal([BundleAttachment.Provenance, BundleAttachment.Sbom], attachments.Select(a => a.Name));
        Assert.Null(RevisionTrust.Examine(bundle.Manifest.Identity, attachments, null).Fault);
        RevisionBundle.WriteAttachments(bundle.BundleFile, [attachments[0], attachments[1] with { Content = "{}"u8.ToArray() }]);
        Assert.NotNull(RevisionTrust.Examine(bundle.Manifest.Identity, RevisionBundle.ReadAttachments(bundle.BundleFile), null).Fault);
    }

    private static void CheckComponent(JsonElement component, List<string> references)
    {
        string[] known = ["type", "bom-ref", "name", "version", "hashes", "purl", "components", "evidence"];
        Assert.All(component.EnumerateObject(), p => Assert.Contains(p.Name, known));
        Assert.Contains(component.GetProperty("type").GetString(), new[] { "application", "framework", "library", "file" });
        Assert.NotEqual("", component.GetProperty("name").GetString());
        references.Add(component.GetProperty("bom-ref").GetString()!);
        if (component.TryGetProperty("purl", out var purl)) Assert.Matches(Purl(), purl.GetString());
        if (component.TryGetProperty("hashes", out var hashes))
        {
            Assert.All(hashes.EnumerateArray(), hash => Assert.Equal(
                hash.GetProperty("alg").GetString() switch { "SHA-256" => 64, "SHA-512" => 128, _ => 0 }, hash.GetProperty("content").GetString()!.Length));
        }

        if (!component.TryGetProperty("components", out var inner)) return;
        foreach (var file in inner.EnumerateArray()) CheckComponent(file, references);
    }

    [GeneratedRegex("^pkg:nuget/[A-Za-z0-9._-]+@[A-Za-z0-9._%-]+$")]
    private static partial Regex Purl();

    private static JsonElement Metadata(JsonElement sbom) => sbom.GetProperty("metadata").GetProperty("component");

    private (PackedRevision Packed, JsonElement Sbom) Make(BundleType type)
    {
        var packed = RevisionPacker.PackAsync(RevisionGathering.FromFolder(temp.Under("tree")), temp.Under("bundle"), type, default).GetAwaiter().GetResult();
        var sbom = RevisionSbom.Make(packed.Manifest, new PackedContents(packed.BundleFile, packed.Manifest), null);
        return (packed, JsonDocument.Parse(sbom).RootElement);
    }
}
