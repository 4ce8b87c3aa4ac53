using System.Globalization;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Objects;

/// <summary>What an object is: a content with permission bits, which hard links share. Owner and time are the same for all.</summary>
/// <param name="Content">Hash of its bytes.</param>
/// <param name="Mode">Permission bits (0777).</param>
public readonly record struct ObjectKey(ContentHash Content, int Mode)
{
    /// <summary>The time of every object: that of all entries of a bundle that we pack.</summary>
    public static UnixTime Modified { get; } = new(315_532_800, 0);

    /// <summary>The key of a manifest's file.</summary>
    public static ObjectKey Of(RevisionEntry file) => new(ContentHash.Parse(file.Sha256), file.Mode);

    /// <summary>Where it stands in the store: <c>ab/cdef…-644</c>.</summary>
    internal string Name
    {
        get
        {
            var hash = Content.ToString();
            return string.Create(CultureInfo.InvariantCulture, $"{hash.AsSpan(0, 2)}/{hash.AsSpan(2)}-{Convert.ToString(Mode, 8)}");
        }
    }

    /// <summary>
    /// Whether a status is that of an untouched object. Programs that change a file in place change its time, unless they take pains to hide it.
    /// </summary>
    public bool Fits(in FileStatus status, long size) =>
        status.Kind == FileKind.File && status.Size == size && status.Mode == Mode && status.Modified == Modified
        && status.User == OwnUser && status.Group == OwnGroup;

    internal static uint OwnUser { get; } = UnixFiles.IsSupported ? UnixFiles.EffectiveUser : 0;

    internal static uint OwnGroup { get; } = UnixFiles.IsSupported ? UnixFiles.EffectiveGroup : 0;
}
