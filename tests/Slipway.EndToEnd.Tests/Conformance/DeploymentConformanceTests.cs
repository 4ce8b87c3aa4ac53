using System.Collections.Concurrent;
using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.Conformance;

/// <summary>
/// The measured deployments, through the real command line. Every twelfth case, every hook case and every bad archive by default;
/// all with SLIPWAY_FULL=1; those whose name contains SLIPWAY_CASE when that is set.
/// </summary>
public sealed class DeploymentConformanceTests
{
    public static TheoryData<string> Families => [.. DeploymentCase.All.Select(one => one.Family).Distinct()];

    [Theory, MemberData(nameof(Families))]
    public void Deploys_as_the_agent_does(string family)
    {
        var chosen = Chosen().Where(one => one.Family == family).ToList();
        Assert.SkipWhen(chosen.Count == 0, "no case of this family was asked for");
        var differences = new ConcurrentDictionary<string, string>();
        Parallel.ForEach(chosen, new ParallelOptions { MaxDegreeOfParallelism = 2 }, one =>
        {
            if (CaseRun.Differences(one) is { Count: > 0 } found)
            {
                differences[one.Name] = string.Join("\n  ", found);
            }
        });
        Assert.True(differences.IsEmpty,
            $"{differences.Count} of {chosen.Count} cases differ:\n{string.Join("\n", differences.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}\n  {pair.Value}"))}");
    }

    private static IEnumerable<DeploymentCase> Chosen()
    {
        var named = Environment.GetEnvironmentVariable("SLIPWAY_CASE");
        return DeploymentCase.All.Index()
            .Where(pair => named is not null ? pair.Item.Name.Contains(named, StringComparison.Ordinal) : Machine.IsFull || IsRepresentative(pair.Item, pair.Index))
            .Select(pair => pair.Item)
            .Where(one => Machine.IsRoot || !one.NeedsRoot);
    }

    // All of them run in one process in Slipway.Instances.Tests; here it is the way through the command line that is tried.
    private static bool IsRepresentative(DeploymentCase one, int number) =>
        number % 12 == 0 || (number % 3 == 0 && (one.Family.StartsWith("hooks-", StringComparison.Ordinal) || (one.Family == "archive" && !one.Expect.Succeeds)));
}
