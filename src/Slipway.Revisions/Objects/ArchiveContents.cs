namespace Slipway.Revisions.Objects;

/// <summary>
/// What a revision's archive holds, as its manifest says, and how far the files on the disk are still that: which of them are not in the
/// object store yet, and which a script has edited.
/// </summary>
public sealed class ArchiveContents
{
    private readonly PathIndex _paths;
    private readonly State[] _states;

    [Flags]
    private enum State : byte
    {
        None = 0,
        Fresh = 1,
        Edited = 2,
        Twin = 4,
        Shared = 8,
    }

    /// <summary>The contents of an archive; nothing is known to be fresh or edited.</summary>
    public ArchiveContents(RevisionManifest manifest)
    {
        Manifest = manifest;
        Entries = manifest.Entries;
        _states = new State[Entries.Count];
        _paths = new(Entries);
        var contents = new TwinIndex(Entries, regardsMode: false);
        var twins = new TwinIndex(Entries, regardsMode: true);
        for (var i = 0; i < Entries.Count; i++)
        {
            if (!IsFile(i) || contents.Add(i) is not (>= 0 and var first)) continue;
            _states[first] |= State.Shared;
            _states[i] |= State.Shared;
        }

        for (var i = 0; i < Entries.Count; i++)
        {
            if (IsShared(i) && twins.Add(i) >= 0) _states[i] |= State.Twin;
        }
    }

    /// <summary>The manifest.</summary>
    public RevisionManifest Manifest { get; }

    /// <summary>Its entries.</summary>
    public IReadOnlyList<RevisionEntry> Entries { get; }

    /// <summary>Whether an entry is a file.</summary>
    public bool IsFile(int index) => Entries[index].HasContent;

    /// <summary>The object of a file.</summary>
    public ObjectKey KeyOf(int index) => ObjectKey.Of(Entries[index]);

    /// <summary>
    /// Whether the file has the content and mode of one before it. Such a file is never a hard link: a script that writes to one of the two
    /// would write to both.
    /// </summary>
    public bool IsTwin(int index) => (_states[index] & State.Twin) != 0;

    /// <summary>Whether another file, before or after it, has the content too, be it with another mode.</summary>
    public bool IsShared(int index) => (_states[index] & State.Shared) != 0;

    /// <summary>Whether the file was unpacked from the bundle because the store did not have it.</summary>
    public bool IsFresh(int index) => (_states[index] & State.Fresh) != 0;

    /// <summary>Whether the file in the archive may no longer be what the manifest says.</summary>
    public bool IsEdited(int index) => (_states[index] & State.Edited) != 0;

    /// <summary>Remembers that a file came from the bundle.</summary>
    public void MarkFresh(int index) => _states[index] |= State.Fresh;

    /// <summary>Remembers that a script has touched a file.</summary>
    public void MarkEdited(int index) => _states[index] |= State.Edited;

    /// <summary>The entry of a file, or -1.</summary>
    public int Find(string path) => _paths.Find("", path);

    /// <summary>The entry of a file by its folder in the revision (empty for the root) and its name, or -1.</summary>
    public int Find(string folder, string name) => _paths.Find(folder, name);
}
