using Slipway.Instances.Events;
using Slipway.Instances.Protocol;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>Passes on what happens on an instance, each event once: after a lost connection the agent tells again what may not have been heard.</summary>
internal sealed class NumberedEvents(IInstanceEvents events)
{
    private long lastSeen;

    /// <summary>Number of the last event that was passed on.</summary>
    public long LastSeen => Interlocked.Read(ref lastSeen);

    /// <summary>Takes what an agent tells. From one thread at a time.</summary>
    public void Take(AgentEvent told)
    {
        if (told is not Happened happened) return;
        if (happened.Number > 0)
        {
            if (happened.Number <= LastSeen) return;
            Interlocked.Exchange(ref lastSeen, happened.Number);
        }

        events.On(happened.Event);
    }
}
