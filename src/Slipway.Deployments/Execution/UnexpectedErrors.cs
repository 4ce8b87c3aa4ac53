using Slipway.Specifications;

namespace Slipway.Deployments.Execution;

/// <summary>Errors that are slipway's own: the user gets one line, whoever mends it the details in a file beside the deployment's record.</summary>
/// <param name="folder">The deployment's folder; null where there is none, as for a preview.</param>
internal sealed class UnexpectedErrors(string? folder)
{
    private readonly Lock gate = new();

    /// <summary>SLW0490 for an exception that nobody expected.</summary>
    /// <param name="e">It.</param>
    /// <param name="instance">The instance that it happened on; null for the whole deployment.</param>
    public SlipwayError Take(Exception e, string? instance = null)
    {
        var details = folder is null ? null : Write(Path.Combine(folder, "error.txt"), instance is null ? $"{e}\n" : $"{instance}: {e}\n");
        return new("SLW0490",
            $"An error inside slipway ended the deployment{(instance is null ? "" : " on this instance")}: {e.GetType().Name}: {e.Message} Please report it{(details is null ? "." : " with the details in the file.")}", details);
    }

    private string? Write(string file, string text)
    {
        try
        {
            lock (gate) File.AppendAllText(file, text);
            return file;
        }
        catch (Exception writing) when (writing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
