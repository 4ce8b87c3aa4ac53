using System.Text;

namespace Slipway.Specifications.Secrets;

/// <summary>What is text and what is not, and the search in what is not.</summary>
internal static class BinaryFiles
{
    private const int Looked = 8000;
    private const int KeyLength = 20;

    private static readonly HashSet<string> Extensions = new(
        ["dll", "exe", "so", "dylib", "a", "lib", "o", "pdb", "wasm", "node", "png", "jpg", "jpeg", "gif", "bmp", "ico", "webp", "avif", "tif", "tiff", "woff", "woff2",
        "ttf", "otf", "eot", "zip", "gz", "br", "zst", "7z", "rar", "tar", "tgz", "xz", "bz2", "jar", "war", "nupkg", "snupkg", "whl", "mp3", "mp4", "m4a", "ogg", "wav",
        "webm", "avi", "mov", "pdf", "docx", "xlsx", "pptx", "onnx", "db", "sqlite", "mdb", "dmp", "pfx", "p12", "jks", "keystore", "snk", "cer", "der"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name says that the file is no text; <c>.cer</c> and the like may be one, but hold no private keys then.</summary>
    public static bool HasBinaryName(string name) => name.LastIndexOf('.') is >= 0 and var dot && Extensions.Contains(name.Substring(dot + 1));

    /// <summary>The text as UTF-8 and where it begins behind a byte order mark; null for what is no text.</summary>
    public static byte[]? AsUtf8(byte[] content, out int start)
    {
        start = content.Length >= 3 && content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF ? 3 : 0;
        if (content[0] == 0xFF && content[1] == 0xFE && content[2] + content[3] != 0) return Converted(Encoding.Unicode, content);
        if (content[0] == 0xFE && content[1] == 0xFF) return Converted(Encoding.BigEndianUnicode, content);
        return Array.IndexOf(content, (byte)0, 0, Math.Min(content.Length, Looked)) >= 0 ? null : content;
    }

    private static byte[] Converted(Encoding encoding, byte[] content) =>
        content.Length > 2 * SecretScanner.MaxBytes ? new byte[SecretScanner.MaxBytes + 1] : Encoding.UTF8.GetBytes(encoding.GetString(content, 2, content.Length - 2));

    /// <summary>The next <c>AKIA</c> in one or two bytes a character; -1 without one.</summary>
    public static int Next(byte[] content, int from)
    {
#if NET
        var narrow = content.AsSpan(from).IndexOf("AKIA"u8);
        var wide = content.AsSpan(from, narrow < 0 ? content.Length - from : narrow).IndexOf("A\0K\0I\0A\0"u8);
        return wide >= 0 ? from + wide : narrow >= 0 ? from + narrow : -1;
#else
        for (var at = from; (at = Array.IndexOf(content, (byte)'A', at)) >= 0; at++)
        {
            if (Has(content, at, 1) || Has(content, at, 2)) return at;
        }

        return -1;
#endif
    }

    /// <summary>The key at an offset with a character before and behind it; a blank stands for the ends of the file.</summary>
    public static byte[] Around(byte[] content, int at)
    {
        var text = new byte[KeyLength + 2];
        for (var i = 0; i < text.Length; i++) text[i] = at - 1 + i >= 0 && at - 1 + i < content.Length ? content[at - 1 + i] : (byte)' ';
        return text;
    }

    /// <summary>The same of a key with two bytes a character; what is not ASCII becomes a blank.</summary>
    public static byte[] Narrow(byte[] content, int at)
    {
        var text = new byte[KeyLength + 2];
        for (var i = 0; i < text.Length; i++)
        {
            var low = at + (2 * (i - 1));
            text[i] = low >= 0 && low + 1 < content.Length && content[low + 1] == 0 ? content[low] : (byte)' ';
        }

        return text;
    }

#if NET
    /// <summary>Whether the scanner takes a file for no text, as <see cref="HasBinaryName"/> and <see cref="AsUtf8"/> decide together.</summary>
    public static bool IsBinary(string name, ReadOnlySpan<byte> content)
    {
        if (HasBinaryName(name)) return true;
        if (content.Length < 4 || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return false;
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) && content[2] + content[3] != 0) return false;
        return content[..Math.Min(content.Length, Looked)].Contains((byte)0);
    }

    /// <summary>Whether anything in it begins like a key, in one or two bytes a character.</summary>
    public static bool HasKeyStart(ReadOnlySpan<byte> content) => content.IndexOf("AKIA"u8) >= 0 || content.IndexOf("A\0K\0I\0A\0"u8) >= 0;
#endif

#if !NET
    private static bool Has(byte[] content, int at, int step)
    {
        const string Key = "AKIA";
        if (at + (Key.Length * step) > content.Length) return false;
        for (var i = 0; i < Key.Length; i++)
        {
            if (content[at + (i * step)] != Key[i] || (step == 2 && content[at + (i * step) + 1] != 0)) return false;
        }

        return true;
    }
#endif
}
