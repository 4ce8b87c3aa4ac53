using System.Net.Http.Json;
using System.Text.Json;

namespace Orders;

/// <summary>Asks <c>/health</c> until the wanted deployment answers. Here, because curl is not on every machine.</summary>
public static class HealthProbe
{
    /// <summary>0 when the deployment answered in time, else 1 with the last reason on stderr.</summary>
    public static async Task<int> RunAsync(string url, TimeSpan timeout, string deploymentId)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var deadline = new CancellationTokenSource(timeout);
        var reason = "no answer";
        while (!deadline.IsCancellationRequested)
        {
            try
            {
                var health = await client.GetFromJsonAsync<Health>($"{url}/health", deadline.Token);
                if (health is { Status: "healthy" } && health.DeploymentId == deploymentId)
                {
                    Console.WriteLine($"{url}/health: version {health.Version}, deployment {health.DeploymentId}");
                    return 0;
                }

                reason = $"status '{health?.Status}' of deployment '{health?.DeploymentId}'";
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException)
            {
                if (!deadline.IsCancellationRequested) reason = e.Message;
            }

            await Task.Delay(100, CancellationToken.None);
        }

        Console.Error.WriteLine($"{url}/health did not answer for deployment {deploymentId} within {timeout.TotalSeconds} seconds: {reason}");
        return 1;
    }
}
