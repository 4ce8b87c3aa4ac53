using System.Text;
using Slipway.Specifications.Policies;

namespace Slipway.Git.Remembering;

/// <summary>The answer of the last time, with what it followed from. A file that is damaged or of another version is as good as none.</summary>
/// <param name="Taken">When it was taken, in nanoseconds since 1970.</param>
/// <param name="Ignored">The folders that git ignored.</param>
/// <param name="Facts">The facts.</param>
/// <param name="Signature">What they follow from; empty where that is not known yet.</param>
internal sealed record RememberedCheckout(long Taken, IReadOnlySet<string> Ignored, CheckoutFacts Facts, ReadOnlyMemory<byte> Signature)
{
    private const string Version = "slipway checkout 2";

    /// <summary>Times of files may be as coarse as two seconds, and clocks of file servers differ.</summary>
    public static TimeSpan Resolution { get; } = TimeSpan.FromSeconds(2.5);

    public static RememberedCheckout? Load(string file)
    {
        try
        {
            if (!File.Exists(file)) return null;
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(file)), Encoding.UTF8);
            if (reader.ReadString() != Version) return null;
            var taken = reader.ReadInt64();
            var ignored = new HashSet<string>(StringComparer.Ordinal);
            for (var count = reader.ReadInt32(); count > 0; count--) ignored.Add(reader.ReadString());
            var facts = CheckoutFacts.Parse(reader.ReadString());
            var length = reader.ReadInt32();
            var signature = reader.ReadBytes(length);
            return signature.Length == length ? new RememberedCheckout(taken, ignored, facts, signature) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    public void Save(string file)
    {
        try
        {
            var bytes = new MemoryStream(Signature.Length + 4096);
            using var writer = new BinaryWriter(bytes, Encoding.UTF8);
            writer.Write(Version);
            writer.Write(Taken);
            writer.Write(Ignored.Count);
            foreach (var path in Ignored) writer.Write(path);
            writer.Write(Facts.Format());
            writer.Write(Signature.Length);
            writer.Write(Signature.Span);
            // Two builds of one project may write at once: each writes whole.
            var temporary = $"{file}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}";
            using (var stream = File.Create(temporary)) bytes.WriteTo(stream);
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then git is asked again the next time.
        }
    }

    /// <summary>Whether the checkout is the same: nothing differs, and no file was written so late that it could have changed unseen.</summary>
    public bool IsOf(CheckoutSignature now, TimeSpan resolution) => Signature.Length > 0 && now.Newest < Taken - (resolution.Ticks * 100) && Signature.Span.SequenceEqual(now.Bytes);

    public static long Now => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}
