using System.Text;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>An archive's name for an entry as a clean relative path, or a refusal.</summary>
internal static class BundlePath
{
    private const int MaximumBytes = 4095;
    private const int MaximumNameBytes = 255;
    private const int MaximumDepth = 1000;

    /// <summary>
    /// Leading slashes are stripped and <c>.</c> and empty segments dropped, as GNU tar and unzip do; <c>..</c>, drive letters, NUL and
    /// what no file system takes are refused. The root itself is "".
    /// </summary>
    internal static string Clean(string bundle, ReadOnlySpan<byte> raw)
    {
        if (IsPlain(raw)) return Encoding.ASCII.GetString(raw);
        var name = Decode(bundle, raw);
        if (name.Contains('\0', StringComparison.Ordinal)) throw RevisionErrors.BadPath(bundle, name, "has a NUL in its name");
        if (name.Length > 2 && char.IsAsciiLetter(name[0]) && name[1] == ':' && name[2] is '/' or '\\')
            throw RevisionErrors.BadPath(bundle, name, "starts with a drive letter");
        var segments = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Contains("..")) throw RevisionErrors.BadPath(bundle, name, "leads out of the revision with '..'");
        segments = Array.FindAll(segments, s => s != ".");
        if (Array.Exists(segments, s => Encoding.UTF8.GetByteCount(s) > MaximumNameBytes))
            throw RevisionErrors.BadPath(bundle, name, $"has a name longer than {MaximumNameBytes} bytes");
        if (segments.Length > MaximumDepth || raw.Length > MaximumBytes) throw RevisionErrors.BadPath(bundle, name, "has a path that is too long");
        return string.Join('/', segments);
    }

    /// <summary>Whether a name is clean as it stands, as nearly all are: printable ASCII, plain segments, nothing that looks like a drive.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> raw)
    {
        if (raw.Length is 0 or > MaximumNameBytes || raw.Contains((byte)':') || raw.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e)) return false;
        var start = 0;
        for (var i = 0; i <= raw.Length; i++)
        {
            if (i < raw.Length && raw[i] != '/') continue;
            var segment = raw[start..i];
            if (segment.IsEmpty || segment is [(byte)'.'] or [(byte)'.', (byte)'.']) return false;
            start = i + 1;
        }

        return true;
    }

    internal static string Decode(string bundle, ReadOnlySpan<byte> raw)
    {
        try
        {
            return UnixFiles.Decode(raw, bundle);
        }
        catch (NonUtf8NameException e)
        {
            throw RevisionErrors.BadName(bundle, e.EscapedName);
        }
    }
}
