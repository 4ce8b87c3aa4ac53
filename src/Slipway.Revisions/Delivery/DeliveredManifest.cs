using System.Text;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Manifest;
using Slipway.Revisions.Signing;
using Slipway.Revisions.Staging;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Revisions.Delivery;

/// <summary>The manifest of a revision that comes without its bundle: nothing but its hash vouches for it, so all that a bundle's reader checks is checked here.</summary>
public static class DeliveredManifest
{
    // Setuid and the like do not reach an instance from bundles either.
    private const int MaximumMode = 0x1ff;

    private const int LongestTarget = 4095;

    /// <summary>Reads a manifest that was sent.</summary>
    /// <param name="identity">What it is said to be: the hash of its text.</param>
    /// <param name="text">Its text.</param>
    /// <param name="attachments">What was attached to the bundle.</param>
    /// <param name="limits">What a revision may hold.</param>
    /// <exception cref="SlipwayException">SLW0266: it is another, or none; SLW0104, SLW0106, SLW0108: it lists what no bundle may hold.</exception>
    public static SignedRevision Open(string identity, ReadOnlyMemory<byte> text, IReadOnlyList<BundleAttachment> attachments, StagingLimits limits)
    {
        if (ManifestText.Parse(text) is not { } manifest) throw RevisionErrors.BadDelivery(identity, "its manifest cannot be read");
        if (manifest.Identity != identity) throw RevisionErrors.BadDelivery(identity, $"its manifest is that of another revision ({manifest.Identity})");
        if (manifest.Entries.Count > limits.Entries) throw RevisionErrors.TooMuch(identity, $"it has more than {limits.Entries} entries");
        long bytes = 0;
        for (var i = 0; i < manifest.Entries.Count; i++)
        {
            var entry = manifest.Entries[i];
            if (BundlePath.Clean(identity, Encoding.UTF8.GetBytes(entry.Path)) is var clean && (clean != entry.Path || clean.Length == 0))
                throw RevisionErrors.BadPath(identity, entry.Path, "is no clean path");
            if (i > 0 && string.CompareOrdinal(manifest.Entries[i - 1].Path, entry.Path) >= 0) throw RevisionErrors.BadDelivery(identity, "its manifest is not in order");
            if (entry.Mode > MaximumMode) throw RevisionErrors.BadDelivery(identity, $"'{RevisionErrors.Shown(entry.Path)}' has a mode that no revision has");
            if (entry.Kind == FileKind.Link && (entry.LinkTarget is null or { Length: 0 or > LongestTarget } || entry.LinkTarget.Contains('\0', StringComparison.Ordinal)))
                throw RevisionErrors.BadDelivery(identity, $"'{RevisionErrors.Shown(entry.Path)}' is a link without a valid target");
            if (entry.Size > limits.TotalBytes - bytes) throw RevisionErrors.TooMuch(identity, $"it unpacks to more than {limits.TotalBytes} bytes");
            bytes += entry.Size;
        }

        return new(manifest, attachments);
    }

    /// <summary>Whether a revision can be laid out from its manifest. One that may lose a leading directory when it is unpacked cannot: its bundle is needed.</summary>
    public static bool IsLayout(RevisionManifest manifest) => !LeadingDirectory.WillGo(manifest);
}
