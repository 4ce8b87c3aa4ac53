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
    public static ObjectKey Of(RevisionEntry file) => new(file.Content, file.Mode);

    /// <summary>Where it stands in the store: <c>ab/cdef…-644</c>.</summary>
    internal string Name
    {
        get
        {
            // Made for every file of every deployment: 64 digits, a slash, a dash, and the mode in octal.
            Span<char> name = stackalloc char[64 + 6];
            Content.Format(name[1..]);
            (name[0], name[1], name[2]) = (name[1], name[2], '/');
            var length = 65;
            name[length++] = '-';
            if (Mode > 0x1ff) return $"{name[..length]}{Convert.ToString(Mode, 8)}";
            for (var shift = Mode < 8 ? 0 : Mode < 64 ? 3 : 6; shift >= 0; shift -= 3) name[length++] = (char)('0' + ((Mode >> shift) & 7));
            return name[..length].ToString();
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
