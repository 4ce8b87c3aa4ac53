using Slipway.Cli.Output;
using Slipway.Revisions;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Inventory;
using Slipway.Revisions.Provenance;
using Slipway.Revisions.Sbom;
using Slipway.Revisions.Signing;
using Slipway.Specifications;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway show REVISION</c></summary>
internal static class ShowRevision
{
    public static int Run(string path, bool allFiles, string? sbomFile, bool json, Surroundings surroundings, CancellationToken cancellation)
    {
        var revision = RevisionInventory.Of(path, cancellation);
        if (sbomFile is not null) return WriteSbom(revision, sbomFile, surroundings);
        var (trust, notTrusted) = Examine(revision);
        var report = new RevisionReport(revision, trust, notTrusted);
        if (json) report.PrintJson(surroundings.Output);
        else report.PrintText(allFiles, surroundings.Output);
        return ExitCode.Done;
    }

    private static (RevisionTrust? Trust, SlipwayError? Error) Examine(RevisionInventory revision)
    {
        if (revision.Attachments.Count == 0) return (null, null);
        try
        {
            return (RevisionTrust.Examine(revision.Manifest.Identity, revision.Attachments, allowed: null), null);
        }
        catch (SlipwayException e)
        {
            // Without ssh-keygen everything else can be shown all the same.
            return (null, e.Error);
        }
    }

    /// <summary>The attached bill of materials, or one that is made now; <c>-</c> prints it.</summary>
    private static int WriteSbom(RevisionInventory revision, string file, Surroundings surroundings)
    {
        if (revision.Type is null)
            throw new UsageException(new("SLW0002", $"{revision.Source} is a folder; a bill of materials is made of a bundle, because it names the revision. Pack it first."));
        var sbom = revision.Attachments.FirstOrDefault(a => a.Name == BundleAttachment.Sbom)?.Content.ToArray() ?? Make(revision);
        if (file == "-")
        {
            surroundings.Output.Write(System.Text.Encoding.UTF8.GetString(sbom));
            return ExitCode.Done;
        }

        try
        {
            File.WriteAllBytes(surroundings.FullPath(file), sbom);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(new("SLW0002", $"{file} cannot be written: {e.Message}"));
        }

        return ExitCode.Done;
    }

    private static byte[] Make(RevisionInventory revision)
    {
        var statement = revision.Attachments.FirstOrDefault(a => a.Name == BundleAttachment.Provenance) is { } attached ? ProvenanceStatement.Parse(attached.Content) : null;
        return RevisionSbom.Make(revision.Manifest, new PackedContents(revision.Source, revision.HasManifest ? revision.Manifest : null), statement?.Facts.ApplicationName);
    }
}
