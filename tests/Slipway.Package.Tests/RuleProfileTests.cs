using System.Text;
using Slipway.Specifications;
using Slipway.Specifications.Findings;
using Slipway.Tasks;

namespace Slipway.Package.Tests;

public class RuleProfileTests
{
    private static readonly byte[] Accepted = Encoding.UTF8.GetBytes("version: 0.0\nos: linux\n");
    private static readonly byte[] Refused = Encoding.UTF8.GetBytes("version: 0.0\nos: solaris\n");

    private static readonly Finding[] Findings =
    [
        new("SLW5001", Severity.Error, "x.sh", SourceRange.Start, "m"),
        new("SLW1007", Severity.Warning, "appspec.yml", SourceRange.Start, "m"),
        new("SLW9001", Severity.Info, "appspec.yml", SourceRange.Start, "m"),
    ];

    [Theory]
    [InlineData("recommended", "Error Warning Info")]
    [InlineData("Strict", "Error Error Info")]
    [InlineData("none", "")]
    public void Decides_what_stops_a_publish(string profile, string severities) =>
        Assert.Equal(severities, string.Join(' ', RuleProfile.Apply(profile, Findings, Accepted).Select(finding => finding.Severity)));

    [Fact]
    public void None_leaves_the_errors_of_what_an_agent_refuses() =>
        Assert.Equal([Severity.Error], RuleProfile.Apply("none", Findings, Refused).Select(finding => finding.Severity));

    [Fact]
    public void Another_name_is_refused() =>
        Assert.Equal("SLW0066", Assert.Throws<SlipwayException>(() => RuleProfile.Apply("loose", Findings, Accepted)).Error.Code);
}
