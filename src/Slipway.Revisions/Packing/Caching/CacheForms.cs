using System.Runtime.InteropServices;
using System.Text;

namespace Slipway.Revisions.Packing.Caching;

/// <summary>
/// The forms that one way of packing keeps. Everything that decides about the bytes beside the content is in them: another runtime may bring
/// another zlib, and other bytes would make a warm pack differ from a cold one.
/// </summary>
internal sealed class CacheForms(RevisionCompression compression)
{
    private const string Version = "1";

    private static readonly string Compressor =
        $"{Version} {Deflater.Levels} {RuntimeInformation.FrameworkDescription} {RuntimeInformation.ProcessArchitecture} {WorkQueue.ChunkSize}";

    /// <summary>A whole content, ended.</summary>
    internal ulong Whole { get; } = Number($"whole {compression} {Compressor}");

    /// <summary>A part of a content, not ended.</summary>
    internal ulong Part { get; } = Number($"part {compression} {Compressor}");

    /// <summary>Several entries of a tar together, not ended.</summary>
    internal ulong Group { get; } = Number($"group {compression} {Compressor}");

    /// <summary>The mark of a content that an inspection found clean.</summary>
    internal static ulong Clean(string version, string path) => Number($"clean {Version} {version} {path}");

    private static ulong Number(string text) => Digest.OfContent(Encoding.UTF8.GetBytes(text)).A;
}
