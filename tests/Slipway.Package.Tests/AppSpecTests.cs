using System.Text.RegularExpressions;

namespace Slipway.Package.Tests;

/// <summary>The worked example of docs/appspec.md.</summary>
public partial class AppSpecTests(PackageFeed feed)
{
    [Fact]
    public async Task One_appspec_for_several_environments_is_packed_as_the_guide_shows_and_deploys()
    {
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "appspec.md"))).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value);
        // Properties of the whole solution count as well, and a target may compute one.
        var project = new TemporaryProject(feed, projectName: "Shop", items: "<Content Include=\"wwwroot/**;appsettings.Development.json\" CopyToPublishDirectory=\"Always\" />");
        var text = File.ReadAllText(project.ProjectFile);
        File.WriteAllText(project.ProjectFile, text.Replace("</Project>", blocks["project"].Replace("<Port>5000</Port>", "<Port>wrong</Port>", StringComparison.Ordinal) + "</Project>", StringComparison.Ordinal));
        project.Write("Directory.Build.targets", "<Project><Target Name=\"Compute\" BeforeTargets=\"Publish\"><PropertyGroup><Computed>5000</Computed></PropertyGroup><ItemGroup><AppSpecProperty Include=\"Port\" Value=\"$(Computed)\" /></ItemGroup></Target></Project>");
        project.Write("appspec.yml", blocks["appspec"]);
        project.Write("appsettings.Development.json", "{}");
        project.Write("wwwroot/css/site.css", "body {}");
        project.Write("Config/local/app.json", "{ \"a\": 1 }");
        project.Write("Config/local/log/levels.json", "{ \"b\": 1 }");
        project.Write("Config/production/app.json", "{ \"c\": 1 }");
        // Not executable, as it comes from a checkout on Windows.
        project.Script("configure", "for argument; do echo \"<$argument>\"; done >> \"$SLIPWAY_INSTANCE_ROOT/hooks.log\"");

        var publish = (await project.PublishAsync()).MustSucceed();

        Assert.Equal(blocks["result"], File.ReadAllText(project.PathOf("obj", "Release", "net10.0", "slipway", "resolved", "appspec.yml")));
        Assert.Contains("Resolved appspec.yml (7 placeholders, 2 mappings, 1 script with arguments) -> ", publish.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["<--port>", "<5000>", "<--name>", "<shop on local>"], project.HookLog.Skip(1));
        Assert.Equal(
            ["srv/shop/Shop.deps.json", "srv/shop/Shop.dll", "srv/shop/Shop.runtimeconfig.json", "srv/shop/conf/app.json", "srv/shop/conf/log/levels.json", "srv/shop/wwwroot/css/site.css"],
            project.Tree().Where(entry => !entry.Value.EndsWith("folder", StringComparison.Ordinal)).Select(entry => entry.Key));

        // What is missing now is told of at its place, with the name that exists; nothing was deployed for it.
        project.Write("appspec.yml", blocks["appspec"].Replace("$(ConfigureTimeout)", "$(ConfigureTimeot)", StringComparison.Ordinal));
        var failed = await project.PublishAsync("--no-build");
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("appspec.yml(14,16,14,34): error SLW1024: '$(ConfigureTimeot)' has no value", failed.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean '$(ConfigureTimeout)'?", failed.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("^```(?:yaml|xml) (?<name>[a-z]+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
