namespace Slipway.Package.Tests;

public class DryRunTests(PackageFeed feed)
{
    [Fact]
    public async Task A_dry_run_prints_what_would_be_created_replaced_removed_and_run_and_touches_nothing()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("Config/old.json", "{}\n");
        (await project.PublishAsync()).MustSucceed();
        project.Write("Config/app.json", "{ \"a\": 2 }\n");
        project.Write("Config/new.json", "{}\n");
        File.Delete(project.PathOf("Config", "old.json"));
        var before = Everything(project.PathOf(".slipway"));

        var publish = (await project.PublishAsync("-p:DeployDryRun=true")).MustSucceed();

        Assert.Matches(@"create +/srv/config/new\.json", publish.Output);
        Assert.Matches(@"replace +/srv/config/app\.json", publish.Output);
        Assert.Matches(@"remove +/srv/config/old\.json", publish.Output);
        Assert.Matches(@"run +AfterInstall: Scripts/setup\.sh", publish.Output);
        Assert.Matches(@"run +ApplicationStop: Scripts/stop\.sh", publish.Output);
        Assert.Equal(before, Everything(project.PathOf(".slipway")));
    }

    [Fact]
    public async Task The_first_dry_run_makes_no_sandbox()
    {
        var project = new TemporaryProject(feed).WithAppSpec();

        var publish = (await project.RunAsync("publish", "-p:DeployDryRun=true")).MustSucceed();

        Assert.Matches(@"create +/srv/app/App\.dll", publish.Output);
        Assert.False(Directory.Exists(project.PathOf(".slipway")));
    }

    private static SortedDictionary<string, string> Everything(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(folder)) return files;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            files[entry.FullName] = $"{entry.LastWriteTimeUtc:O} {(entry as FileInfo)?.Length}";
        }

        return files;
    }
}
