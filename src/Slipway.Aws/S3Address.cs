using System.Text.RegularExpressions;
using Slipway.Specifications;

namespace Slipway.Aws;

/// <summary>Where an S3 store is: <c>s3://bucket/prefix</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What all keys begin with; empty, or ending in <c>/</c>.</param>
public sealed partial record S3Address(string Bucket, string Prefix)
{
    /// <summary>What such an address begins with.</summary>
    public const string Scheme = "s3://";

    /// <summary>Reads an address.</summary>
    /// <exception cref="SlipwayException">SLW0609: it is none.</exception>
    public static S3Address Parse(string address)
    {
        if (!address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) throw AwsErrors.BadAddress(address, "it does not begin with s3://");
        var (bucket, prefix) = address[Scheme.Length..].Split('/', 2) is [var first, var rest] ? (first, rest.TrimEnd('/')) : (address[Scheme.Length..], "");
        if (!BucketName().IsMatch(bucket)) throw AwsErrors.BadAddress(address, $"'{bucket}' is no name of a bucket (3 to 63 lower-case letters, digits, dots and hyphens)");
        if (prefix.Length > 0 && prefix.Split('/').Any(segment => segment is "" or "." or ".." || segment.Any(char.IsControl)))
            throw AwsErrors.BadAddress(address, $"the prefix '{prefix}' has an empty part, '.', '..' or control characters");
        if (prefix.Length > LongestPrefix) throw AwsErrors.BadAddress(address, $"the prefix is longer than {LongestPrefix} characters");
        return new(bucket, prefix.Length == 0 ? "" : prefix + "/");
    }

    /// <summary>The address of a revision in a store, with or without the name of its bundle at the end: the store, the application's folder, the identity.</summary>
    /// <exception cref="SlipwayException">SLW0609: it is none.</exception>
    public static (S3Address Store, string ApplicationFolder, string Identity) ParseRevision(string address)
    {
        var segments = Parse(address).Prefix.TrimEnd('/').Split('/').ToList();
        if (segments.Count > 0 && segments[^1].StartsWith("bundle", StringComparison.Ordinal)) segments.RemoveAt(segments.Count - 1);
        if (segments.Count < 2 || !Revisions.Storing.StoreNames.IsIdentity(segments[^1]))
            throw AwsErrors.BadAddress(address, "a revision's address is s3://bucket/prefix/APPLICATION/IDENTITY, and an identity has 64 hexadecimal digits");
        var prefix = string.Concat(segments.SkipLast(2).Select(segment => segment + "/"));
        return (Parse(address) with { Prefix = prefix }, segments[^2], segments[^1]);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}".TrimEnd('/');

    // S3's keys have 1,024 bytes; an application, an identity and a bundle's name take 400.
    private const int LongestPrefix = 500;

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();
}
