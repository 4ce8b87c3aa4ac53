using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules;

/// <summary>The examples of the catalogue and of the documentation do what they say.</summary>
public sealed class RuleExampleTests
{
    /// <summary>A rule without a method of its own speaks for a program, which is not run here.</summary>
    public static TheoryData<string> Rules => [.. RuleCatalogue.All.Where(rule => rule.Checks.Count > 0).Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Example_of_the_catalogue_behaves(string rule) => Check(Example("Data", "rule-examples.md"), rule);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Example_of_the_documentation_behaves(string rule) => Check(Example("docs", "rules", rule + ".md"), rule);

    private static string Example(params string[] path) => File.ReadAllText(Path.Combine([AppContext.BaseDirectory, .. path]));

    private static void Check(string markdown, string rule)
    {
        var examples = RuleExample.Read(markdown).Where(example => example.Rule == rule).ToList();
        Assert.Contains(examples, example => example.IsBad);
        Assert.Contains(examples, example => !example.IsBad);
        foreach (var example in examples)
        {
            var findings = example.Findings();
            var all = string.Join("\n", findings);
            if (example.IsBad) Assert.True(findings.Any(finding => finding.Rule == rule), $"{rule} is silent about its bad example:\n{all}");
            else Assert.True(findings.All(finding => finding.Rule != rule), $"{rule} reports its good example:\n{all}");
        }
    }
}
