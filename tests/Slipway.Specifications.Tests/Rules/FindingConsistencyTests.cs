using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Tests.AppSpecs;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>What the agent refuses is an error before it runs, and nothing ever throws.</summary>
public sealed class FindingConsistencyTests
{
    [Fact]
    public void Every_refused_case_has_an_error_with_a_place()
    {
        var silent = new List<string>();
        foreach (var item in ConformanceCase.All.Where(item => !item.Accepts))
        {
            // An appspec for Windows, or for ECS, is right, only not for the Linux host of the measurement.
            if (AppSpecReader.Read(item.Content, AgentVersion.Agent18, HostPlatform.Windows).Accepts) continue;
            if (DocumentKinds.Recognise(YamlDocument.Parse(item.Content), item.File) == DocumentKind.EcsAppSpec) continue;
            var findings = AppSpecCheck.Run(new RuleInputs { File = item.File, Content = item.Content });
            if (findings.All(finding => finding.Severity != Severity.Error)) silent.Add($"{item.Name}: {item.Error}");
        }

        Assert.Empty(silent);
    }

    [Theory]
    [InlineData("version: 0.0\n!ruby/sym os: linux\n")]
    [InlineData("version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - <<: 5\n")]
    public void What_no_rule_explains_is_reported_with_the_agents_reason(string text)
    {
        var finding = Assert.Single(AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = text }), finding => finding.Severity == Severity.Error);

        Assert.Equal("SLW1012", finding.Rule);
        Assert.Contains("The agent says: ", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_of_all_cases_have_valid_places_and_complete_messages()
    {
        foreach (var item in ConformanceCase.All)
        {
            var text = YamlDocument.Parse(item.Content).Text;
            foreach (var finding in AppSpecCheck.Run(new RuleInputs { File = item.File, Content = item.Content }))
            {
                var range = finding.Range;
                Assert.True(range is { Line: >= 1, Column: >= 1, Offset: >= 0, Length: >= 0 }, $"{item.Name}: {finding} {range}");
                Assert.True(range.EndLine > range.Line || (range.EndLine == range.Line && range.EndColumn >= range.Column), $"{item.Name}: {finding} {range}");
                Assert.True(range.Offset <= text.Length, $"{item.Name}: {finding} {range}");
                Assert.NotNull(RuleCatalogue.Find(finding.Rule));
                Assert.DoesNotContain("{0}", finding.Message, StringComparison.Ordinal);
            }
        }
    }
}
