namespace Slipway.Revisions;

/// <summary>The archive formats that a CodeDeploy agent unpacks (<c>bundleType</c>).</summary>
public enum BundleType
{
    /// <summary>zip, the default and the only one on Windows.</summary>
    Zip,

    /// <summary>tar without compression.</summary>
    Tar,

    /// <summary>tar with gzip.</summary>
    Tgz,
}
