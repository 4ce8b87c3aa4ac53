using System.Text;
using Slipway.Revisions.Objects;
using Slipway.Revisions.Unix;
using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>Contents by hash: what is here is whole and right, or it is not here.</summary>
public sealed class ObjectStoreTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Lists_what_it_lacks_once_and_takes_it()
    {
        using var store = ObjectStore.Open(temp.Under("objects"))!;
        var manifest = Manifest(("a", "one", 0x1a4), ("b", "two", 0x1a4), ("c", "one", 0x1a4), ("d", "one", 0x1ed));
        Assert.Equal(["a", "b", "d"], store.Missing(manifest).Select(e => e.Path));
        using (var adding = store.BeginAdding())
        {
            foreach (var entry in store.Missing(manifest)) adding.Add(ObjectKey.Of(entry), entry.Size, Stream(entry.Path == "b" ? "two" : "one"));

            // No name before all of them have reached the disk.
            Assert.Equal(3, store.Missing(manifest).Count);
            adding.Complete();
        }

        Assert.Empty(store.Missing(manifest));
    }

    [Theory]
    [InlineData("tw")]
    [InlineData("twoo")]
    [InlineData("owt")]
    public void Refuses_a_content_that_is_not_what_it_is_said_to_be(string content)
    {
        using var store = ObjectStore.Open(temp.Under("objects"))!;
        var manifest = Manifest(("b", "two", 0x1a4));
        using (var adding = store.BeginAdding())
        {
            Assert.Throws<InvalidDataException>(() => adding.Add(ObjectKey.Of(manifest.Entries[0]), 3, Stream(content)));
            adding.Complete();
        }

        Assert.Single(store.Missing(manifest));
    }

    [Fact]
    public void What_an_interrupted_addition_left_is_swept_away_and_never_used()
    {
        var manifest = Manifest(("b", "two", 0x1a4));
        var store = ObjectStore.Open(temp.Under("objects"))!;
        store.BeginAdding().Add(ObjectKey.Of(manifest.Entries[0]), 3, Stream("two"));
        using var again = ObjectStore.Open(temp.Under("objects"))!;
        Assert.Single(again.Missing(manifest));
        Assert.Empty(Directory.EnumerateFileSystemEntries(temp.Under("objects")));
    }

    [Theory]
    [InlineData("append")]
    [InlineData("mode")]
    [InlineData("time")]
    [InlineData("truncate")]
    [InlineData("directory")]
    public void A_touched_object_is_looked_through_and_only_the_right_content_is_linked(string how)
    {
        using var store = Filled(out var manifest);
        var file = Directory.GetFiles(store.Folder, "*", SearchOption.AllDirectories).Single();
        Damage(file, how);
        using var folder = UnixFiles.OpenDirectory(null, Directory.CreateDirectory(temp.Under("archive")).FullName);
        var linked = store.TryLink(ObjectKey.Of(manifest.Entries[0]), 3, folder, "x");
        Assert.Equal(how is "mode" or "time", linked);
        Assert.Equal(linked, File.Exists(temp.Under("archive/x")));
        if (linked) Assert.True(ObjectKey.Of(manifest.Entries[0]).Fits(UnixFiles.Status(folder, "x"), 3));
        Assert.Equal(linked ? 0 : 1, store.Missing(manifest).Count);
    }

    [Fact]
    public void Copies_where_a_file_has_as_many_links_as_it_can()
    {
        var isFull = false;
        using var store = Filled(out var manifest, (from, name, to, newName) =>
        {
            if (isFull) throw new UnixException(Errno.TooManyLinks, "link", newName);
            UnixFiles.Link(from, name, to, newName);
        });
        using var folder = UnixFiles.OpenDirectory(null, Directory.CreateDirectory(temp.Under("archive")).FullName);
        isFull = true;
        Assert.True(store.TryLink(ObjectKey.Of(manifest.Entries[0]), 3, folder, "x"));
        Assert.Equal("two", File.ReadAllText(temp.Under("archive/x")));
        Assert.Equal((1u, true), (UnixFiles.Status(folder, "x").Links, ObjectKey.Of(manifest.Entries[0]).Fits(UnixFiles.Status(folder, "x"), 3)));
    }

    [Fact]
    public void Is_not_there_where_the_file_system_has_no_hard_links()
    {
        Assert.Null(ObjectStore.Open(temp.Under("objects"), (_, _, _, name) => throw new UnixException(Errno.NotPermitted, "link", name)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(temp.Under("objects")));
    }

    [Theory]
    [InlineData(BundleType.Zip)]
    [InlineData(BundleType.Tar)]
    [InlineData(BundleType.Tgz)]
    public async Task A_bundle_staged_with_and_without_hard_links_is_the_same_tree(BundleType type)
    {
        var source = Directory.CreateDirectory(temp.Under("source")).FullName;
        Directory.CreateDirectory(source + "/deep/er/empty");
        File.WriteAllText(source + "/appspec.yml", "version: 0.0\nos: linux\n");
        for (var i = 0; i < 700; i++) File.WriteAllText($"{Directory.CreateDirectory($"{source}/f{i % 7}").FullName}/{i}", $"text {i / 2}");
        UnixFiles.ChangeMode(null, source + "/f1/1", 0x1ed);
        File.CreateSymbolicLink(source + "/link", "f1/1");
        var bundle = temp.Under("b");
        await RevisionPacker.PackAsync(RevisionGathering.FromFolder(source), bundle, type, TestContext.Current.CancellationToken);
        using var store = ObjectStore.Open(temp.Under("objects"))!;
        var plain = Stage(bundle, "plain", null);
        var first = Stage(bundle, "first", store);
        store.Publish(first.Contents!, first.Folder);
        var second = Stage(bundle, "second", store);
        Assert.Equal(Listing(plain.Folder), Listing(first.Folder));
        Assert.Equal(Listing(plain.Folder), Listing(second.Folder));
        Assert.Equal((plain.Files, plain.Bytes), (second.Files, second.Bytes));
        var again = RevisionStaging.StageAgain(first.Folder, first.Manifest!, temp.Under("again"), store, TestContext.Current.CancellationToken);
        Assert.Equal(Listing(plain.Folder), Listing(again.Folder));
        var shared = Enumerable.Range(0, second.Contents!.Entries.Count).Count(i => second.Contents.IsFile(i) && !second.Contents.IsFresh(i));
        Assert.Equal(352, shared);
    }

    private StagedRevision Stage(string bundle, string name, ObjectStore? store) =>
        RevisionStaging.Stage(bundle, temp.Under(name), StagingLimits.Default, store, TestContext.Current.CancellationToken);

    private static string Listing(string folder) => string.Join('\n', Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => (Path: path[folder.Length..], Status: UnixFiles.Status(null, path), Full: path))
        .Select(e => e.Status.Kind switch
        {
            FileKind.File => $"{e.Path} {e.Status.Mode} {e.Status.User} {e.Status.Modified} {File.ReadAllText(e.Full)}",
            FileKind.Link => $"{e.Path} -> {UnixFiles.ReadLink(null, e.Full)}",
            _ => $"{e.Path}/ {e.Status.Mode}",
        }));

    private ObjectStore Filled(out RevisionManifest manifest, Action<DirectoryHandle, string, DirectoryHandle, string>? makeLink = null)
    {
        var store = ObjectStore.Open(temp.Under("objects"), makeLink ?? UnixFiles.Link)!;
        manifest = Manifest(("b", "two", 0x1a4));
        using var adding = store.BeginAdding();
        adding.Add(ObjectKey.Of(manifest.Entries[0]), 3, Stream("two"));
        adding.Complete();
        return store;
    }

    private static void Damage(string file, string how)
    {
        switch (how)
        {
            case "append":
                File.AppendAllText(file, "x");
                break;
            case "mode":
                UnixFiles.ChangeMode(null, file, 0x180);
                break;
            case "time":
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
                break;
            case "truncate":
                File.WriteAllText(file, "");
                break;
            default:
                File.Delete(file);
                Directory.CreateDirectory(file);
                break;
        }
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static RevisionManifest Manifest(params (string Path, string Text, int Mode)[] files) => Slipway.Revisions.Manifest.ManifestText.ManifestOf(
    [
        .. files.Select(f => new RevisionEntry(
            f.Path, FileKind.File, f.Mode, f.Text.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(f.Text))), null)),
    ]);
}
