namespace Slipway.Cli.Output;

/// <summary>That a deployment was asked for something; it does so by itself.</summary>
internal static class AskedReport
{
    public static void Print(string deploymentId, string asked, bool json, TextWriter output)
    {
        if (!json)
        {
            output.WriteLine($"Deployment {deploymentId} was asked to {asked}. `slipway logs {deploymentId} --follow` and `slipway show {deploymentId}` tell what comes of it.");
            return;
        }

        Json.Write(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("deploymentId", deploymentId);
            writer.WriteString("asked", asked);
            writer.WriteEndObject();
        });
    }
}
