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

    /// <summary>The findings of a request some of whose files do not stand on the disk: the appspec of a bundle that was not unpacked.</summary>
    /// <param name="request">What is to be checked.</param>
    /// <param name="contents">Contents by full path.</param>
    /// <param name="cancellation">Stops the programs that are asked.</param>
    public static CheckResult Run(CheckRequest request, IReadOnlyDictionary<string, byte[]> contents, CancellationToken cancellation = default)
    {
        var files = new FileContents();
        foreach (var (path, content) in contents) files.Set(path, content);
        return new CheckRun(request, files).Run(cancellation);
    }
}
