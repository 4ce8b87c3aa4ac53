namespace Slipway.Package.Tests;

/// <summary>Several projects in one publish.</summary>
public class SolutionTests(PackageFeed feed)
{
    [Fact]
    public async Task A_solution_deploys_what_has_an_appspec_and_passes_over_the_rest()
    {
        var parent = NewFolder();
        var web = new TemporaryProject(feed, "web", "Web", parent, items: "<ProjectReference Include=\"../library/Library.csproj\" />").WithAppSpec();
        var worker = new TemporaryProject(feed, "worker", "Worker", parent).WithAppSpec();
        var plain = new TemporaryProject(feed, "plain", "Plain", parent);
        var library = new TemporaryProject(feed, "library", "Library", parent, properties: "<OutputType>Library</OutputType>");
        library.Write("Program.cs", "public class Library;");
        Solution(parent, web, worker, plain, library);

        var publish = (await DotNet.RunAsync(parent, feed.Environment, "publish", "All.slnx", "-p:Deploy=true")).MustSucceed();

        Assert.True(File.Exists(Path.Combine(web.Root, "srv/app/Web.dll")));
        Assert.True(File.Exists(Path.Combine(worker.Root, "srv/app/Worker.dll")));
        Assert.False(Directory.Exists(plain.PathOf(".slipway")));
        Assert.False(Directory.Exists(library.PathOf(".slipway")));
        Assert.Contains("Plain has no appspec.yml and is not deployed.", publish.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_projects_never_deploy_to_one_destination_at_once_and_DeployAfter_names_the_order()
    {
        var parent = NewFolder();
        const string Shared = "<LocalGroupFolder>../shared</LocalGroupFolder>";
        var first = new TemporaryProject(feed, "a", "A", parent, Shared, "<DeployAfter Include=\"../b/B.csproj\" />").WithAppSpec();
        var second = new TemporaryProject(feed, "b", "B", parent, Shared).WithAppSpec();
        foreach (var project in (TemporaryProject[])[first, second])
        {
            // A lock of the hooks' own: an overlap fails.
            project.Script("setup", $"mkdir \"$SLIPWAY_INSTANCE_ROOT/busy\"\necho {project.Name} >> \"$SLIPWAY_INSTANCE_ROOT/order\"");
            project.Script("validate", "rmdir \"$SLIPWAY_INSTANCE_ROOT/busy\"");
        }

        Solution(parent, first, second);

        (await DotNet.RunAsync(parent, feed.Environment, "publish", "All.slnx", "-p:Deploy=true", "-m:2")).MustSucceed();

        Assert.Equal(["B", "A"], File.ReadAllLines(Path.Combine(parent, "shared", ".slipway", "local", "order")));
    }

    [Fact]
    public async Task Without_an_order_they_wait_for_each_other()
    {
        var parent = NewFolder();
        const string Shared = "<LocalGroupFolder>../shared</LocalGroupFolder>";
        TemporaryProject[] projects = [.. ((string[])["A", "B", "C"]).Select(name => new TemporaryProject(feed, name, name, parent, Shared).WithAppSpec())];
        foreach (var project in projects)
        {
            project.Script("setup", "mkdir \"$SLIPWAY_INSTANCE_ROOT/busy\"\nsleep 0.3");
            project.Script("validate", "rmdir \"$SLIPWAY_INSTANCE_ROOT/busy\"");
        }

        Solution(parent, projects);

        var publish = (await DotNet.RunAsync(parent, feed.Environment, "publish", "All.slnx", "-p:Deploy=true", "-m:3")).MustSucceed();

        Assert.Equal(3, publish.Output.Split('\n').Count(line => line.Contains(" succeeded in ", StringComparison.Ordinal)));
    }

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(feed.Folder, "s" + Guid.NewGuid().ToString("N")[..8])).FullName;

    private static void Solution(string folder, params TemporaryProject[] projects) => File.WriteAllText(Path.Combine(folder, "All.slnx"),
        $"<Solution>{string.Concat(projects.Select(p => $"<Project Path=\"{Path.GetRelativePath(folder, p.ProjectFile)}\" />"))}</Solution>");
}
