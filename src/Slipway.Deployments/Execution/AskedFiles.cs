using System.Text.Json;
using Slipway.Deployments.History;

namespace Slipway.Deployments.Execution;

/// <summary>What another process asks of a running deployment: a small file in the deployment's folder.</summary>
/// <param name="At">When.</param>
/// <param name="User">Who.</param>
/// <param name="Host">Where.</param>
internal sealed record Asked(DateTimeOffset At, string User, string Host)
{
    /// <summary>Whether a stopped deployment is rolled back; null leaves it to the group.</summary>
    public bool? RollsBack { get; init; }

    /// <summary>The wait that is to end; null asks to stop.</summary>
    public WaitKind? Wait { get; init; }
}

/// <summary>Hands requests from process to process. The asked one looks every half second.</summary>
internal sealed class AskedFiles : IDisposable
{
    private readonly string folder;
    private readonly Action<Asked> take;
    private readonly ITimer timer;
    private readonly HashSet<string> taken = [];
    private readonly Lock gate = new();

    /// <summary>Looks for requests until disposed.</summary>
    /// <param name="folder">The deployment's folder.</param>
    /// <param name="take">Told of each request once; must not throw.</param>
    /// <param name="time">The clock.</param>
    /// <param name="period">How often.</param>
    public AskedFiles(string folder, Action<Asked> take, TimeProvider time, TimeSpan period)
    {
        (this.folder, this.take) = (folder, take);
        timer = time.CreateTimer(_ => Look(), null, period, period);
    }

    /// <summary>Asks.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Ask(string folder, Asked asked) =>
        DurableFile.Replace(FileOf(folder, asked.Wait), JsonSerializer.SerializeToUtf8Bytes(asked, RecordJson.Readable.Asked));

    public void Dispose() => timer.Dispose();

    private static string FileOf(string folder, WaitKind? wait) => Path.Combine(folder, wait switch
    {
        null => "asked-stop.json",
        WaitKind.Termination => "asked-continue-termination.json",
        _ => "asked-continue-ready.json",
    });

    private void Look()
    {
        lock (gate)
        {
            foreach (var file in new[] { FileOf(folder, null), FileOf(folder, WaitKind.Ready), FileOf(folder, WaitKind.Termination) })
            {
                if (taken.Contains(file) || !File.Exists(file) || Read(file) is not { } asked) continue;
                taken.Add(file);
                take(asked);
            }
        }
    }

    private static Asked? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), RecordJson.Readable.Asked);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
