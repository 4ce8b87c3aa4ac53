namespace Slipway.Checks;

/// <summary>Runs the rules on what stands on the disk.</summary>
public static class Check
{
    /// <summary>The findings of a request.</summary>
    /// <param name="request">What is to be checked.</param>
    /// <param name="cancellation">Stops the programs that are asked.</param>
    /// <exception cref="IOException">A document cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A document must not be read.</exception>
    public static CheckResult Run(CheckRequest request, CancellationToken cancellation = default) => new CheckRun(request, new FileContents()).Run(cancellation);
}
