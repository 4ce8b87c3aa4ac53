using Slipway.Deployments;
using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Tasks;

namespace Slipway.Package.Tests;

public class FailureReportTests
{
    private static readonly SlipwayError Cause = new("SLW0304", "script 'Scripts/validate.sh' failed with exit code 3.", "Scripts/validate.sh");

    [Fact]
    public void Says_what_failed_that_the_files_are_back_what_runs_now_and_where_to_read_on()
    {
        var rollback = new DeploymentResult("d-BBBBBBBBB", DeploymentStatus.Succeeded, null, [], null);

        var error = FailureReport.Of(new DeploymentResult("d-AAAAAAAAA", DeploymentStatus.Failed, Cause, [], "/state/scripts.log", rollback), "local");

        Assert.Equal("SLW0304", error.Code);
        Assert.Equal("""
            Deployment d-AAAAAAAAA to group local failed: script 'Scripts/validate.sh' failed with exit code 3.
            The files are as they were before. The last successful revision was started again (deployment d-BBBBBBBBB).
            Everything the scripts wrote is in /state/scripts.log
            """, error.Message);
    }

    [Fact]
    public void Says_when_the_old_revision_could_not_be_started_again()
    {
        var rollback = new DeploymentResult("d-BBBBBBBBB", DeploymentStatus.Failed, new SlipwayError("SLW0304", "the port is taken."), [], null);

        var error = FailureReport.Of(new DeploymentResult("d-AAAAAAAAA", DeploymentStatus.Failed, Cause, [], null, rollback), "local");

        Assert.Contains("failed too (deployment d-BBBBBBBBB): the port is taken.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_claim_that_the_files_are_back_when_they_are_not()
    {
        var error = FailureReport.Of(new DeploymentResult("d-AAAAAAAAA", DeploymentStatus.Failed, new SlipwayError("SLW0240", "/srv/x could not be put back."), [], null), "local");

        Assert.DoesNotContain("as they were", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Scripts/validate.sh", "/project/Scripts/validate.sh")]
    [InlineData("/state/instances/x/appspec.yml", "/project/deploy/spec.yaml")]
    [InlineData("/elsewhere/error.txt", "/elsewhere/error.txt")]
    [InlineData(null, null)]
    public void Names_the_file_of_the_project_that_a_file_of_the_revision_was_packed_from(string? file, string? expected)
    {
        RevisionFile[] packed = [new("appspec.yml", "/project/deploy/spec.yaml"), new("Scripts/validate.sh", "/project/Scripts/validate.sh")];

        Assert.Equal(expected, (Cause with { File = file }).At(packed).File);
    }
}
