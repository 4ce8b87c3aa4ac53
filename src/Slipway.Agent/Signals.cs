using System.Runtime.InteropServices;

namespace Slipway.Agent;

/// <summary>
/// The signals that an agent gets. That a terminal or a connection is gone is not its end: what runs goes on (the end of its input tells it the same, and it acts on that). SIGTERM and SIGINT
/// end what runs as a cancellation does. That nobody reads its output is an error of writing, since .NET ignores SIGPIPE.
/// </summary>
internal sealed class Signals : IDisposable
{
    /// <summary>As shells report the end by SIGTERM.</summary>
    internal const int ExitCode = 128 + 15;

    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> registrations;

    internal Signals()
    {
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
        ];
    }

    /// <summary>Asked for by SIGTERM or SIGINT.</summary>
    internal CancellationToken Stop => stop.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        registrations.ForEach(r => r.Dispose());
        stop.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
