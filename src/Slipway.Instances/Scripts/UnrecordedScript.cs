using System.Text;
using Slipway.Instances.Hooks;

namespace Slipway.Instances.Scripts;

/// <summary>
/// A script that was started in the instant in which the deploying process died, before its process id could be written down. It is known
/// by the deployment id in its environment.
/// </summary>
internal static class UnrecordedScript
{
    /// <summary>Ends every process that carries the deployment's id.</summary>
    internal static void End(string deploymentId, TimeSpan killAfter)
    {
        var variable = Encoding.UTF8.GetBytes($"\0DEPLOYMENT_ID={deploymentId}\0");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || !Carries(folder, variable)) continue;
            if (ProcessTable.Find(id) is { IsAlive: true } process) LeftOverScript.End(id, process.StartTime, killAfter);
        }
    }

    private static bool Carries(string process, byte[] variable)
    {
        try
        {
            return new byte[] { 0 }.Concat(File.ReadAllBytes(process + "/environ")).ToArray().AsSpan().IndexOf(variable) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or somebody else's.
            return false;
        }
    }
}
