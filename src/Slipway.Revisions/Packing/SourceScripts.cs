namespace Slipway.Revisions.Packing;

/// <summary>Which sources are scripts for Linux, and their text with the line ends that Linux takes.</summary>
internal static class SourceScripts
{
    private static readonly string[] ForLinux = [".sh", ".bash"], ForWindows = [".cmd", ".bat", ".ps1", ".psm1", ".psd1", ".vbs", ".exe"];

    /// <summary>Whether a file begins with <c>#!</c>; false for one that cannot be read, which packing refuses later.</summary>
    internal static bool HasShebang(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            Span<byte> start = stackalloc byte[2];
            return RandomAccess.Read(file, start, 0) == 2 && start.SequenceEqual("#!"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What is to happen to the line ends of a file.</summary>
    internal static LineTreatment TreatmentOf(RevisionFile file, Func<string, bool> isHook) => file.LineEnds != LineEnds.LfInScripts ? LineTreatment.Keep
        : EndsWith(file.Path, ForLinux) || (isHook(file.Path) && !EndsWith(file.Path, ForWindows)) ? LineTreatment.ByName : LineTreatment.ByContent;

    /// <summary>Whether the line ends of a content are to be replaced.</summary>
    internal static bool IsForLinux(LineTreatment lines, ReadOnlySpan<byte> content) =>
        lines != LineTreatment.Keep && !content.Contains((byte)0) && (lines == LineTreatment.ByName || content.StartsWith("#!"u8) || content.StartsWith("\uFEFF#!"u8));

    /// <summary>Removes each CR before an LF, in place.</summary>
    /// <returns>The bytes that are left.</returns>
    internal static int ToLf(Span<byte> text)
    {
        var to = text.IndexOf("\r\n"u8);
        if (to < 0) return text.Length;
        for (var from = to; from < text.Length; from++)
        {
            if (text[from] != '\r' || from + 1 == text.Length || text[from + 1] != '\n') text[to++] = text[from];
        }

        return to;
    }

    private static bool EndsWith(string path, string[] endings) => Array.Exists(endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
