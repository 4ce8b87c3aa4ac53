using System.Formats.Tar;
using System.IO.Compression;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Cli.Checking;

/// <summary>Looks for the appspec of a bundle without unpacking it, for the rules alone: what cannot be read here is for staging to refuse.</summary>
internal static class BundleAppSpec
{
    // Behind so much compressed data the look costs more than it tells.
    private const long LargestTgz = 32L << 20;

    /// <summary>The bytes of <c>appspec.yml</c> at the root or in a single leading directory; null when it is not found.</summary>
    public static byte[]? TryRead(string bundle)
    {
        try
        {
            return bundle switch
            {
                _ when bundle.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) => FromZip(bundle),
                _ when bundle.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) => FromTar(File.OpenRead(bundle)),
                _ when new FileInfo(bundle).Length <= LargestTgz => FromTar(new GZipStream(File.OpenRead(bundle), CompressionMode.Decompress)),
                _ => null,
            };
        }
        catch (Exception e) when (
            e is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static byte[]? FromZip(string bundle)
    {
        using var zip = ZipFile.OpenRead(bundle);
        var entry = zip.Entries.Where(e => IsAppSpec(e.FullName)).MinBy(e => e.FullName.Length);
        if (entry is null) return null;
        using var content = entry.Open();
        return Read(content);
    }

    private static byte[]? FromTar(Stream stream)
    {
        using (stream)
        {
            using var tar = new TarReader(stream);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is { } content && IsAppSpec(entry.Name)) return Read(content);
            }

            return null;
        }
    }

    private static bool IsAppSpec(string name)
    {
        var path = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        return path == "appspec.yml"
            || (path.EndsWith("/appspec.yml", StringComparison.Ordinal)
            && path.IndexOf('/', StringComparison.Ordinal) == path.Length - "/appspec.yml".Length);
    }

    private static byte[]? Read(Stream content)
    {
        var buffer = new MemoryStream();
        var part = new byte[64 * 1024];
        for (int read; (read = content.Read(part)) > 0;)
        {
            buffer.Write(part, 0, read);
            if (buffer.Length > AppSpecReader.MaxBytes) return null;
        }

        return buffer.ToArray();
    }
}
