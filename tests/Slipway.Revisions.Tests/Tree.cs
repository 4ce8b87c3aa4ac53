using System.Security.Cryptography;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Tests;

/// <summary>A folder as lines of text, one an entry in ordinal order, to compare trees with.</summary>
internal static class Tree
{
    internal static IReadOnlyList<string> Of(string folder, bool directoryModes = false)
    {
        var lines = new List<string>();
        Add(folder, "");
        lines.Sort(string.CompareOrdinal);
        return lines;

        void Add(string directory, string prefix)
        {
            using var handle = UnixFiles.OpenDirectory(null, directory);
            foreach (var entry in UnixFiles.List(handle, directory))
            {
                var status = UnixFiles.Status(handle, entry.Name);
                var path = Path.Join(directory, entry.Name);
                var mode = Convert.ToString(status.Mode, 8);
                switch (status.Kind)
                {
                    case FileKind.Directory:
                        lines.Add($"{prefix}{entry.Name}/{(directoryModes ? " " + mode : "")}");
                        Add(path, $"{prefix}{entry.Name}/");
                        break;
                    case FileKind.Link:
                        lines.Add($"{prefix}{entry.Name} -> {UnixFiles.ReadLink(handle, entry.Name)}");
                        break;
                    default:
                        lines.Add($"{prefix}{entry.Name} {mode} {Digest(path)}");
                        break;
                }
            }
        }
    }

    private static string Digest(string path)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))[..16];
        }
        catch (UnauthorizedAccessException)
        {
            // Without root, what an archive made unreadable is unreadable.
            return $"{new FileInfo(path).Length}-bytes";
        }
    }
}
