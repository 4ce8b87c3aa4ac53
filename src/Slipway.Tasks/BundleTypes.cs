using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>The values of <c>RevisionBundleType</c>.</summary>
internal static class BundleTypes
{
    /// <summary>The bundle type of that name, in any case.</summary>
    /// <exception cref="SlipwayException">SLW0056.</exception>
    public static BundleType Named(string name) => name.ToUpperInvariant() switch
    {
        "ZIP" => BundleType.Zip,
        "TAR" => BundleType.Tar,
        "TGZ" => BundleType.Tgz,
        _ => throw new SlipwayException(BuildErrors.UnknownBundleType(name)),
    };
}
