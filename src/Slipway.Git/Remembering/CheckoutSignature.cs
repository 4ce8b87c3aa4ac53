using System.Buffers;
using System.Text;

namespace Slipway.Git.Remembering;

/// <summary>
/// Everything that the facts of a checkout follow from, as bytes that are compared: what is asked, git's own small files by content, and of every
/// file of the working tree its name, size, inode and times. Equal bytes mean an equal answer, but for files written within the resolution of
/// the clock; <see cref="Newest"/> lets the caller rule those out.
/// </summary>
internal sealed class CheckoutSignature
{
    private const int MostEntries = 200_000;

    private readonly ArrayBufferWriter<byte> _bytes = new(256 * 1024);
    private int _entries;

    private CheckoutSignature()
    {
    }

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>The latest time of a file, in nanoseconds since 1970.</summary>
    public long Newest { get; private set; }

    /// <summary>Takes the signature; null where it cannot be relied on: another system, submodules, an index without checksum.</summary>
    /// <param name="git">The checkout.</param>
    /// <param name="asked">What is asked, as a text.</param>
    /// <param name="ignored">Folders not to look into, because git ignores them; null where the files are not asked for.</param>
    public static CheckoutSignature? Take(GitFolder git, string asked, IReadOnlySet<string>? ignored)
    {
        if (!NativeFiles.IsAvailable || git.Path == git.WorkingTree) return null;
        try
        {
            var signature = new CheckoutSignature();
            signature.Add(asked);
            return GitFiles.AddTo(signature, git) && (ignored is null || signature.AddTree(Path.TrimEndingDirectorySeparator(git.WorkingTree), ignored)) ? signature : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds bytes with their length, so that no two sequences run into one.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        BitConverter.TryWriteBytes(_bytes.GetSpan(4), bytes.Length);
        _bytes.Advance(4);
        _bytes.Write(bytes);
    }

    private bool AddTree(string root, IReadOnlySet<string> ignored)
    {
        var pruned = ignored.ToDictionary(Encoding.UTF8.GetBytes, path => path, new SameBytes()).GetAlternateLookup<ReadOnlySpan<byte>>();
        var open = new Stack<byte[]>();
        open.Push([]);
        var top = Encoding.UTF8.GetBytes(root + "/");
        var path = new ArrayBufferWriter<byte>(4096);
        while (open.Count > 0)
        {
            var relative = open.Pop();
            path.ResetWrittenCount();
            path.Write(top);
            path.Write(relative);
            path.Write("\0"u8);
            var folder = NativeFiles.Open(path.WrittenSpan);
            if (folder == 0) return false;
            try
            {
                Add(relative);
                if (!AddFolder(folder, relative, pruned, open)) return false;
            }
            finally
            {
                _ = NativeFiles.Close(folder);
            }
        }

        return true;
    }

    private bool AddFolder(nint folder, byte[] relative, Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> pruned, Stack<byte[]> open)
    {
        while (NativeFiles.Next(folder, out var kind) is { Length: > 0 } name)
        {
            if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8)) continue;
            if (++_entries > MostEntries) return false;
            if (name.SequenceEqual(".git"u8))
            {
                // A repository inside the tree has a state of its own.
                if (relative.Length > 0) return false;
                continue;
            }

            Add(name);
            var isDirectory = kind == NativeFiles.Directory;
            if (!isDirectory)
            {
                var status = _bytes.GetSpan(40)[..40];
                if (NativeFiles.Status(folder, name, status, out isDirectory) is not { } time) return false;
                if (!isDirectory)
                {
                    _bytes.Advance(40);
                    if (time > Newest) Newest = time;
                }
            }

            if (!isDirectory) continue;
            byte[] below = [.. relative, .. name, (byte)'/'];
            if (!pruned.ContainsKey(below)) open.Push(below);
        }

        return true;
    }

    private sealed class SameBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
