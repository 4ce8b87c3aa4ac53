using Slipway.Instances.Events;

namespace Slipway.Instances.Protocol;

/// <summary>
/// Tells what happens on the instance. What belongs to a deployment has a number and is kept in its folder, which does not exist before the deployment has begun: until then it is kept here.
/// </summary>
internal sealed class AgentEvents(AgentOutput output) : IInstanceEvents, IDisposable
{
    private readonly List<InstanceEvent> early = [];
    private EventsFile? file;
    private bool isBeginning;

    /// <summary>A deployment begins: what is told from now on is its.</summary>
    internal void Begin() => isBeginning = true;

    /// <summary>The deployment has begun or is joined again; what was not heard is told again.</summary>
    internal void Open(string path, long lastSeen)
    {
        try
        {
            file = EventsFile.Open(path, lastSeen, output.Tell);
        }
        catch (IOException e)
        {
            output.Tell(AgentOutput.Json(new Happened(0, new InstanceWarning($"What happens cannot be kept on the instance, so that it is not told again when the connection is lost: {e.Message}"))));
        }

        isBeginning = false;
        foreach (var instanceEvent in early) On(instanceEvent);
        early.Clear();
    }

    /// <summary>The deployment is over, or was refused: what was told early belongs to none.</summary>
    internal void End()
    {
        isBeginning = false;
        file?.Dispose();
        file = null;
        foreach (var instanceEvent in early) On(instanceEvent);
        early.Clear();
    }

    /// <inheritdoc />
    public void On(InstanceEvent instanceEvent)
    {
        // How far it is need not be told again.
        if (instanceEvent is FileProgress) output.Tell(AgentOutput.Json(new Happened(0, instanceEvent)));
        else if (isBeginning) early.Add(instanceEvent);
        else output.Tell(file?.Add(instanceEvent) ?? AgentOutput.Json(new Happened(0, instanceEvent)));
    }

    /// <inheritdoc />
    public void Dispose() => file?.Dispose();
}
