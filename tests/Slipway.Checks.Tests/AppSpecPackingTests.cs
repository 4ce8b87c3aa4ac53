using Slipway.Checks.Resolving;
using Slipway.Revisions;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;
using Xunit;

namespace Slipway.Checks.Tests;

public sealed class AppSpecPackingTests : IDisposable
{
    private const string Project = "<Project><ItemGroup><PackageReference Include=\"Slipway\" Version=\"1.0.0\" /></ItemGroup></Project>";
    private const string AppSpec = "version: 0.0\nos: linux\nfiles:\n  - source: Source/*.dll\n    destination: /srv/$(Name)\nhooks:\n  AfterInstall:\n    - location: Scripts/start.sh\n      arguments: [$(Name)]\n";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_takes_the_place_of_what_the_user_wrote_and_is_left_alone_when_it_is_the_same()
    {
        var files = Files();
        var target = folder.PathOf("resolved");

        var packed = AppSpecPacking.Write(Resolve(files, "shop"), files, target);

        Assert.Equal(["Scripts/start.sh", "Source/a.dll", "appspec.yml", "slipway-hooks/AfterInstall-1-start.sh"], packed.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Contains("destination: /srv/shop\n", folder.Read("resolved/appspec.yml"), StringComparison.Ordinal);
        Assert.Equal([GeneratedFile.Mode, null, null, GeneratedFile.Mode], packed.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => file.Mode));
        Assert.All(packed.Where(file => file.Path.StartsWith("slipway-hooks/", StringComparison.Ordinal) || file.Path == "appspec.yml"), file => Assert.StartsWith(target, file.SourcePath, StringComparison.Ordinal));

        var old = DateTime.UtcNow.AddDays(-1);
        File.SetLastWriteTimeUtc(folder.PathOf("resolved/appspec.yml"), old);
        AppSpecPacking.Write(Resolve(files, "shop"), files, target);
        Assert.Equal(old, File.GetLastWriteTimeUtc(folder.PathOf("resolved/appspec.yml")));
        AppSpecPacking.Write(Resolve(files, "store"), files, target);
        Assert.NotEqual(old, File.GetLastWriteTimeUtc(folder.PathOf("resolved/appspec.yml")));
    }

    [Fact]
    public void What_an_earlier_run_left_is_gone_and_a_plain_appspec_is_packed_itself()
    {
        var files = Files();
        AppSpecPacking.Write(Resolve(files, "shop"), files, folder.PathOf("resolved"));
        folder.Write("appspec.yml", "version: 0.0\nos: linux\nfiles:\n  - source: Source\n    destination: /srv\n");

        Assert.Same(files, AppSpecPacking.Write(Resolve(files, "shop"), files, folder.PathOf("resolved")));

        Assert.Empty(Directory.EnumerateFiles(folder.PathOf("resolved"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_project_leaves_to_the_publish_what_a_folder_would_deploy_as_it_stands()
    {
        Files();
        Assert.Contains(folder.Check().Findings, finding => finding is { Rule: "SLW1018", Severity: Severity.Error });

        folder.Write("App.csproj", Project);

        Assert.DoesNotContain(folder.Check().Findings, finding => finding.Severity == Severity.Error);
        Assert.DoesNotContain(folder.Check(name: "appspec.yml").Findings, finding => finding.Severity == Severity.Error);
        // Of values that are not known yet nothing is said in an agent's name.
        Assert.Null(folder.Check().Agent18);
    }

    [Fact]
    public void The_gate_finds_what_is_wrong_with_the_resolved_appspec_and_with_the_scripts_that_it_starts()
    {
        var files = Files();
        folder.Write("Scripts/start.sh", "#!/bin/sh\r\necho \"$1\"\r\n");

        var result = folder.Check(request => request with { IsResolvedAtPacking = true, Resolved = Resolve(files, "shop/../..") });

        Assert.Contains(result.Findings, finding => finding is { Rule: "SLW5001", File: "Scripts/start.sh" });
        Assert.True(result.Agent18!.Accepts && result.Agent2!.Accepts);
    }

    private static ResolvedAppSpec Resolve(IReadOnlyList<RevisionFile> files, string name) => AppSpecPacking.Resolve(files, new ResolvingInputs { Properties = new Dictionary<string, string> { ["Name"] = name } })!;

    private RevisionFile[] Files()
    {
        folder.Write("Source/a.dll", "1");
        folder.Write("Scripts/start.sh", "#!/bin/sh\nset -e\necho \"$1\"\n");
        folder.Write("appspec.yml", AppSpec);
        return [.. new[] { "appspec.yml", "Source/a.dll", "Scripts/start.sh" }.Select(path => new RevisionFile(path, folder.PathOf(path)))];
    }
}
