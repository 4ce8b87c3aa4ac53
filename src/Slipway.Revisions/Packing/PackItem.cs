using Slipway.Revisions.Manifest;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>What decides about the line ends of a file beside its content. What is remembered of it holds for one of these only.</summary>
internal enum LineTreatment
{
    /// <summary>They stay.</summary>
    Keep,

    /// <summary>They are replaced where the content begins like a script.</summary>
    ByContent,

    /// <summary>They are replaced: its name, or the appspec, says that it is a script for Linux.</summary>
    ByName,
}

/// <summary>Something to pack with what it is, and with what becomes known of it while it is packed. One thread at a time works on it.</summary>
internal sealed class PackItem(RevisionFile file, FileKind kind, SourceState state, int? sourceMode)
{
    private const int Executable = 0x1ed, Plain = 0x1a4, PermissionBits = 0x1ff;

    internal RevisionFile File => file;

    internal string Path => file.Path;

    internal FileKind Kind => kind;

    /// <summary>As it was when packing was planned, or when it was read since.</summary>
    internal SourceState State { get; set; } = state;

    /// <summary>Bytes that are packed; other than those of the source where line ends are replaced.</summary>
    internal long Size { get; set; } = state.Size;

    /// <summary>Permission bits: setuid, setgid and sticky are for the appspec to give, since a zip cannot hold them for everybody.</summary>
    internal int Mode { get; private set; } = ((file.Mode ?? sourceMode) ?? Plain) & PermissionBits;

    /// <summary>Whether nobody says what its mode is, so that its content has to.</summary>
    internal bool HasNoMode => file.Mode is null && sourceMode is null && kind == FileKind.File;

    /// <summary>What happens to its line ends.</summary>
    internal LineTreatment Lines { get; set; }

    /// <summary>A link's target, once it was read.</summary>
    internal string? LinkTarget { get; set; }

    /// <summary>Its content, once that is known.</summary>
    internal ContentFacts? Facts { get; set; }

    /// <summary>Whether another write to the source would have shown in <see cref="State"/>.</summary>
    internal bool IsSettled { get; set; }

    /// <summary>Whether it was inspected in this pack, and found clean.</summary>
    internal bool IsNewlyClean { get; set; }

    internal void MakeExecutable() => Mode = Executable;

    /// <summary>The manifest's line.</summary>
    internal RevisionEntry Entry => kind switch
    {
        FileKind.Directory => new(Path, kind, ManifestText.DirectoryMode, 0, null, null),
        FileKind.Link => new(Path, kind, ManifestText.LinkMode, 0, null, LinkTarget),
        _ => new(Path, FileKind.File, Mode, Facts!.Size, Facts.Sha256.ToString(), null),
    };
}
