using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using CsCheck;
using Slipway.Revisions.Attachments;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests.Attachments;

public sealed class AttachmentTests : IDisposable
{
    private readonly TempFolder temp = new();

    public AttachmentTests()
    {
        temp.Write("tree/appspec.yml", "version: 0.0\nos: linux\n");
        temp.Write("tree/d/run.sh", "#!/bin/sh\necho hello\n", "755");
        temp.Write("tree/stored.bin", RandomNumberGenerator.GetBytes(3000));
    }

    public static TheoryData<BundleType> Types => [.. Enum.GetValues<BundleType>()];

    public void Dispose() => temp.Dispose();

    [Theory, MemberData(nameof(Types))]
    public void What_was_attached_comes_back_and_the_revision_stays_the_same(BundleType type)
    {
        var plain = Pack("plain", type);
        var large = RandomNumberGenerator.GetBytes(200_000);
        var packed = Pack("attached", type, new("b/second.json", large), new("a.json", "one"u8.ToArray()));
        Assert.Equal(plain.Manifest.Identity, packed.Manifest.Identity);
        Assert.Equal(new FileInfo(packed.BundleFile).Length, packed.Size);
        var attachments = RevisionBundle.ReadAttachments(packed.BundleFile);
        Assert.Equal(["a.json", "b/second.json"], attachments.Select(a => a.Name));
        Assert.Equal(large, attachments[1].Content.ToArray());
        Assert.Equal(packed.Manifest.Identity, RevisionBundle.Read(packed.BundleFile).Manifest!.Identity);
        Assert.Empty(RevisionBundle.ReadAttachments(plain.BundleFile));
        var staged = RevisionStaging.Stage(packed.BundleFile, temp.Under("staged"), StagingLimits.Default, default);
        Assert.Equal(Tree.Of(temp.Under("tree")), Tree.Of(staged.Folder));
    }

    [Theory, MemberData(nameof(Types))]
    public void Attaching_later_gives_the_bytes_of_attaching_at_packing_and_taking_away_those_of_a_plain_bundle(BundleType type)
    {
        var plain = File.ReadAllBytes(Pack("plain", type).BundleFile);
        var packed = File.ReadAllBytes(Pack("attached", type, new BundleAttachment("x", "content"u8.ToArray())).BundleFile);
        var bundle = temp.Write("later", plain);
        RevisionBundle.WriteAttachments(bundle, [new("other", RandomNumberGenerator.GetBytes(70_000)), new("x", "old"u8.ToArray())]);
        Assert.NotEqual(packed, File.ReadAllBytes(bundle));
        RevisionBundle.WriteAttachments(bundle, [new("x", "content"u8.ToArray())]);
        Assert.Equal(packed, File.ReadAllBytes(bundle));
        RevisionBundle.WriteAttachments(bundle, []);
        Assert.Equal(plain, File.ReadAllBytes(bundle));
        Assert.DoesNotContain(Directory.EnumerateFiles(temp.Path), f => Path.GetFileName(f).StartsWith(".slipway-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BundleType.Zip, "unzip", "-q", "bundle", "-d", "out")]
    [InlineData(BundleType.Zip, "python3", "-c", "import zipfile; z = zipfile.ZipFile('bundle'); assert z.testzip() is None; z.extractall('out')")]
    [InlineData(BundleType.Zip, "bsdtar", "-xf", "bundle", "-C", "out")]
    [InlineData(BundleType.Tar, "tar", "-xpsf", "bundle", "-C", "out")]
    [InlineData(BundleType.Tar, "bsdtar", "-xf", "bundle", "-C", "out")]
    [InlineData(BundleType.Tar, "python3", "-c", "import tarfile; tarfile.open('bundle').extractall('out')")]
    [InlineData(BundleType.Tgz, "tar", "-zxpsf", "bundle", "-C", "out")]
    [InlineData(BundleType.Tgz, "python3", "-c", "import tarfile; tarfile.open('bundle').extractall('out')")]
    [InlineData(BundleType.Tgz, "gzip", "-t", "bundle")]
    [InlineData(BundleType.Tgz, "bsdtar", "-xf", "bundle", "-C", "out")]
    public void Other_programs_unpack_it_in_silence(BundleType type, string program, params string[] arguments)
    {
        var packed = Pack("bundle", type, new BundleAttachment("provenance.json", RandomNumberGenerator.GetBytes(150_000)));
        File.Move(packed.BundleFile, temp.Under("bundle.gz"));
        File.Move(temp.Under("bundle.gz"), temp.Under(program == "gzip" ? "bundle.gz" : "bundle"));
        Directory.CreateDirectory(temp.Under("out"));
        Programs.Run(temp.Path, program, [.. arguments.Select(a => program == "gzip" && a == "bundle" ? "bundle.gz" : a)]);
        if (program == "gzip") return;
        foreach (var file in new[] { "appspec.yml", "d/run.sh", "stored.bin" })
            Assert.Equal(File.ReadAllBytes(temp.Under("tree/" + file)), File.ReadAllBytes(temp.Under("out/" + file)));
    }

    [Fact]
    public async Task A_bundle_with_too_many_entries_for_the_small_end_record_keeps_its_large_one()
    {
        var source = temp.Write("empty", "");
        var files = Enumerable.Range(0, 66_000).Select(i => new RevisionFile($"f{i}", source)).ToList();
        var bundle = (await RevisionPacker.PackAsync(files, temp.Under("many.zip"), BundleType.Zip, TestContext.Current.CancellationToken)).BundleFile;
        RevisionBundle.WriteAttachments(bundle, [new("x", "content"u8.ToArray())]);
        using var zip = ZipFile.OpenRead(bundle);
        Assert.Equal(66_000, zip.Entries.Count);
        Assert.Equal("x", Assert.Single(RevisionBundle.ReadAttachments(bundle)).Name);
    }

    [Fact]
    public void A_stored_file_that_ends_like_a_block_is_none()
    {
        // A whole bundle with attachments, cut where its manifest begins, as the last entry of another zip.
        var inner = File.ReadAllBytes(Pack("inner", BundleType.Zip, new BundleAttachment("provenance.json", "false"u8.ToArray())).BundleFile);
        var at = inner.AsSpan().LastIndexOf("slipway-manifest"u8);
        var block = inner.AsSpan().LastIndexOf("slipway-attach"u8) + 16;
        Assert.InRange(block, 1, at);
        temp.Write("tree/zzz", inner[..block]);
        var outer = Pack("outer", BundleType.Zip).BundleFile;
        Assert.Empty(RevisionBundle.ReadAttachments(outer));
        RevisionStaging.Stage(outer, temp.Under("staged"), StagingLimits.Default, default);
    }

    [Theory, MemberData(nameof(Types))]
    public void A_cut_or_flipped_bundle_is_refused_or_gives_the_same_attachments(BundleType type)
    {
        var packed = Pack("bundle", type, new("a.json", "{\"one\": 1}"u8.ToArray()), new("b.json", RandomNumberGenerator.GetBytes(300)));
        var whole = File.ReadAllBytes(packed.BundleFile);
        var expected = RevisionBundle.ReadAttachments(packed.BundleFile);
        for (var length = 0; length < whole.Length; length += 5) RefusedOrSame(whole[..length]);
        Gen.Select(Gen.Int[Math.Max(0, whole.Length - 1200), whole.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            var flipped = whole.ToArray();
            flipped[at] ^= (byte)(1 << bit);
            RefusedOrSame(flipped);
        }, iter: 2000, threads: 1);

        void RefusedOrSame(byte[] bytes)
        {
            var file = temp.Write("broken", bytes);
            try
            {
                var read = RevisionBundle.ReadAttachments(file);

                // Whoever changes a bundle may take its attachments away; other ones must not come out.
                Assert.True(read.Count == 0 || read.Select(a => a.Name).SequenceEqual(expected.Select(a => a.Name)));
                foreach (var (attachment, same) in read.Zip(expected)) Assert.Equal(same.Content.ToArray(), attachment.Content.ToArray());
            }
            catch (SlipwayException e)
            {
                Assert.True(e.Error.Code is "SLW0102" or "SLW0103" or "SLW0140" or "SLW0109" or "SLW0104" or "SLW0106" or "SLW0105", e.Error.ToString());
            }
        }
    }

    [Theory]
    [InlineData("Upper.json")]
    [InlineData("a//b")]
    [InlineData("../up")]
    [InlineData("/root")]
    [InlineData("")]
    [InlineData("a b")]
    public void A_name_that_could_lead_elsewhere_is_refused_and_the_bundle_is_as_it_was(string name)
    {
        var bundle = Pack("bundle", BundleType.Zip).BundleFile;
        var before = File.ReadAllBytes(bundle);
        Assert.Equal("SLW0141", Assert.Throws<SlipwayException>(() => RevisionBundle.WriteAttachments(bundle, [new(name, "x"u8.ToArray())])).Error.Code);
        Assert.Equal(before, File.ReadAllBytes(bundle));
    }

    [Fact]
    public void Too_much_is_refused_and_a_failure_while_attaching_leaves_no_bundle()
    {
        var options = new PackOptions { Attach = (_, _) => [new("large", new byte[70 << 20])] };
        var error = Assert.Throws<SlipwayException>(() => Pack("too-much", options)).Error;
        Assert.Equal(("SLW0141", temp.Under("too-much")), (error.Code, error.File));
        Assert.False(File.Exists(temp.Under("too-much")));
        Assert.DoesNotContain(Directory.EnumerateFiles(temp.Path), f => Path.GetFileName(f).StartsWith(".slipway-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_zip_of_others_takes_no_attachments()
    {
        var bundle = temp.Write("other.zip", new RawZip().File("appspec.yml", "version: 0.0").ToArray());
        Assert.Equal("SLW0141", Assert.Throws<SlipwayException>(() => RevisionBundle.WriteAttachments(bundle, [new("x", "y"u8.ToArray())])).Error.Code);
        Assert.Empty(RevisionBundle.ReadAttachments(bundle));
    }

    [Theory, MemberData(nameof(Types))]
    public void What_is_attached_may_be_made_from_the_packed_contents(BundleType type)
    {
        var seen = new List<string>();
        Pack("bundle", new PackOptions
        {
            Type = type,
            Attach = (manifest, contents) =>
            {
                seen.AddRange(contents.Read(path => path.EndsWith(".sh", StringComparison.Ordinal)).Select(f => $"{f.Key} {f.Value.Length} of {manifest.Entries.Count}"));
                return [];
            },
        });
        Assert.Equal(["d/run.sh 21 of 3"], seen);
        Assert.Empty(RevisionBundle.ReadAttachments(temp.Under("bundle")));
    }

    private PackedRevision Pack(string name, BundleType type, params BundleAttachment[] attachments) =>
        Pack(name, new PackOptions { Type = type, Attach = attachments.Length == 0 ? null : (_, _) => attachments });

    private PackedRevision Pack(string name, PackOptions options) =>
        RevisionPacker.PackAsync(RevisionGathering.FromFolder(temp.Under("tree")), temp.Under(name), options, default).GetAwaiter().GetResult();
}
