using System.Globalization;
using System.Text;

namespace Slipway.Instances.Scripts;

/// <summary>The agent's <c>logs/scripts.log</c>: one time-stamped line an entry, appended as it comes.</summary>
internal sealed class ScriptsLog : IDisposable
{
    private readonly StreamWriter writer;
    private readonly Action<string> warn;
    private bool isBroken;

    internal ScriptsLog(string file, Action<string> warn)
    {
        this.warn = warn;
        State.StateFolder.Make(Path.GetDirectoryName(file)!);
        writer = new(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite), new UTF8Encoding(false));
    }

    internal void Event(string lifecycleEvent) => Write("LifecycleEvent - " + lifecycleEvent);

    internal void Script(string location) => Write("Script - " + location);

    internal void Output(bool isError, string line) => Write((isError ? "[stderr]" : "[stdout]") + line);

    public void Dispose()
    {
        try
        {
            writer.Dispose();
        }
        catch (IOException e)
        {
            GiveUp(e);
        }
    }

    // A script that is running must be looked after to its end, whatever becomes of its log.
    private void Write(string text)
    {
        if (isBroken) return;
        try
        {
            writer.Write(DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture) + text + "\n");
            writer.Flush();
        }
        catch (IOException e)
        {
            GiveUp(e);
        }
    }

    private void GiveUp(IOException e)
    {
        if (!isBroken) warn($"The scripts' log is incomplete: {e.Message}");
        isBroken = true;
    }
}
