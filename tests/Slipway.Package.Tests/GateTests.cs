namespace Slipway.Package.Tests;

/// <summary>What stops a publish before anything is packed.</summary>
public class GateTests(PackageFeed feed)
{
    [Fact]
    public async Task A_script_with_Windows_line_ends_is_found_with_file_line_and_column()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("Scripts/setup.sh", "#!/bin/sh\r\necho hello\r\n");

        var publish = (await project.PublishAsync()).MustFail();

        Assert.StartsWith($"{project.PathOf("Scripts", "setup.sh")}(1,", Assert.Single(publish.Errors("SLW5001")), StringComparison.Ordinal);
        NothingHappened(project);
    }

    [Fact]
    public async Task An_error_stops_a_publish_whose_compiler_had_nothing_to_do()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        (await project.PublishAsync()).MustSucceed();
        File.Delete(project.Bundle);
        Directory.Delete(project.PathOf(".slipway"), recursive: true);
        project.Write("appspec.yml", "version: 0.0\nos: linus\n");

        var publish = (await project.PublishAsync("--no-build")).MustFail();

        Assert.StartsWith($"{project.PathOf("appspec.yml")}(2,5", Assert.Single(publish.Errors("SLW1014")), StringComparison.Ordinal);
        NothingHappened(project);
    }

    [Fact]
    public async Task Severities_of_the_project_count()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("appspec.yml", "version: 0.0\nos: linux\nfiles:\n  - source: /Source\n    destination: /srv/app\n    overwrite: true\n");
        (await project.PublishAsync("-p:DeployDryRun=true")).MustSucceed();

        Assert.Single((await project.PublishAsync("-p:WarningsAsErrors=SLW2007")).MustFail().Errors("SLW2007"));
        project.Write(".editorconfig", "root = true\n[appspec.yml]\nslipway_diagnostic.SLW2007.severity = error\n");
        Assert.Single((await project.PublishAsync()).MustFail().Errors("SLW2007"));
        (await project.PublishAsync("-p:NoWarn=SLW2007", "-p:DeployDryRun=true")).MustSucceed();
    }

    [Fact]
    public async Task A_hook_in_CSharp_that_does_not_compile_is_found_where_it_breaks()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("Scripts/migrate.cs", "#!/usr/bin/env dotnet\nvar x = ;\n");

        var publish = await project.PublishAsync("-p:DeployDryRun=true");

        Assert.StartsWith($"{project.PathOf("Scripts/migrate.cs")}(2,9", Assert.Single(publish.MustFail().Errors("SLW5301")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlipwayFix_applies_the_fixes_and_builds_nothing()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        var right = File.ReadAllText(project.PathOf("appspec.yml"));
        project.Write("appspec.yml", right.Replace("os: linux", "os: linus", StringComparison.Ordinal).Replace("hooks:", "hook:", StringComparison.Ordinal));

        var fix = (await project.RunAsync("build", "-t:SlipwayFix")).MustSucceed();

        Assert.Equal(right, File.ReadAllText(project.PathOf("appspec.yml")));
        Assert.Contains($"{project.PathOf("appspec.yml")}(2,5): fixed SLW1014", fix.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.PathOf("bin")));
    }

    [Fact]
    public async Task A_source_that_is_not_in_the_revision_is_found_with_file_line_and_column()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("appspec.yml", "version: 0.0\nos: linux\nfiles:\n  - source: /Source\n    destination: /srv/app\n  - source: /Missing/file.txt\n    destination: /srv/app\n");

        var publish = (await project.PublishAsync()).MustFail();

        Assert.StartsWith($"{project.PathOf("appspec.yml")}(6,13", Assert.Single(publish.Errors("SLW9002")), StringComparison.Ordinal);
        NothingHappened(project);
    }

    [Fact]
    public async Task Every_error_of_the_appspec_is_reported_not_the_first()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        project.Write("appspec.yml", "version: 0.0\nos: linux\nfiles:\n  - source: /Missing\n    destination: /srv/app\nhooks:\n  AfterInstall:\n    - location: Scripts/none.sh\n");

        var publish = (await project.PublishAsync()).MustFail();

        Assert.Single(publish.Errors("SLW9002"));
        Assert.StartsWith($"{project.PathOf("appspec.yml")}(8,17", Assert.Single(publish.Errors("SLW9003")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_is_asked_for_must_have_an_appspec()
    {
        var project = new TemporaryProject(feed);

        var publish = (await project.PublishAsync()).MustFail();

        Assert.StartsWith(project.ProjectFile, Assert.Single(publish.Errors("SLW9001")), StringComparison.Ordinal);
        NothingHappened(project);
    }

    [Theory]
    [InlineData("AppSpecFile", "deploy/none.yml", "SLW0063")]
    [InlineData("RevisionBundleType", "rar", "SLW0056")]
    [InlineData("DeploymentGroup", "production", "SLW0058")]
    [InlineData("SlipwayProfile", "loose", "SLW0066")]
    [InlineData("RevisionStore", "ftp://host/prefix", "SLW0057")]
    [InlineData("RevisionStore", "s3://B/prefix", "SLW0609")]
    [InlineData("RevisionEncryptionKey", "missing.key", "SLW0150")]
    public async Task A_wrong_property_is_one_error_that_says_what_to_write(string property, string value, string code)
    {
        var project = new TemporaryProject(feed).WithAppSpec();

        var publish = (await project.PublishAsync($"-p:{property}={value}")).MustFail();

        Assert.Contains(value, Assert.Single(publish.Errors(code)), StringComparison.Ordinal);
        NothingHappened(project);
    }

    [Fact]
    public async Task An_appspec_yaml_is_stored_as_appspec_yml()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        File.Move(project.PathOf("appspec.yml"), project.PathOf("appspec.yaml"));

        (await project.PublishAsync()).MustSucceed();

        using var bundle = System.IO.Compression.ZipFile.OpenRead(project.Bundle);
        Assert.Contains(bundle.Entries, entry => entry.FullName == "appspec.yml");
        Assert.DoesNotContain(bundle.Entries, entry => entry.FullName == "appspec.yaml");
    }

    private static void NothingHappened(TemporaryProject project)
    {
        Assert.False(File.Exists(project.Bundle));
        Assert.False(Directory.Exists(project.PathOf(".slipway")));
    }
}
