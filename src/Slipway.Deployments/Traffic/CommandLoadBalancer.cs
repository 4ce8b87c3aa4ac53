using System.Globalization;
using Slipway.Deployments.Programs;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Traffic;

/// <summary>
/// A load balancer behind a program of the user's. <c>PROGRAM deregister NAME</c> ends with 0 when the server is drained; a line <c>cut: N</c> of its output says how many requests it cut.
/// <c>PROGRAM register NAME</c> ends with 0 when it is healthy. <c>PROGRAM state NAME</c> prints one of the words of <see cref="States"/>.
/// </summary>
internal sealed class CommandLoadBalancer(LoadBalancerCommandDefinition definition, LoadBalancerDefinition settings, TimeProvider time) : ILoadBalancer
{
    // The program keeps the deadline; this is for one that does not end.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, ServerState> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["in-service"] = ServerState.InService,
        ["draining"] = ServerState.Draining,
        ["out-of-service"] = ServerState.OutOfService,
        ["unhealthy"] = ServerState.Unhealthy,
    };

    public string Name => $"the load balancer command '{string.Join(' ', definition.Program)}'";

    public async Task<ServerState> ReadAsync(string server, CancellationToken cancellation)
    {
        var outcome = await RunAsync("state", server, Grace, cancellation).ConfigureAwait(false);
        var word = Lines(outcome).LastOrDefault() ?? "";
        return States.TryGetValue(word, out var state) ? state : throw Failed($"state {server}", $"printed '{word}' instead of {string.Join(", ", States.Keys)}", outcome);
    }

    public async Task<int> DeregisterAsync(string server, CancellationToken cancellation)
    {
        var outcome = await RunAsync("deregister", server, settings.DrainTimeout + Grace, cancellation).ConfigureAwait(false);
        return Lines(outcome).Where(line => line.StartsWith("cut:", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.TryParse(line.AsSpan(4).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var cut) ? cut : 0).LastOrDefault();
    }

    public Task RegisterAsync(string server, CancellationToken cancellation) => RunAsync("register", server, settings.HealthTimeout + Grace, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<ProgramOutcome> RunAsync(string verb, string server, TimeSpan timeout, CancellationToken cancellation)
    {
        TrafficErrors.RequireName("server", server);
        var variables = new Dictionary<string, string>
        {
            ["SLIPWAY_DRAIN_TIMEOUT"] = Seconds(settings.DrainTimeout),
            ["SLIPWAY_HEALTH_TIMEOUT"] = Seconds(settings.HealthTimeout),
        };
        var outcome = await UserProgram.RunAsync([.. definition.Program, verb, server], timeout, time, cancellation, variables: variables).ConfigureAwait(false);
        return outcome.IsDone ? outcome : throw Failed($"{verb} {server}", outcome.Description(timeout), outcome);
    }

    private SlipwayException Failed(string verb, string what, ProgramOutcome outcome) =>
        new(new SlipwayError("SLW0478", $"'{string.Join(' ', definition.Program)} {verb}' {what}. Try the same command by hand on this machine.{outcome.QuotedOutput()}"));

    private static string[] Lines(ProgramOutcome outcome) => outcome.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Seconds(TimeSpan span) => ((int)Math.Ceiling(span.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
