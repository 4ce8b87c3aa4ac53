using Slipway.Specifications;

namespace Slipway.Deployments.Tests.Simulation;

/// <summary>Instances, their load balancer and chance. What a dead process still asks for never comes back.</summary>
internal sealed class SimulatedWorld
{
    private readonly Random chance;

    public SimulatedWorld(int seed, int count, int zones)
    {
        chance = new(seed);
        Instances = [.. Enumerable.Range(0, count).Select(i => new SimulatedInstance($"i{i}", zones > 1 ? $"z{i % zones}" : null, this))];
        ByName = Instances.ToDictionary(i => i.Name);
    }

    public static Task Never { get; } = new TaskCompletionSource().Task;

    public VirtualTime Time { get; } = new();

    public IReadOnlyList<SimulatedInstance> Instances { get; }

    public IReadOnlyDictionary<string, SimulatedInstance> ByName { get; }

    /// <summary>Which deploying process lives; work of an earlier one hangs.</summary>
    public int Generation { get; private set; }

    public double EventFailure { get; set; }

    public double TrafficFailure { get; set; }

    /// <summary>How many healthy instances must be left whenever one is taken out on purpose; null does not look.</summary>
    public int? Minimum { get; set; }

    public List<string> Broken { get; } = [];

    /// <summary>Timers of the test's own.</summary>
    public List<ITimer> Foreign { get; } = [];

    public int InService => Instances.Count(i => i.IsInService);

    public bool Happens(double probability) => chance.NextDouble() < probability;

    public TimeSpan Between(double fromSeconds, double toSeconds) => TimeSpan.FromSeconds(fromSeconds + (chance.NextDouble() * (toSeconds - fromSeconds)));

    /// <summary>The deploying process dies.</summary>
    public void Die()
    {
        Generation++;
        foreach (var instance in Instances) instance.LoseOwner(agentDies: Happens(0.2));
    }

    public async Task AliveAsync(int generation)
    {
        if (generation != Generation) await Never;
    }

    public void TakeOut(SimulatedInstance instance)
    {
        var served = instance is { IsInService: true, WasRegistered: false };
        instance.IsRegistered = false;
        if (served && Minimum is { } minimum && InService < minimum) Broken.Add($"{instance.Name} was taken out: {InService} in service, minimum {minimum}");
    }

    public static SlipwayException Refused(string code, string message) => new(new(code, message));
}
