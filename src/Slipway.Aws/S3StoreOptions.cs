namespace Slipway.Aws;

/// <summary>How an S3 store sends and keeps.</summary>
public sealed record S3StoreOptions
{
    /// <summary>Bytes of a part; what is larger is sent in parts, several at once. S3 takes 5 MiB to 5 GiB, and at most 10,000 parts.</summary>
    public int PartSize { get; init; } = 8 << 20;

    /// <summary>Parts that are on their way at once; each takes a buffer of <see cref="PartSize"/>.</summary>
    public int PartsAtOnce { get; init; } = 4;

    /// <summary>The KMS key that S3 encrypts with (SSE-KMS): id, ARN or alias; null for the bucket's own setting.</summary>
    public string? ServerKeyId { get; init; }

    /// <summary>
    /// Up to this age an unfinished upload is continued. S3 dates the bundle that comes of it by the beginning of its upload, so this must leave
    /// time enough until <see cref="Abandoned"/>.
    /// </summary>
    public TimeSpan Continued { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Unfinished uploads and bundles without a record are removed when they are older: nobody works on them any more.</summary>
    public TimeSpan Abandoned { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Bytes of a part of a bundle of this size: so many that 10,000 parts suffice.</summary>
    internal int PartSizeFor(long size) => (int)Math.Min(int.MaxValue, Math.Max(PartSize, ((size / 10_000) + (1 << 20)) >> 20 << 20));
}
