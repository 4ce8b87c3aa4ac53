using CsCheck;
using Slipway.Instances.Trees;
using Xunit;

namespace Slipway.Instances.Tests.Planning;

public sealed class PathTableTests
{
    private static readonly Gen<string> Names = Gen.OneOf(Gen.OneOf("a", "b", "..", ".", "", "é", "日本", "a b", "x\ty\n"), Gen.Char.AlphaNumeric.Array[1, 255].Select(c => new string(c)));

    [Fact]
    public void A_path_read_lexically_comes_back_in_normal_form() => Names.Array[0, 8].Sample(names =>
    {
        var expected = new List<string>();
        foreach (var name in names.Where(n => n is not ("" or ".")))
        {
            if (name != "..") expected.Add(name);
            else if (expected.Count > 0) expected.RemoveAt(expected.Count - 1);
        }

        var table = new PathTable();
        var node = table.Intern("/" + string.Join('/', names));
        return table.PathOf(node) == "/" + string.Join('/', expected) && table.FindPath(string.Join("//", names)) == node && table.Intern(table.PathOf(node)) == node;
    });

    [Fact]
    public void Every_path_has_one_node_however_many_there_are()
    {
        var table = new PathTable();
        var nodes = Enumerable.Range(0, 20_000).Select(i => table.Intern($"/d{i % 7}/f{i}")).ToList();
        Assert.Equal(20_000, nodes.Distinct().Count());
        Assert.Equal(nodes, Enumerable.Range(0, 20_000).Select(i => table.FindPath($"/d{i % 7}/f{i}")));
        Assert.Equal(-1, table.FindPath("/d0/f1"));
    }
}
