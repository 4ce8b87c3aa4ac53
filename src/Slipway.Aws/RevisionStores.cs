using System.Runtime.CompilerServices;
using Slipway.Revisions;
using Slipway.Revisions.Encryption;
using Slipway.Revisions.Storing;
using Slipway.Specifications;

namespace Slipway.Aws;

/// <summary>Opens the store that <c>RevisionStore</c> or <c>--store</c> names. What needs the AWS SDK is loaded by that alone.</summary>
public static class RevisionStores
{
    /// <summary>The user's own store, used where none is named: <c>~/.local/share/slipway/revisions</c> on Linux.</summary>
    public static string OfUser =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "slipway", "revisions");

    /// <summary>Whether a text is the address of a store, not a folder.</summary>
    public static bool IsS3(string location) => location.StartsWith(S3Address.Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens a store. Nothing is asked of it yet.</summary>
    /// <param name="location">A folder, <c>s3://bucket/prefix</c>, or empty for the user's own store.</param>
    /// <param name="encryptionKey">A key file or a KMS key (id, ARN, <c>alias/NAME</c>); null or empty encrypts nothing. A KMS key and S3: the server encrypts with it.</param>
    /// <param name="workingFolder">Relative paths count from it.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <exception cref="SlipwayException">SLW0135, SLW015n, SLW06nn: the store or the key is none.</exception>
    public static IRevisionStore Open(string location, string? encryptionKey, string workingFolder, TimeProvider? time = null)
    {
        var (kms, file) = Read(location, encryptionKey, workingFolder);
        if (IsS3(location)) return S3(location, kms, file, time);
        var folder = location.Length == 0 ? OfUser : Path.GetFullPath(location, workingFolder);
        return new FolderRevisionStore(folder, time, kms is null ? file : Kms(kms));
    }

    /// <summary>Looks at the names as <see cref="Open"/> does, and at the key file; needs neither network nor credentials.</summary>
    /// <exception cref="SlipwayException">SLW0135, SLW015n, SLW0609: the store or the key is none.</exception>
    public static void Validate(string location, string? encryptionKey, string workingFolder) => Read(location, encryptionKey, workingFolder);

    private static (string? Kms, KeyFile? File) Read(string location, string? encryptionKey, string workingFolder)
    {
        if (IsS3(location)) S3Address.Parse(location);
        else if (location.Contains("://", StringComparison.Ordinal)) throw StoreErrors.UnknownScheme(location);
        return string.IsNullOrEmpty(encryptionKey) ? (null, null)
            : KeyReference.IsKms(encryptionKey) ? (encryptionKey, null)
            : (null, KeyFile.Read(Path.GetFullPath(encryptionKey, workingFolder)));
    }

    // Not inlined: compiling a method loads what it mentions.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static S3RevisionStore S3(string location, string? kms, KeyFile? file, TimeProvider? time)
    {
        var address = S3Address.Parse(location);
        return new(address, AwsClients.S3(address.ToString(), address.Bucket), new() { ServerKeyId = kms }, file, time);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static KmsKeyWrapping Kms(string key) => new(key, AwsClients.Kms(key));
}
