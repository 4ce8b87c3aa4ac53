using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Specifications;
using Slipway.Tasks;

namespace Slipway.Package.Tests;

public class UnpinnedRevisionsTests
{
    [Fact]
    public void In_use_is_what_succeeded_last_in_each_group_and_what_has_not_ended()
    {
        HistoryEntry[] history =
        [
            Entry("local", "five", null),
            Entry("local", "four", DeploymentStatus.Failed),
            Entry("local", "three", DeploymentStatus.Succeeded),
            Entry("other", "two", DeploymentStatus.Succeeded),
            Entry("local", "one", DeploymentStatus.Succeeded),
        ];

        Assert.Equal(["five", "three", "two"], UnpinnedRevisions.InUse(history).Order(StringComparer.Ordinal));
    }

    private static HistoryEntry Entry(string group, string identity, DeploymentStatus? status) => new(
        new DeploymentRecord
        {
            DeploymentId = "d-AAAAAAAAA",
            Creator = DeploymentCreator.User,
            Kind = DeploymentKind.Deploy,
            ApplicationName = "App",
            Group = new DeploymentGroup(group, "/root", false),
            Revision = $"/store/App/{identity}/bundle.zip",
            Events = [],
            Agent = default,
            User = "u",
            Host = "h",
            FencingNumber = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        status is { } ended ? new DeploymentOutcome("d-AAAAAAAAA", ended, null, [], DateTimeOffset.UnixEpoch) : null, false, null);
}
