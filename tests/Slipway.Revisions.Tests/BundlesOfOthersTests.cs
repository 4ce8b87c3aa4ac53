using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>Bundles as users make them with the programs of their systems.</summary>
public sealed class BundlesOfOthersTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public BundlesOfOthersTests()
    {
        _temp.Write("tree/appspec.yml", "version: 0.0\n");
        _temp.Write("tree/run.sh", "#!/bin/sh\n", "755");
        _temp.Write("tree/d/secret", "x", "600");
        _temp.Write("tree/d/odd name ü 日本 \\ * $x", "y");
        _temp.Write("tree/large", [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i >> 7))]);
        _temp.Write("tree/d/empty", "");
        _temp.Link("tree/d/l", "../run.sh");
        _temp.Link("tree/dangling", "/nowhere");
        Directory.CreateDirectory(_temp.Under("tree/void/inner"));
    }

    private string TreeFolder => _temp.Under("tree");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("v7")]
    [InlineData("ustar")]
    [InlineData("oldgnu")]
    [InlineData("gnu")]
    [InlineData("posix")]
    public void Gnu_tar(string format)
    {
        if (format is not ("v7" or "ustar"))
        {
            _temp.Write($"tree/{new string('a', 150)}/{new string('b', 200)}", "long");
            _temp.Link("tree/long-link", string.Join('/', Enumerable.Repeat("target", 60)));
        }

        Programs.Run(TreeFolder, "tar", $"--format={format}", "-cf", "../bundle", ".");
        StagesTheTree();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip -1")]
    public void Gnu_tar_with(string compressor)
    {
        Programs.Run(TreeFolder, "tar", "-cf", "../bundle", "-I", compressor, "appspec.yml", "run.sh", "d", "large", "dangling", "void");
        StagesTheTree();
    }

    [Fact]
    public void Info_zip()
    {
        Programs.Run(TreeFolder, "zip", "-qry", "../bundle.zip", ".");
        File.Move(_temp.Under("bundle.zip"), _temp.Under("bundle"));
        StagesTheTree();
    }

    [Fact]
    public void Info_zip_into_a_pipe_with_sizes_after_the_content()
    {
        Programs.Run(TreeFolder, "sh", "-c", "zip -qry - . | cat > ../bundle");
        StagesTheTree();
    }

    [Fact]
    public void Net_tar()
    {
        System.Formats.Tar.TarFile.CreateFromDirectory(TreeFolder, _temp.Under("bundle"), includeBaseDirectory: false);
        StagesTheTree();
    }

    [Fact]
    public void Python_tarfile_and_zipfile()
    {
        Programs.Run(TreeFolder, "python3", "-c", "import tarfile; t = tarfile.open('../bundle', 'w:gz'); t.add('.'); t.close()");
        StagesTheTree();
        File.Delete(_temp.Under("bundle"));
        Directory.Delete(_temp.Under("staging"), recursive: true);
        Programs.Run(TreeFolder, "python3", "-c", "import zipfile; z = zipfile.ZipFile('../bundle', 'w', 8); z.write('run.sh'); z.write('d/secret'); z.close()");
        RevisionStaging.Stage(_temp.Under("bundle"), _temp.Under("staging"), StagingLimits.Default, TestContext.Current.CancellationToken);
        var expected = Tree.Of(TreeFolder).Where(l => l == "d/" || l.StartsWith("run.sh", StringComparison.Ordinal) || l.StartsWith("d/secret", StringComparison.Ordinal));
        Assert.Equal(expected, Tree.Of(_temp.Under("staging")));
    }

    private void StagesTheTree()
    {
        RevisionStaging.Stage(_temp.Under("bundle"), _temp.Under("staging"), StagingLimits.Default, TestContext.Current.CancellationToken);
        Assert.Equal(Tree.Of(TreeFolder), Tree.Of(_temp.Under("staging")));
    }
}
