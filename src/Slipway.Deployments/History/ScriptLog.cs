using System.Globalization;
using System.Text;

namespace Slipway.Deployments.History;

/// <summary>
/// A deployment's <c>scripts.log</c> in the agent's format: time, a blank, then <c>LifecycleEvent - X</c>, <c>Script - location</c>,
/// <c>[stdout]text</c> or <c>[stderr]text</c>. In a deployment to a fleet each text begins with its instance: <c>web-1: [stdout]text</c>. Made by the first script.
/// </summary>
internal sealed class ScriptLog(string deploymentFolder, TimeProvider time) : IDisposable
{
    /// <summary>Characters before the text of a line.</summary>
    public const int TimeLength = 20;

    private StreamWriter? writer;
    private readonly Dictionary<string, string> lastEvents = new(StringComparer.Ordinal);

    /// <summary>The log's file.</summary>
    public static string FileIn(string deploymentFolder) => Path.Combine(deploymentFolder, "scripts.log");

    /// <summary>A script begins.</summary>
    public void Script(string lifecycleEvent, string location, string? instance = null)
    {
        if (lastEvents.GetValueOrDefault(instance ?? "") != lifecycleEvent) Write("LifecycleEvent - " + lifecycleEvent, instance);
        lastEvents[instance ?? ""] = lifecycleEvent;
        Write("Script - " + location, instance);
    }

    /// <summary>An event is over: if it is run again, it gets a heading of its own.</summary>
    public void EventEnded(string? instance = null) => lastEvents.Remove(instance ?? "");

    /// <summary>A script wrote a line.</summary>
    public void Output(bool isError, string line, string? instance = null) => Write((isError ? "[stderr]" : "[stdout]") + line, instance);

    public void Dispose() => writer?.Dispose();

    private void Write(string text, string? instance)
    {
        writer ??= Open();
        writer.Write(time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture) + (instance is null ? text : instance + ": " + text) + "\n");
    }

    private StreamWriter Open() => new(AppendedFile.Open(FileIn(deploymentFolder)), new UTF8Encoding(false)) { AutoFlush = true };
}
