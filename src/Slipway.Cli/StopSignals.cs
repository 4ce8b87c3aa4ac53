using System.Runtime.InteropServices;

namespace Slipway.Cli;

/// <summary>
/// Ctrl-C, SIGTERM and a closed terminal stop a deployment in an orderly way: the running script is ended and the tree put back. A second
/// signal changes nothing; who cannot wait may kill the process, <c>slipway resume</c> puts the tree back then.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public StopSignals(TextWriter error)
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                error.WriteLine(source.IsCancellationRequested
                    ? "slipway: still stopping; the tree is being put back. (If you kill this process, `slipway resume` finishes it.)"
                    : "slipway: stopping...");
                source.Cancel();
            }));
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }
}
