using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Tasks;

namespace Slipway.Package.Tests;

public sealed class RevisionListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("slipway-list-").FullName;

    private string List => Path.Combine(_folder, "obj", "revision.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_what_it_wrote_whatever_the_names_hold()
    {
        RevisionFile[] files = [new("a\tb\n\"c\"", Create("x\ty")), new("Größe/日本", Create("ß")), new("mode", Create("m"), 0x1FF)];

        RevisionList.Write(List, files);

        Assert.Equal(files, RevisionList.Read(List));
    }

    [Fact]
    public void Is_written_again_only_when_a_file_came_went_or_changed()
    {
        RevisionFile[] files = [new("a", Create("a")), new("b", Create("b"))];
        RevisionList.Write(List, files);
        var old = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        bool Rewrites(params RevisionFile[] now)
        {
            File.SetLastWriteTimeUtc(List, old);
            RevisionList.Write(List, now);
            return File.GetLastWriteTimeUtc(List) != old;
        }

        Assert.False(Rewrites(files));
        Assert.True(Rewrites(files[0]));
        Assert.True(Rewrites(files));
        File.SetLastWriteTimeUtc(files[0].SourcePath, old);
        Assert.True(Rewrites(files));
        File.WriteAllText(files[1].SourcePath, "longer");
        Assert.True(Rewrites(files));
        Assert.False(Rewrites(files));
    }

    [Theory]
    [InlineData("not json\n")]
    [InlineData("null\n")]
    [InlineData("{}\n")]
    [InlineData("[1]\n")]
    [InlineData("{\"path\":\"a\"")]
    public void A_list_of_somebody_else_is_refused(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(List)!);
        File.WriteAllText(List, content);

        Assert.Equal("SLW0064", Assert.Throws<SlipwayException>(() => RevisionList.Read(List)).Error.Code);
    }

    private string Create(string name)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, name);
        return file;
    }
}
