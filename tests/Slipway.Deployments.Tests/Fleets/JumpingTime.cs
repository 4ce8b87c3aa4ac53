namespace Slipway.Deployments.Tests.Fleets;

/// <summary>A machine whose clock is set wrong and right again all the time. Timers run as they do everywhere: by time that only passes.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private int asked;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromDays((Interlocked.Increment(ref asked) % 3) switch { 0 => -2, 1 => 0, _ => 2 });
}
