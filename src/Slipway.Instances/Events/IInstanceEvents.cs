namespace Slipway.Instances.Events;

/// <summary>Where an instance reports to. Called from the thread that does the work, in order; must not throw.</summary>
public interface IInstanceEvents
{
    /// <summary>Takes one event.</summary>
    void On(InstanceEvent instanceEvent);
}
