using System.Text.Json;
using Xunit;

namespace Slipway.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private const string Good = "version: 0.0\nos: linux\nfiles:\n  - source: version\n    destination: /srv/app\n";

    private readonly InProcess cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_good_appspec_under_any_name_passes_with_both_agents_and_its_model()
    {
        Write("my-spec.txt", Good);
        Assert.Equal(0, await cli.Slipway("check", "my-spec.txt", "--format", "json"));
        Assert.Equal(["findings", "agents", "model"], cli.Json.EnumerateObject().Select(p => p.Name));
        Assert.True(cli.Json.GetProperty("agents").GetProperty("1.8").GetProperty("accepts").GetBoolean());
        Assert.True(cli.Json.GetProperty("agents").GetProperty("2").GetProperty("accepts").GetBoolean());
        Assert.Equal("version", cli.Json.GetProperty("model").GetProperty("files")[0].GetProperty("source").GetString());
        Assert.DoesNotContain(cli.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("severity").GetString() == "Error");
    }

    [Fact]
    public async Task A_finding_has_its_place_and_an_error_is_exit_code_1()
    {
        Write("appspec.yml", "version: 0.0\nos: linus\n");
        Assert.Equal(1, await cli.Slipway("check", "appspec.yml", "--format", "json"));
        var finding = Assert.Single(cli.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("severity").GetString() == "Error");
        Assert.Equal(["rule", "severity", "file", "line", "column", "endLine", "endColumn", "message", "fixable"], finding.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("appspec.yml", 2), (finding.GetProperty("file").GetString(), finding.GetProperty("line").GetInt32()));
        Assert.Matches("^SLW[1-9]", finding.GetProperty("rule").GetString());
        Assert.False(cli.Json.GetProperty("agents").GetProperty("1.8").GetProperty("accepts").GetBoolean());
        Assert.NotEmpty(cli.Json.GetProperty("agents").GetProperty("1.8").GetProperty("message").GetString()!);
        Assert.False(cli.Json.TryGetProperty("model", out _));

        Assert.Equal(1, await cli.Slipway("check"));
        Assert.Matches(@"(?m)^appspec\.yml\(2,\d+\): error SLW[1-9]\d{3}: ", cli.Error);
    }

    [Fact]
    public async Task The_exit_code_follows_the_findings_not_the_agents()
    {
        Write("appspec.yml", "version: 0.0\nos: windows\nfiles:\n  - source: a\n    destination: C:\\app\n");
        await cli.Slipway("check", "appspec.yml", "--format", "json");
        Assert.False(cli.Json.GetProperty("agents").GetProperty("1.8").GetProperty("accepts").GetBoolean());
        var passes = cli.Json.GetProperty("findings").EnumerateArray().All(f => f.GetProperty("severity").GetString() != "Error");
        Assert.Equal(passes ? 0 : 1, await cli.Slipway("check", "appspec.yml", "--platform", "windows", "--format", "json"));
        Assert.True(cli.Json.GetProperty("agents").GetProperty("1.8").GetProperty("accepts").GetBoolean());
    }

    [Fact]
    public async Task A_revision_folder_is_checked_against_its_content_and_a_project_folder_is_not()
    {
        Directory.CreateDirectory(cli.PathOf("one"));
        Write("one/appspec.yml", Good);
        Assert.Equal(1, await cli.Slipway("check", "one", "--format", "json"));
        Assert.Contains(cli.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString()!.StartsWith("SLW9", StringComparison.Ordinal) && f.GetProperty("line").GetInt32() == 4);
        Write("one/App.csproj", "<Project/>");
        Assert.Equal(0, await cli.Slipway("check", "one"));
        Write("one/version", "1");
        File.Delete(cli.PathOf("one/App.csproj"));
        Assert.Equal(0, await cli.Slipway("check", "one"));
        Write("elsewhere.yml", Good);
        Assert.Equal(0, await cli.Slipway("check", "elsewhere.yml", "--revision", "one"));
        File.Delete(cli.PathOf("one/version"));
        Assert.Equal(1, await cli.Slipway("check", "elsewhere.yml", "--revision", "one"));
    }

    [Fact]
    public async Task Scripts_are_looked_into_where_they_stand()
    {
        Directory.CreateDirectory(cli.PathOf("one/Scripts"));
        Write("one/App.csproj", "<Project/>");
        Write("one/appspec.yml", "version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: Scripts/start.sh\n");
        Write("one/Scripts/start.sh", "#!/bin/sh\r\necho hello\r\n");
        Assert.Equal(1, await cli.Slipway("check", "one", "--format", "json"));
        var finding = Assert.Single(cli.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() == "SLW5001");
        Assert.Equal("one/Scripts/start.sh", finding.GetProperty("file").GetString());
    }

    [Theory]
    [InlineData(2, "nowhere")]
    [InlineData(2, ".", "--revision", "nowhere")]
    [InlineData(1, "empty")]
    public async Task What_is_not_there_is_told(int exitCode, params string[] arguments)
    {
        Write("appspec.yml", Good);
        Directory.CreateDirectory(cli.PathOf("empty"));
        Assert.Equal(exitCode, await cli.Slipway(["check", .. arguments]));
        Assert.Matches(": error SLW000[25]: ", cli.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("a: [")]
    [InlineData("- - - - -")]
    [InlineData("os: linux\nversion: 0.0\nfiles: *nope\n")]
    public async Task Whatever_stands_in_the_file_the_answer_is_findings(string content)
    {
        Write("appspec.yml", content);
        Assert.Equal(1, await cli.Slipway("check", "appspec.yml", "--format", "json"));
        Assert.NotEqual(0, cli.Json.GetProperty("findings").GetArrayLength());
        Assert.Equal(JsonValueKind.Object, cli.Json.GetProperty("agents").ValueKind);
    }

    [Fact]
    public async Task Severities_follow_the_profile_files_and_the_command_line()
    {
        Write("appspec.yml", Good + "    overwrite: true\n");
        Assert.Equal(0, await cli.Slipway("check", "appspec.yml"));
        Assert.Contains("warning SLW2007", cli.Output, StringComparison.Ordinal);
        Assert.Equal(1, await cli.Slipway("check", "appspec.yml", "--profile", "strict"));
        Assert.Equal(0, await cli.Slipway("check", "appspec.yml", "--profile", "strict", "--severity", "slw2007=info"));
        Assert.Equal(1, await cli.Slipway("check", "appspec.yml", "--severity", "SLW2007=none", "--severity", "SLW2007=error"));
        Write(".editorconfig", "[*.yml]\nslipway_diagnostic.SLW2007.severity = error\n");
        Assert.Equal(1, await cli.Slipway("check", "appspec.yml"));
        Assert.Equal(0, await cli.Slipway("check", "appspec.yml", "--profile", "none", "--severity", "SLW2007=none"));
        Assert.Equal("appspec.yml: no findings.\n", cli.Output);
    }

    [Theory]
    [InlineData("SLW2007=loud")]
    [InlineData("SLW2007")]
    [InlineData("SLW0001=error")]
    public async Task A_severity_that_is_none_is_a_wrong_argument(string severity)
    {
        Write("appspec.yml", Good);
        Assert.Equal(2, await cli.Slipway("check", "appspec.yml", "--severity", severity));
        Assert.Contains("SLW0001", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_shows_the_place_and_what_is_redirected_is_a_line_a_finding()
    {
        Write("appspec.yml", "version: 0.0\nos: linus\n");
        Assert.Equal(1, await cli.Slipway("check", "appspec.yml"));
        Assert.DoesNotContain("^", cli.Error, StringComparison.Ordinal);
        cli.IsLive = true;
        Assert.Equal(1, await cli.Slipway("check", "appspec.yml"));
        Assert.Contains("    os: linus\n        ^^^^^\n", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_line_counts_and_says_what_can_be_fixed()
    {
        Write("appspec.yml", "version: 0.0\nos: linus\nhooks:\n  AfterInstall:\n    - location: /etc/run.sh\n");
        Assert.Equal(1, await cli.Slipway("check", "appspec.yml"));
        Assert.Matches(@"\nappspec\.yml: \d+ errors?, \d+ warnings?(, \d+ info)?\. \d+ can be fixed: slipway fix appspec\.yml\n$", "\n" + cli.Output);
    }

    [Fact]
    public async Task A_hook_in_CSharp_is_parsed_where_a_compiler_is_found()
    {
        Directory.CreateDirectory(cli.PathOf("Scripts"));
        Write("appspec.yml", "version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: Scripts/migrate.cs\n");
        Write("Scripts/migrate.cs", "#!/usr/bin/env dotnet\nConsole.WriteLine(1);\n");
        await cli.Slipway("check", ".", "--format", "json");
        Assert.False(cli.Json.TryGetProperty("notRun", out _));
    }

    [Fact]
    public async Task A_huge_file_is_one_finding()
    {
        Write("appspec.yml", new string('#', 20 << 20));
        Assert.Equal(1, await cli.Slipway("check", "appspec.yml", "--format", "json"));
        Assert.Equal(1, cli.Json.GetProperty("findings").GetArrayLength());
    }

    private void Write(string name, string content) => File.WriteAllText(cli.PathOf(name), content);
}
