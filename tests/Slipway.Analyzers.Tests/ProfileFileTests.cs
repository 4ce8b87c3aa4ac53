using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Analyzers.Tests;

/// <summary>The shipped profiles are written from the rules: <c>SLIPWAY_ACCEPT=1</c> writes them anew.</summary>
public class ProfileFileTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "build", "profiles");

    [Theory]
    [InlineData("recommended", "The severities that the rules have: an error fails or silently does something else on the instance, a warning depends on the host or the agent.")]
    [InlineData("strict", "What goes wrong on the instance stops the build, warnings included.")]
    [InlineData("none", "Only what a CodeDeploy agent refuses, and what the branch policy forbids.")]
    public void Says_what_becomes_of_each_rule(string name, string meaning)
    {
        var expected = Write(name, meaning);
        var file = Path.Combine(Folder, $"{name}.globalconfig");
        if (Environment.GetEnvironmentVariable("SLIPWAY_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    private static string Write(string name, string meaning)
    {
        var profile = RuleProfiles.Named(name)!.Value;
        var text = new StringBuilder();
        text.Append("# The rule profile '").Append(name).Append("' (SlipwayProfile). ").Append(meaning).Append('\n')
            .Append("# A .globalconfig of yours goes before it: dotnet_diagnostic.SLWnnnn.severity = error|warning|suggestion|silent|none\n")
            .Append("is_global = true\nglobal_level = -100\nslipway_profile = ").Append(name).Append("\n\n# Its rules; a single finding may carry another severity:\n");
        foreach (var rule in RuleCatalogue.All.OrderBy(rule => rule.Id, StringComparer.Ordinal))
        {
            var severity = RuleProfiles.Configured(profile, rule) ?? rule.DefaultSeverity;
            var word = severity == Severity.Info ? "suggestion" : severity.ToString().ToLowerInvariant();
            text.Append($"# {rule.Id} {word,-10} {rule.Title}\n");
        }

        return text.ToString();
    }
}
