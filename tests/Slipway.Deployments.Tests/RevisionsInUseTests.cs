using Slipway.Deployments.History;
using Slipway.Deployments.Planning;
using Xunit;

namespace Slipway.Deployments.Tests;

public class RevisionsInUseTests
{
    [Fact]
    public void In_use_is_what_stands_what_a_rollback_would_go_to_and_what_has_not_ended()
    {
        HistoryEntry[] history =
        [
            Entry("running", null),
            Entry("failed", DeploymentStatus.Failed),
            Entry("current", DeploymentStatus.Succeeded),
            Entry("current", DeploymentStatus.Succeeded),
            Entry("stopped", DeploymentStatus.Stopped),
            Entry("before", DeploymentStatus.Succeeded),
            Entry("old", DeploymentStatus.Succeeded),
            Entry("green", DeploymentStatus.Succeeded, root: "/srv/green"),
            Entry("other", DeploymentStatus.Succeeded, application: "Billing"),
            Entry(null, DeploymentStatus.Succeeded),
        ];
        Assert.Equal(["before", "current", "green", "running"], RevisionsInUse.Of(history, "Orders").Order(StringComparer.Ordinal));
        Assert.Empty(RevisionsInUse.Of([], "Orders"));
    }

    [Fact]
    public void A_record_from_before_identities_were_recorded_is_still_read()
    {
        using var temp = new TempState();
        var folder = temp.State.OfDeployment("d-AAAAAAAAA");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "deployment.json"), """
            {"deploymentId":"d-AAAAAAAAA","creator":"user","kind":"Deploy","applicationName":"Orders","group":{"name":"g","root":"/r","rollsBackOnFailure":false},
            "revision":"/store/Orders/x/bundle.zip","revisionStamp":"1 2","events":["Install"],"agent":"Agent18","user":"u","host":"h","fencingNumber":1,"createdAt":"2026-01-02T03:04:05+00:00"}
            """);
        var record = new DeploymentHistory(temp.State, TimeProvider.System).Find("d-AAAAAAAAA").Record;
        Assert.Equal(("/store/Orders/x/bundle.zip", null), (record.Revision, record.RevisionIdentity));
    }

    private static HistoryEntry Entry(string? identity, DeploymentStatus? status, string root = "/", string application = "Orders") => new(
        new DeploymentRecord
        {
            DeploymentId = "d-AAAAAAAAA",
            Creator = DeploymentCreator.User,
            Kind = DeploymentKind.Deploy,
            ApplicationName = application,
            Group = new DeploymentGroup("g", root, false),
            RevisionIdentity = identity,
            Events = [],
            Agent = default,
            User = "u",
            Host = "h",
            FencingNumber = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        status is { } ended ? new DeploymentOutcome("d-AAAAAAAAA", ended, null, [], DateTimeOffset.UnixEpoch) : null, false, null);
}
