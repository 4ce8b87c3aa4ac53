using System.Globalization;
using System.Text;

namespace Slipway.Instances.Scripts;

/// <summary>The agent's <c>logs/scripts.log</c>: one time-stamped line an entry, appended as it comes.</summary>
internal sealed class ScriptsLog : IDisposable
{
    private readonly StreamWriter writer;

    internal ScriptsLog(string file)
    {
        State.StateFolder.Make(Path.GetDirectoryName(file)!);
        writer = new(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite), new UTF8Encoding(false));
    }

    internal void Event(string lifecycleEvent) => Write("LifecycleEvent - " + lifecycleEvent);

    internal void Script(string location) => Write("Script - " + location);

    internal void Output(bool isError, string line) => Write((isError ? "[stderr]" : "[stdout]") + line);

    public void Dispose() => writer.Dispose();

    private void Write(string text)
    {
        writer.Write(DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture) + text + "\n");
        writer.Flush();
    }
}
