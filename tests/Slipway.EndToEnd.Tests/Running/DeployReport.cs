using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.EndToEnd.Tests.Running;

/// <summary>What <c>slipway deploy --format json</c> printed.</summary>
internal sealed record DeployReport(string DeploymentId, string Status, string? ErrorCode, string? ErrorMessage, IReadOnlyList<string> ScriptLog)
{
    /// <exception cref="FormatException">The output is not the one JSON object that the contract promises.</exception>
    public static DeployReport Read(Run run)
    {
        try
        {
            var report = JsonNode.Parse(run.Output)!;
            return new DeployReport(
                report["deploymentId"]?.GetValue<string>() ?? "",
                report["status"]!.GetValue<string>(),
                report["error"]?["code"]?.GetValue<string>(),
                report["error"]?["message"]?.GetValue<string>(),
                [.. report["scriptLog"]!.AsArray().Select(line => line!.GetValue<string>())]);
        }
        catch (Exception problem) when (problem is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"not the promised JSON ({problem.Message}): {run}");
        }
    }
}
