namespace Slipway.Revisions;

/// <summary>How a bundle is packed.</summary>
public sealed record PackOptions
{
    /// <summary>Its format.</summary>
    public BundleType Type { get; init; } = BundleType.Zip;
}
