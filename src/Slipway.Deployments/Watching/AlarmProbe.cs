using System.Net.Sockets;
using Slipway.Deployments.Programs;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Watching;

/// <summary>
/// Looks at alarms for real: an address must answer with a status below 400, a program must end with 0. A program that cannot be started and an address that is none are unreadable; an address
/// that nobody answers is failing, for that is what is watched for.
/// </summary>
/// <param name="time">The clock of deadlines.</param>
public sealed class AlarmProbe(TimeProvider time) : IAlarmProbe, IDisposable
{
    // Each look is a connection of its own: a kept one would not see that nobody listens any more.
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public async Task<(AlarmReading Reading, string Reason)> ProbeAsync(AlarmDefinition alarm, CancellationToken cancellation)
    {
        if (alarm.Command is { } command) return await RunAsync(command, alarm.Timeout, cancellation).ConfigureAwait(false);
        return Uri.TryCreate(alarm.Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? await GetAsync(address, alarm.Timeout, cancellation).ConfigureAwait(false)
            : (AlarmReading.Unreadable, $"'{alarm.Url}' is not an address of http or https");
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<(AlarmReading, string)> RunAsync(IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellation)
    {
        var outcome = await UserProgram.RunAsync(command, timeout, time, cancellation).ConfigureAwait(false);
        var reason = $"'{string.Join(' ', command)}' {outcome.Description(timeout)}";
        return outcome switch
        {
            { IsDone: true } => (AlarmReading.Ok, reason),
            { End: ProgramEnd.NotStarted } => (AlarmReading.Unreadable, reason),
            _ => (AlarmReading.Failing, reason + outcome.QuotedOutput()),
        };
    }

    private async Task<(AlarmReading, string)> GetAsync(Uri address, TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var shown = address.GetLeftPart(UriPartial.Path);
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return ((int)answer.StatusCode < 400 ? AlarmReading.Ok : AlarmReading.Failing, $"{shown} answers {(int)answer.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (AlarmReading.Failing, $"{shown} did not answer within {timeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            return (AlarmReading.Failing, $"{shown}: {(e.InnerException ?? e).Message.TrimEnd('.')}");
        }
    }
}
