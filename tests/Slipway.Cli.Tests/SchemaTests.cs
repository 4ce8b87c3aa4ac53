using Xunit;

namespace Slipway.Cli.Tests;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("appspec", "appspec.yml")]
    [InlineData("deploy", "deploy.yml")]
    [InlineData("branch-policy", "branch-policy.yml")]
    public async Task Prints_the_schema_of_a_document(string name, string title)
    {
        using var run = new InProcess();

        Assert.Equal(0, await run.Slipway("schema", name));

        Assert.Equal("http://json-schema.org/draft-07/schema#", run.Json.GetProperty("$schema").GetString());
        Assert.Equal(title, run.Json.GetProperty("title").GetString());
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Is_that_of_the_appspec_unless_another_is_named()
    {
        using var run = new InProcess();

        Assert.Equal(0, await run.Slipway("schema", "--format", "json"));

        Assert.Equal("appspec.yml", run.Json.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Writes_the_same_into_a_file()
    {
        using var run = new InProcess();
        Assert.Equal(0, await run.Slipway("schema", "deploy"));
        var printed = run.Output;

        Assert.Equal(0, await run.Slipway("schema", "deploy", "-o", "deploy.schema.json"));

        Assert.Empty(run.Output);
        Assert.Equal(printed, await File.ReadAllTextAsync(run.PathOf("deploy.schema.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_a_wrong_argument()
    {
        using var run = new InProcess();

        Assert.Equal(2, await run.Slipway("schema", "-o", "nowhere/appspec.schema.json"));

        Assert.StartsWith("slipway: error SLW0002: nowhere/appspec.schema.json cannot be written", run.Error, StringComparison.Ordinal);
    }
}
