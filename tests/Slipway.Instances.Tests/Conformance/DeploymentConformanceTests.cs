using System.Collections.Concurrent;
using Slipway.EndToEnd.Tests.Conformance;
using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.Instances.Tests.Conformance;

/// <summary>All measured deployments, in this process; those whose name contains SLIPWAY_CASE when that is set.</summary>
[Collection(nameof(DeploymentConformanceTests))]
[CollectionDefinition(nameof(DeploymentConformanceTests), DisableParallelization = true)]
public sealed class DeploymentConformanceTests
{
    public static TheoryData<string> Families => [.. DeploymentCase.All.Select(one => one.Family).Distinct()];

    [Theory, MemberData(nameof(Families))]
    public void Leaves_the_tree_that_the_agent_leaves(string family)
    {
        var named = Environment.GetEnvironmentVariable("SLIPWAY_CASE");
        var chosen = DeploymentCase.All
            .Where(one => one.Family == family && (named is null || one.Name.Contains(named, StringComparison.Ordinal)))
            .Where(one => Machine.IsRoot || !one.NeedsRoot).ToList();
        Assert.SkipWhen(chosen.Count == 0, "no case of this family can be run here (those that need root are left out) or was asked for");
        var differences = new ConcurrentDictionary<string, string>();
        Parallel.ForEach(chosen, new ParallelOptions { MaxDegreeOfParallelism = 4 }, one =>
        {
            if (InstanceCaseRun.Differences(one) is { Count: > 0 } found) differences[one.Name] = string.Join("\n  ", found);
        });
        Assert.True(
            differences.IsEmpty,
            $"{differences.Count} of {chosen.Count} cases differ:\n{string.Join("\n", differences.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}\n  {pair.Value}"))}");
    }
}
