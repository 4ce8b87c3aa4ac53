using System.Text;
using CsCheck;
using Slipway.Revisions.Inventory;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests.Inventory;

public sealed class InventoryTests : IDisposable
{
    private static readonly Gen<RevisionManifest> Manifests = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 1]).Array[0, 6].Select(items => new RevisionManifest(
        [.. items.DistinctBy(i => i.Item1).OrderBy(i => i.Item1).Select(i => new RevisionEntry(
            $"f{i.Item1}", Unix.FileKind.File, i.Item3 == 0 ? 0x1a4 : 0x1ed, i.Item2 * 10, new string((char)('a' + i.Item2), 64), null))], new string('0', 64)));

    private readonly TempFolder temp = new();

    public InventoryTests()
    {
        temp.Write("tree/appspec.yaml", "version: 0.0\n");
        temp.Write("tree/d/run.sh", "#!/bin/sh\n", "755");
        temp.Write("tree/large", new byte[100_000]);
        temp.Link("tree/link", "d/run.sh");
        Directory.CreateDirectory(temp.Under("tree/empty"));
    }

    public static TheoryData<BundleType> Types => [.. Enum.GetValues<BundleType>()];

    public void Dispose() => temp.Dispose();

    [Theory, MemberData(nameof(Types))]
    public void A_bundle_and_its_folder_hold_the_same(BundleType type)
    {
        var bundle = Pack(type);
        var (ofBundle, ofFolder) = (RevisionInventory.Of(bundle, default), RevisionInventory.Of(temp.Under("tree"), default));
        Assert.Equal(ofBundle.Manifest.Identity, ofFolder.Manifest.Identity);
        Assert.Equal("version: 0.0\n", Encoding.UTF8.GetString(ofBundle.ReadAppSpec()!));
        Assert.Equal("version: 0.0\n", Encoding.UTF8.GetString(ofFolder.ReadAppSpec()!));
        Assert.Equal(type != BundleType.Zip, ofBundle.PackedSizes.Count == 0);
        if (type == BundleType.Zip) Assert.InRange(ofBundle.PackedSizes["large"], 1, 1000);
        Assert.Equal(ofBundle.Manifest.Identity, RevisionVerification.Verify(bundle, default).Manifest.Identity);
    }

    [Theory]
    [InlineData("zip", "python3", "-c", "import shutil; shutil.make_archive('../bundle', 'zip', '.')")]
    [InlineData("tgz", "tar", "-czf", "../bundle.tgz", "appspec.yaml", "d", "large", "link", "empty")]
    [InlineData("tar", "tar", "-cf", "../bundle.tar", "-C", "..", "tree")]
    public void A_bundle_of_others_is_read_through_and_its_only_folder_goes(string type, string program, params string[] arguments)
    {
        if (type == "zip") File.Delete(temp.Under("tree/link"));
        Programs.Run(temp.Under("tree"), program, arguments);
        var inventory = RevisionInventory.Of(temp.Under("bundle." + type), default);
        Assert.False(inventory.HasManifest);

        // They keep the appspec's name.
        var expected = RevisionInventory.Of(temp.Under("tree"), default).Manifest.Entries.Select(e => e.Path == "appspec.yml" ? "appspec.yaml" : e.Path);
        Assert.Equal(expected, inventory.Manifest.Entries.Select(e => e.Path));
        Assert.Equal("SLW0147", Assert.Throws<SlipwayException>(() => RevisionVerification.Verify(temp.Under("bundle." + type), default)).Error.Code);
    }

    [Theory, MemberData(nameof(Types))]
    public void Verifying_and_unpacking_agree_on_what_is_damaged(BundleType type)
    {
        File.Delete(temp.Under("tree/large"));
        var whole = File.ReadAllBytes(Pack(type));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            var flipped = whole.ToArray();
            flipped[at] ^= (byte)(1 << bit);
            var file = temp.Write("flipped", flipped);
            var verified = Code(() => RevisionVerification.Verify(file, default));
            var unpacked = Code(() => Assert.NotNull(RevisionStaging.Stage(file, temp.Under("staged"), StagingLimits.Default, default).Manifest));
            if (Directory.Exists(temp.Under("staged"))) Directory.Delete(temp.Under("staged"), recursive: true);

            // What unpacks with its manifest verifies, and the other way round.
            Assert.True(verified is null == unpacked is null, $"bit {bit} of byte {at}: verify says {verified}, unpacking {unpacked}");
        }, iter: 600, threads: 1);

        static string? Code(Action action)
        {
            try
            {
                action();
                return null;
            }
            catch (SlipwayException e)
            {
                return e.Error.Code;
            }
            catch (Xunit.Sdk.NotNullException)
            {
                return "no manifest";
            }
        }
    }

    [Fact]
    public void A_difference_leads_from_one_revision_to_the_other() => Gen.Select(Manifests, Manifests).Sample((a, b) =>
    {
        var entries = a.Entries.ToDictionary(e => e.Path);
        foreach (var difference in RevisionDifference.Of(a, b))
        {
            Assert.Equal(difference.Before, entries.GetValueOrDefault(difference.Path));
            if (difference.After is null) entries.Remove(difference.Path);
            else entries[difference.Path] = difference.After;
        }

        Assert.Equal(b.Entries, entries.Values.OrderBy(e => e.Path, StringComparer.Ordinal));
    }, iter: 500);

    private string Pack(BundleType type)
    {
        var files = RevisionGathering.FromFolder(temp.Under("tree")).Select(f => f.Path == "appspec.yaml" ? f with { Path = "appspec.yml" } : f).ToList();
        return RevisionPacker.PackAsync(files, temp.Under("packed"), type, default).GetAwaiter().GetResult().BundleFile;
    }
}
