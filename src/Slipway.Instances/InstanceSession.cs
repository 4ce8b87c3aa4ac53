using Slipway.Instances.Events;

namespace Slipway.Instances;

/// <summary>A deployment in progress on one instance. Ends with exactly one of <see cref="Commit"/> and <see cref="Undo"/>; disposing without either undoes.</summary>
public sealed class InstanceSession : IDisposable
{
    internal InstanceSession()
    {
    }

    /// <summary>
    /// Runs one lifecycle event: the scripts of a scriptable one, DownloadBundle or Install itself, nothing for BlockTraffic and AllowTraffic
    /// (the caller does those). Reports start, output and end to the sink. A failing script or install is a result, not an exception.
    /// Cancellation ends a running script (SIGTERM, SIGKILL after 5 s) and makes the event fail.
    /// </summary>
    public EventResult Run(string lifecycleEvent, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Makes the new revision the current and last successful one, durably; from here on a crash goes forward.</summary>
    public void Commit() => throw new NotImplementedException();

    /// <summary>Puts the tree back as it was before <see cref="Instance.Begin"/>, whatever happened since.</summary>
    /// <exception cref="Specifications.SlipwayException">Something could not be put back; it names the paths, and the journal stays for <see cref="Instance.Recover"/>.</exception>
    public void Undo() => throw new NotImplementedException();

    /// <inheritdoc />
    public void Dispose() => throw new NotImplementedException();
}
