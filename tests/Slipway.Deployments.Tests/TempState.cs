using Slipway.Deployments.History;

namespace Slipway.Deployments.Tests;

/// <summary>A state folder of its own for a test.</summary>
internal sealed class TempState : IDisposable
{
    public TempState() => State.Prepare();

    public string Folder { get; } = Directory.CreateTempSubdirectory("slipway-state-").FullName;

    public StateFolder State => StateFolder.At(Path.Combine(Folder, "state"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
