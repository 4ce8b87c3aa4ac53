namespace Slipway.Package.Tests;

/// <summary>When a bundle is packed again, and when it is not.</summary>
public class IncrementalTests(PackageFeed feed)
{
    private const string Pack = "Packed ";

    [Fact]
    public async Task Nothing_is_packed_again_when_nothing_changed_and_every_change_packs()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("Config/more.json", "{}\n");
        async Task<string> Output(params string[] more) => (await project.RunAsync(["build", "-c", "Release", "-t:SlipwayPackRevision", "-v:n", .. more])).MustSucceed().Output;
        async Task<bool> Packs(params string[] more) => (await Output(more)).Contains(Pack, StringComparison.Ordinal);

        Assert.True(await Packs());
        Assert.False(await Packs());

        File.SetLastWriteTimeUtc(project.PathOf("Scripts", "stop.sh"), DateTime.UtcNow.AddSeconds(-1));
        Assert.True(await Packs());

        File.Delete(project.PathOf("Config", "more.json"));
        Assert.True(await Packs());

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(project.PathOf("Scripts", "stop.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.True(await Packs());
        }

        File.Delete(project.Bundle);
        Assert.Matches(", 0 bytes compressed, [1-9][0-9]* bytes taken from the cache, ", await Output());
        Assert.False(await Packs());

        Assert.True(await Packs("-p:RevisionCompression=Fastest"));
        Assert.False(await Packs("-p:RevisionCompression=Fastest"));
        Assert.Matches(", [1-9][0-9]* bytes compressed, 0 bytes taken from the cache, ", await Output("-p:RevisionCache=false"));
    }
}
