using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Documents;

/// <summary>SLW1018.</summary>
public sealed class PlaceholderTests
{
    private const string Header = "version: 0.0\nos: linux\n";

    [Theory]
    [InlineData("app/‹${OUTPUT}›")]
    [InlineData("'‹$(OutDir)›x'")]
    [InlineData("\"‹{{ app.name }}›/x\"")]
    [InlineData("a‹#{Octopus.Name}›")]
    [InlineData("x/‹%NAME%›/y")]
    [InlineData("x/‹@NAME@›")]
    [InlineData("‹__APP_NAME__›/x")]
    [InlineData("x/‹<NAME>›")]
    [InlineData("‹@NAME@›/x")]
    [InlineData("‹%NAME%›/x")]
    [InlineData("‹{{name}}›/x")]
    [InlineData("‹{{name}}›")]
    [InlineData("‹#{NAME}›")]
    public void Marks_the_placeholder(string source)
    {
        MarkedText.Check("SLW1018", Severity.Error, Header + $"files:\n  - source: {source}\n    destination: /b\n");
        // One cause, one report.
        var text = Header + $"files:\n  - source: {source.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal)}\n    destination: /b\n";
        Assert.DoesNotContain(AppSpecCheck.Run(new RuleInputs { File = "a", Text = text, Revision = [new("appspec.yml")] }), finding => finding.Severity == Severity.Error && finding.Rule is not ("SLW1018" or "SLW2001"));
    }

    [Theory]
    [InlineData("50%off%x")]
    [InlineData("a%20b%20c")]
    [InlineData("user@host@x")]
    [InlineData("a__B__c")]
    [InlineData("__init__")]
    [InlineData("a$b")]
    [InlineData("'{a}'")]
    [InlineData("a # ${NAME}")]
    public void Leaves_other_texts_alone(string source) => MarkedText.Silent("SLW1018", Header + $"files:\n  - source: {source}\n    destination: /b\n");

    [Fact]
    public void Every_placeholder_of_a_value_is_reported() =>
        Assert.Equal(2, MarkedText.Of("SLW1018", Header + "files:\n  - source: a\n    destination: /srv/${A}/${B}\n").Count);

    [Fact]
    public void What_the_toolkit_replaces_is_nobodys_business()
    {
        const string text = Header + "files:\n  - source: ${OUTPUT}/x\n    destination: $(Target)/y\n";
        var inputs = new RuleInputs { File = "appspec.yml", Text = text, Revision = [new("appspec.yml")], Properties = new Dictionary<string, string> { ["SlipwayTokens"] = "OUTPUT;Target" } };

        Assert.Empty(AppSpecCheck.Run(inputs));
        Assert.Equal(["SLW1018"], AppSpecCheck.Run(inputs with { Properties = new Dictionary<string, string> { ["SlipwayTokens"] = "OUTPUT", ["Target"] = "/srv" } }).Select(finding => finding.Rule));
    }

    [Theory]
    [InlineData("AWS::ECS::Service", "<TASK_DEFINITION>", false)]
    [InlineData("AWS::ECS::Service", "<IMAGE1_NAME>", false)]
    [InlineData("AWS::ECS::Service", "<NAME>", true)]
    [InlineData("AWS::Lambda::Function", "<TASK_DEFINITION>", true)]
    public void The_pipeline_fills_appspecs_for_ECS(string type, string value, bool reported)
    {
        var text = $"version: 0.0\nResources:\n  - X:\n      Type: {type}\n      Properties:\n        TaskDefinition: {value}\n";

        Assert.Equal(reported, MarkedText.Of("SLW1018", text).Count > 0);
    }
}
