using CsCheck;
using Slipway.Revisions.Unix;
using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>Whatever is packed, edited, or done to the cache: the bundle is the one that a pack without a cache writes.</summary>
public sealed class CachePropertyTests : IDisposable
{
    private static readonly Gen<Edit> Edits = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 11], Gen.Int[0, 6], Gen.Int[0, 255])
        .Select((kind, file, size, seed) => new Edit(kind, $"d{file % 3}/f{file}", size, seed));

    private static readonly Gen<(BundleType Type, RevisionCompression Compression)> Ways = Gen.Select(Gen.Enum<BundleType>(), Gen.Enum<RevisionCompression>());

    private static readonly int[] Sizes = [0, 1, 63, 65, 3000, 140_000, 1_050_000];

    private readonly TempFolder _temp = new();

    private sealed record Edit(int Kind, string Path, int Size, int Seed);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Any_edits_of_any_tree() => Gen.Select(Ways, Edits.Array[1, 8].Array[1, 4]).Sample(
        (way, rounds) =>
        {
            using var work = new Work(_temp, way.Type, way.Compression);
            foreach (var edits in rounds)
            {
                // Longer than a tick of the file system's clock: what is packed here is believed at once.
                Thread.Sleep(12);
                foreach (var edit in edits) work.Apply(edit);
                if (!work.WarmIsCold()) return false;
            }

            return work.WarmIsCold();
        },
        iter: 25, threads: 2);

    [Fact]
    public void Any_damage_to_the_cache() => Gen.Select(Ways, Edits.Array[4, 10], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 99], Gen.Int[0, 1_000_000], Gen.Int[0, 7]).Array[1, 6]).Sample(
        (way, edits, damages) =>
        {
            using var work = new Work(_temp, way.Type, way.Compression);
            foreach (var edit in edits) work.Apply(edit);
            if (!work.WarmIsCold()) return false;
            foreach (var (kind, file, at, bit) in damages)
            {
                work.Damage(kind, file, at, bit);
                if (!work.WarmIsCold()) return false;
            }

            return true;
        },
        iter: 25, threads: 2);

    [Fact]
    public void Several_packs_that_share_a_cache_at_once()
    {
        using var work = new Work(_temp, BundleType.Zip, RevisionCompression.Fastest);
        for (var i = 0; i < 30; i++) work.Apply(new(0, $"f{i}", 2 + (i % 5), i));
        var cold = work.Pack(null, 0);
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            // Half of them with a limit that keeps the others' segments from staying where they are.
            Assert.Equal(cold, work.Pack(work.Cache, i, limit: i % 2 == 0 ? 20_000 : 1_000_000));
            if (i % 10 == 9) work.RemoveCache();
        });
    }

    /// <summary>A clock by which every file is old enough to be believed.</summary>
    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddMinutes(1);
    }

    private sealed class Work(TempFolder temp, BundleType type, RevisionCompression compression) : IDisposable
    {
        private readonly string _folder = temp.Under(Path.GetRandomFileName());

        internal string Cache => Path.Join(_folder, "cache");

        private string Tree => Path.Join(_folder, "tree");

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        internal void Apply(Edit edit)
        {
            var path = Path.Join(Tree, edit.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (edit.Kind == 4)
            {
                File.Delete(path);
                return;
            }

            if (edit.Kind == 5 && File.Exists(path))
            {
                UnixFiles.ChangeMode(null, path, 0x1c0);
                return;
            }

            // Content that compresses, content that does not, and lines with both kinds of ends.
            var random = new Random(edit.Seed);
            var content = new byte[Sizes[edit.Size]];
            if (edit.Kind == 1) random.NextBytes(content);
            else for (var i = 0; i < content.Length; i++) content[i] = (byte)(random.Next(40) == 0 ? '\n' : edit.Kind == 2 && i % 30 == 0 ? '\r' : 'a' + random.Next(5));
            File.WriteAllBytes(path, content);

            // As old as a checkout: what was written just now is not remembered.
            if (edit.Kind == 3) File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, edit.Seed % 60, DateTimeKind.Utc));
        }

        internal bool WarmIsCold()
        {
            if (!Directory.Exists(Tree) || !Directory.EnumerateFileSystemEntries(Tree).Any()) return true;
            var cold = Pack(null, 0);
            return cold.AsSpan().SequenceEqual(Pack(Cache, 1)) && cold.AsSpan().SequenceEqual(Pack(Cache, 2));
        }

        internal byte[] Pack(string? cache, int number, long limit = PackOptions.DefaultCacheSize)
        {
            var options = new PackOptions { Type = type, Compression = compression, CacheFolder = cache, CacheSize = limit, Clock = new Later() };
            var files = RevisionGathering.FromFolder(Tree).Select(file => file with { LineEnds = LineEnds.LfInScripts }).ToList();
            return File.ReadAllBytes(RevisionPacker.PackAsync(files, Path.Join(_folder, $"bundle-{number}"), options, default).GetAwaiter().GetResult().BundleFile);
        }

        internal void Damage(int kind, int file, int at, int bit)
        {
            var files = Directory.GetFiles(Cache, "*", SearchOption.AllDirectories).Order().ToArray();
            if (files.Length == 0) return;
            var path = files[file % files.Length];
            var content = File.ReadAllBytes(path);
            if (content.Length == 0) return;
            at %= content.Length;
            switch (kind)
            {
                case 0: File.WriteAllBytes(path, content[..at]); break;
                case 1: File.Delete(path); break;
                case 2: File.WriteAllBytes(path, [.. content, .. content.AsSpan(0, at)]); break;
                default:
                    content[at] ^= (byte)(1 << bit);
                    File.WriteAllBytes(path, content);
                    break;
            }
        }

        internal void RemoveCache()
        {
            try
            {
                Directory.Delete(Cache, recursive: true);
            }
            catch (IOException)
            {
                // Another pack wrote into it meanwhile.
            }
        }
    }
}
