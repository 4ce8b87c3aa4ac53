using System.Text;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Packing;

/// <summary>Puts what is to be packed in order, which is part of the bytes, and refuses paths that no instance could unpack.</summary>
internal static class PackPlan
{
    private const int MaximumBytes = 4000;
    private const int MaximumNameBytes = 255;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>In ordinal order of the paths; directories only where they are empty.</summary>
    internal static List<PackItem> Of(IReadOnlyList<RevisionFile> files)
    {
        var byPath = new Dictionary<string, PackItem>(files.Count, StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (Fault(file.Path) is { } fault) throw RevisionErrors.PackPath(file.SourcePath, file.Path, fault);
            var (kind, state, mode) = SourceKind.Of(file.SourcePath);
            var item = new PackItem(file, kind, state, mode);
            if (item.Kind is FileKind.Fifo or FileKind.Socket or FileKind.Device)
                throw RevisionErrors.SpecialFile(file.SourcePath, file.SourcePath, RevisionErrors.KindName(item.Kind));
            if (!byPath.TryAdd(file.Path, item) && (item.Kind != FileKind.Directory || byPath[file.Path].Kind != FileKind.Directory))
                throw RevisionErrors.PackedTwice(file.Path, byPath[file.Path].File.SourcePath, file.SourcePath);
        }

        var parents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, item) in byPath) AddParents(path, item, byPath, parents);
        var items = byPath.Values.Where(i => i.Kind != FileKind.Directory || !parents.Contains(i.File.Path)).ToList();
        items.Sort((a, b) => string.CompareOrdinal(a.File.Path, b.File.Path));
        if (items.Count > 0) Prepare(items, parents);
        return items;
    }

    private static void Prepare(List<PackItem> items, HashSet<string> parents)
    {
        // Parsed only where something depends on it.
        var appSpec = new Lazy<PackedAppSpec>(() => PackedAppSpec.Of(items));
        if (PortableNames.Collision(items.Select(i => i.Path).Concat(parents.Order(StringComparer.Ordinal))) is var (first, second) && appSpec.Value.IsWindows)
            throw RevisionErrors.SameOnWindows(Source(items, second), first, second);
        foreach (var item in items)
        {
            if (item.HasNoMode && (SourceScripts.HasShebang(item.File.SourcePath) || appSpec.Value.IsHook(item.Path))) item.MakeExecutable();
        }
    }

    private static string Source(List<PackItem> items, string path) =>
        items.First(i => i.Path == path || i.Path.StartsWith(path + "/", StringComparison.Ordinal)).File.SourcePath;

    private static void AddParents(string path, PackItem item, Dictionary<string, PackItem> byPath, HashSet<string> parents)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            var parent = path[..slash];
            if (!parents.Add(parent)) return;
            if (byPath.TryGetValue(parent, out var above) && above.Kind != FileKind.Directory)
            {
                var what = $"leads through '{RevisionErrors.Shown(parent)}', which is packed as a file or link from {above.File.SourcePath}";
                throw RevisionErrors.PackPath(item.File.SourcePath, path, what);
            }
        }
    }

    /// <summary>What is wrong with a path; null when nothing is.</summary>
    private static string? Fault(string path)
    {
        if (path.Length == 0) return "is empty";
        if (path[0] == '/') return "is absolute";
        if (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '/' or '\\') return "starts with a drive letter";
        if (path.Contains('\0', StringComparison.Ordinal)) return "has a NUL";
        try
        {
            if (Strict.GetByteCount(path) > MaximumBytes) return $"is longer than {MaximumBytes} bytes";
        }
        catch (EncoderFallbackException)
        {
            return "is not valid Unicode";
        }

        foreach (var segment in path.Split('/'))
        {
            if (segment.Length == 0) return "has an empty segment";
            if (segment is "." or "..") return $"has the segment '{segment}'";
            if (Strict.GetByteCount(segment) > MaximumNameBytes) return $"has a name longer than {MaximumNameBytes} bytes";
        }

        return null;
    }
}
