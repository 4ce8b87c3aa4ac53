using System.Text.Json;

namespace Slipway.Cli.Tests;

/// <summary>Runs the command line in this process, in a working folder of its own.</summary>
internal sealed class InProcess : IDisposable
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly TextWriter printed;
    private readonly StringWriter error = new() { NewLine = "\n" };
    private readonly CancellationTokenSource stop = new();

    public InProcess() => printed = TextWriter.Synchronized(output);

    public string Folder { get; } = Directory.CreateTempSubdirectory("slipway-cli-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Whether standard output counts as a terminal.</summary>
    public bool IsLive { get; set; }

    public string Output
    {
        get
        {
            // A command may be printing in another thread; the synchronised writer locks itself.
            lock (printed) return output.ToString();
        }
    }

    public string Error => error.ToString();

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public void Stop() => stop.Cancel();

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs a command line; what it prints replaces what the one before printed.</summary>
    public Task<int> Slipway(params string[] arguments)
    {
        output.GetStringBuilder().Clear();
        error.GetStringBuilder().Clear();
        return CommandLine.RunAsync(arguments, new()
        {
            Output = printed,
            Error = error,
            WorkingFolder = Folder,
            Variable = name => Variables.GetValueOrDefault(name) ?? (name == "HOME" ? PathOf("home") : null),
            IsLive = IsLive,
            Stop = stop.Token,
        });
    }

    public void Dispose()
    {
        stop.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
