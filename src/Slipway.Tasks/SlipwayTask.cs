using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>
/// What the tasks have in common: properties in, one call down, and every way to fail ends as one coded error in the build's log.
/// Paths that come in are absolute, so the current folder does not matter.
/// </summary>
public abstract class SlipwayTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Full path of the project, named by errors that have no better place.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <inheritdoc />
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc />
    public sealed override bool Execute()
    {
        try
        {
            Run(_cancellation.Token);
        }
        catch (SlipwayException e)
        {
            Log.Report(e.Error, ProjectFile);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            Log.Report(BuildErrors.Stopped(), ProjectFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Report(BuildErrors.FileSystem(e.Message), ProjectFile);
        }
#pragma warning disable CA1031 // A stack trace is for us, not for who publishes: it goes to the detailed log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Report(BuildErrors.Internal(e), ProjectFile);
            Log.LogMessage(MessageImportance.Low, "{0}", e);
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>The work of the task.</summary>
    protected abstract void Run(CancellationToken cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }
}
