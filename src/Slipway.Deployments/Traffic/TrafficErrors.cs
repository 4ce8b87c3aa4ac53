using System.Text.RegularExpressions;
using Slipway.Specifications;

namespace Slipway.Deployments.Traffic;

/// <summary>What is said when a load balancer does not do what it should; docs/errors/traffic.md lists the codes.</summary>
internal static partial class TrafficErrors
{
    private const int ListedNames = 20;

    public static SlipwayException Unreachable(string balancer, string why, string remedy, Exception? inner = null) =>
        new(new SlipwayError("SLW0470", $"{balancer} cannot be reached: {why}. {remedy}"), inner);

    public static SlipwayException Denied(string balancer, string why, string remedy, Exception? inner = null) =>
        new(new SlipwayError("SLW0471", $"{balancer} refuses this account: {why}. {remedy}"), inner);

    public static SlipwayException UnknownBackend(string balancer, string kind, string name, IReadOnlyCollection<string> known, string? file = null) =>
        new(new SlipwayError("SLW0472", $"{balancer} has no {kind} '{name}'. {Known(known, kind)} Correct loadBalancerInfo in deploy.yml.", file));

    public static SlipwayException UnknownServer(string balancer, string server, IReadOnlyCollection<string> known, string? file = null) =>
        new(new SlipwayError("SLW0473", $"{balancer} has no server '{server}'. {Known(known, "server")} Name the instance's server with its key 'server' in deploy.yml.", file));

    public static SlipwayException Refused(string balancer, string command, string answer) =>
        new(new SlipwayError("SLW0474", $"{balancer} did not take '{command}': {Shortened(answer)} Look at its log and at loadBalancerInfo in deploy.yml."));

    public static SlipwayException NotHealthy(string balancer, string server, TimeSpan timeout, string state) =>
        new(new SlipwayError(
            "SLW0475",
            $"{balancer} does not call '{server}' healthy after {timeout.TotalSeconds:0.#} s: {state}. Look at the application's log; if it needs longer to start, raise healthTimeoutInSeconds."));

    public static SlipwayException NotDrained(string balancer, string server, string state) =>
        new(new SlipwayError("SLW0481", $"{balancer} did not take '{server}' out of service: {state}. Nothing was stopped on the instance; see who else changes the load balancer."));

    public static SlipwayException BadName(string kind, string name) =>
        new(new SlipwayError("SLW0480", $"'{Shortened(name)}' cannot be the name of a {kind}: letters, digits and . _ - : / [ ] are allowed. Correct deploy.yml."));

    /// <summary>Throws unless a name can stand in a command line of a load balancer without becoming something else.</summary>
    public static void RequireName(string kind, string name)
    {
        if (!PlainName().IsMatch(name)) throw BadName(kind, name);
    }

    private static string Known(IReadOnlyCollection<string> names, string kind) =>
        names.Count == 0 ? $"It has no {kind} at all."
            : $"It knows {string.Join(", ", names.Take(ListedNames))}{(names.Count > ListedNames ? $" and {names.Count - ListedNames} more" : "")}.";

    private static string Shortened(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 300 ? line[..300] + "…" : line;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.:\[\]/][A-Za-z0-9_.:\[\]/-]{0,254}\z")]
    private static partial Regex PlainName();
}
