using Slipway.Instances.Tests.Conformance;
using Slipway.Revisions;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Instances.Tests.Deploying;

/// <summary>Last successful is what succeeded everywhere; and what the instance keeps is deployed again without being brought.</summary>
public sealed class ConfirmationTests
{
    private const string Mapping = "files:\n  - source: app\n    destination: /srv/app\n";

    [Fact]
    public void A_deployment_that_is_confirmed_later_is_current_and_not_yet_the_last_successful_one()
    {
        using var sandbox = new Sandbox();
        var first = Sandbox.Deployment(sandbox.Revision(Mapping, ("app/a", "1")));
        var second = Sandbox.Deployment(sandbox.Revision(Mapping, ("app/a", "2"))) with { IsConfirmedLater = true };
        Assert.Null(sandbox.Deploy(first));
        Assert.Null(sandbox.Deploy(second));
        Assert.Equal((second.DeploymentId, first.DeploymentId), Standing(sandbox));
        sandbox.Instance().Confirm("local", second.DeploymentId, default);
        sandbox.Instance().Confirm("local", second.DeploymentId, default);
        Assert.Equal((second.DeploymentId, second.DeploymentId), Standing(sandbox));
        Assert.Equal("SLW0264", Assert.Throws<SlipwayException>(() => sandbox.Instance().Confirm("local", first.DeploymentId, default)).Error.Code);
        Assert.Equal("SLW0264", Assert.Throws<SlipwayException>(() => sandbox.Instance().Confirm("other", first.DeploymentId, default)).Error.Code);
    }

    [Fact]
    public void A_crash_after_the_commit_does_not_confirm()
    {
        using var sandbox = new Sandbox();
        var deployment = Sandbox.Deployment(sandbox.Revision(Mapping, ("app/a", "1"))) with { IsConfirmedLater = true };
        var isDead = false;
        Assert.ThrowsAny<InvalidOperationException>(() => sandbox.Deploy(deployment, step =>
        {
            if (isDead |= step == "journaled commit") throw new InvalidOperationException("dead");
        }));
        Assert.Equal("SLW0264", Assert.Throws<SlipwayException>(() => sandbox.Instance().Confirm("local", deployment.DeploymentId, default)).Error.Code);
        Assert.Null(sandbox.Instance().Rejoin(deployment, sandbox.Events, default));
        Assert.Equal((deployment.DeploymentId, null), Standing(sandbox));
    }

    [Fact]
    public void A_restart_has_nothing_to_confirm()
    {
        using var sandbox = new Sandbox();
        var first = Sandbox.Deployment(sandbox.Revision(Mapping, ("app/a", "1")));
        Assert.Null(sandbox.Deploy(first));
        var restart = Sandbox.Deployment("") with { Revision = null, RestartOnly = true, IsConfirmedLater = true };
        Assert.Null(sandbox.Deploy(restart));
        sandbox.Instance().Confirm("local", restart.DeploymentId, default);
        Assert.Equal((first.DeploymentId, first.DeploymentId), Standing(sandbox));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(BundleType.Zip)]
    public void A_kept_revision_is_deployed_again_and_never_removed_to_make_room_for_itself(BundleType? bundles)
    {
        using var sandbox = new Sandbox(bundles: bundles);
        var first = Sandbox.Deployment(sandbox.Revision(Mapping, ("app/a", "first")));
        Assert.Null(sandbox.Deploy(first));
        foreach (var i in Enumerable.Range(0, 4)) Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("app/a", $"later {i}"))));
        Assert.Null(sandbox.Deploy(Sandbox.Deployment("") with { Revision = null, RevisionOf = first.DeploymentId }));
        Assert.Equal("first", sandbox.Read("srv/app/a"));
    }

    [Fact]
    public void Where_the_earlier_revision_is_gone_the_one_that_was_brought_is_taken_or_it_is_refused()
    {
        using var sandbox = new Sandbox();
        var brought = sandbox.Revision(Mapping, ("app/a", "brought"));
        Assert.Null(sandbox.Deploy(Sandbox.Deployment(brought) with { RevisionOf = "d-unknown00" }));
        Assert.Equal("brought", sandbox.Read("srv/app/a"));
        Assert.Equal("SLW0265", sandbox.Deploy(Sandbox.Deployment("") with { Revision = null, RevisionOf = "d-unknown00" })!.Code);
        Assert.Equal("SLW0209", sandbox.Deploy(Sandbox.Deployment("") with { Revision = null, RevisionOf = "../../x" })!.Code);
        Assert.Equal("SLW0265", Assert.Throws<SlipwayException>(() => sandbox.Instance().Plan(Sandbox.Deployment("") with { Revision = null, RevisionOf = "d-unknown00" }, default)).Error.Code);
    }

    private static (string? Current, string? LastSuccessful) Standing(Sandbox sandbox)
    {
        var state = sandbox.Instance().ReadState("local");
        return (state.Current, state.LastSuccessful);
    }
}
