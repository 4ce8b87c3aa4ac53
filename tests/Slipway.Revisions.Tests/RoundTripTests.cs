using CsCheck;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>Properties of packing and staging over random trees.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Modes = ["644", "755", "600", "440", "777", "604"];

    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.String[Gen.Char["abcAB._- "], 1, 6],
        Gen.String[Gen.Char["aé日\\\t:*\n\u0001"], 1, 4],
        Gen.Int[100, 255].Select(n => new string('n', n))).Where(n => n is not ("." or "..") && !(n.Length > 1 && char.IsAsciiLetter(n[0]) && n[1] == ':'));

    private static readonly Gen<Node> Nodes = Gen.Select(
        Name.Array[1, 4].Select(names => string.Join('/', names)),
        Gen.Int[0, 9],
        Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Int[0, 5000].Select(n => new byte[n * 13]), Gen.Byte.Array[16_000, 40_000]),
        Gen.Int[0, 5]).Select((path, kind, content, mode) => new Node(path, kind, content, Modes[mode]));

    private sealed record Node(string Path, int Kind, byte[] Content, string Mode);

    [Fact]
    public void Any_tree_comes_out_of_any_bundle_as_it_went_in() =>
        Gen.Select(Nodes.Array[0, 12], Gen.Enum<BundleType>()).Sample(
            (nodes, type) =>
            {
                using var temp = new TempFolder();
                temp.Write("tree/appspec.yml", "version: 0.0\n");
                foreach (var node in nodes) Make(temp, node);
                var packed = Pack(temp, type);
                var staged = RevisionStaging.Stage(packed.BundleFile, temp.Under("staged"), StagingLimits.Default, default);
                return staged.Manifest!.Identity == packed.Manifest.Identity && Tree.Of(temp.Under("tree")).SequenceEqual(Tree.Of(staged.Folder));
            },
            iter: 200);

    [Fact]
    public void A_cut_or_flipped_bundle_of_ours_is_refused_or_gives_the_same_tree()
    {
        using var temp = new TempFolder();
        temp.Write("tree/appspec.yml", "version: 0.0\nos: linux\n");
        temp.Write("tree/d/run.sh", "#!/bin/sh\necho hello\n", "755");
        temp.Link("tree/l", "d/run.sh");
        Directory.CreateDirectory(temp.Under("tree/empty"));
        var expected = Tree.Of(temp.Under("tree"));
        foreach (var type in Enum.GetValues<BundleType>())
        {
            var packed = Pack(temp, type);
            var whole = File.ReadAllBytes(packed.BundleFile);
            for (var length = 0; length < whole.Length; length += 7) RefusedOrSame(temp, whole[..length], expected, $"{type} cut to {length}");
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
            {
                var flipped = whole.ToArray();
                flipped[at] ^= (byte)(1 << bit);
                RefusedOrSame(temp, flipped, expected, $"{type} bit {bit} of byte {at}");
            }, iter: 1500, threads: 1);
        }
    }

    private static PackedRevision Pack(TempFolder temp, BundleType type) =>
        RevisionPacker.PackAsync(RevisionGathering.FromFolder(temp.Under("tree")), temp.Under("bundle"), type, default).GetAwaiter().GetResult();

    private static void RefusedOrSame(TempFolder temp, byte[] bundle, IReadOnlyList<string> expected, string what)
    {
        File.WriteAllBytes(temp.Under("damaged"), bundle);
        try
        {
            var staged = RevisionStaging.Stage(temp.Under("damaged"), temp.Under("outer/staging"), StagingLimits.Default, default);
            Assert.True(expected.SequenceEqual(Tree.Of(staged.Folder)), what);
            Directory.Delete(temp.Under("outer/staging"), recursive: true);
        }
        catch (SlipwayException e)
        {
            Assert.StartsWith("SLW01", e.Error.Code, StringComparison.Ordinal);
        }

        if (Directory.Exists(temp.Under("outer"))) Assert.Empty(Directory.EnumerateFileSystemEntries(temp.Under("outer")));
    }

    private static void Make(TempFolder temp, Node node)
    {
        try
        {
            if (node.Kind == 0) Directory.CreateDirectory(temp.Under("tree/" + node.Path));
            else if (node.Kind == 1) temp.Link("tree/" + node.Path, node.Path);
            else temp.Write("tree/" + node.Path, node.Content, node.Mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UnixException)
        {
            // Another node stands in the way; the tree is as good without this one.
        }
    }
}
