using Slipway.Instances.Events;

namespace Slipway.Instances.Tests.Conformance;

/// <summary>Keeps what an instance reports.</summary>
internal sealed class RecordedEvents : IInstanceEvents
{
    public List<InstanceEvent> All { get; } = [];

    public IEnumerable<string> Warnings => All.OfType<InstanceWarning>().Select(w => w.Message);

    public void On(InstanceEvent instanceEvent) => All.Add(instanceEvent);
}
