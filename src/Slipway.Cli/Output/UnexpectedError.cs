using Slipway.Specifications;

namespace Slipway.Cli.Output;

/// <summary>The last resort: an error of our own is told with a code, and its details go to a file for the report.</summary>
internal static class UnexpectedError
{
    public static SlipwayError Describe(Exception e, string[] args)
    {
        var message = $"An error inside slipway: {e.GetType().Name}: {e.Message}";
        try
        {
            var file = Path.Combine(Path.GetTempPath(), $"slipway-error-{Path.GetRandomFileName()}.txt");
            File.WriteAllText(file, $"slipway {typeof(UnexpectedError).Assembly.GetName().Version}\n{string.Join(' ', args)}\n{e}\n");
            return new("SLW0099", $"{message} Please report it, with the details that were written to this file.", file);
        }
        catch (Exception writing) when (writing is IOException or UnauthorizedAccessException)
        {
            return new("SLW0099", $"{message} Please report it.");
        }
    }
}
