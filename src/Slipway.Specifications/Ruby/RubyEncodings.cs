namespace Slipway.Specifications.Ruby;

/// <summary>The names that a scalar tagged as an encoding may have.</summary>
internal static class RubyEncodings
{
    /// <summary>Whether every Ruby knows an encoding of that name.</summary>
    public static bool Knows(string name) => name.ToUpperInvariant() is "UTF-8" or "UTF-16" or "UTF-16LE" or "UTF-16BE" or "UTF-32"
        or "US-ASCII" or "ASCII" or "ASCII-8BIT" or "BINARY" or "ISO-8859-1" or "ISO-8859-15" or "WINDOWS-1252" or "SHIFT_JIS" or "EUC-JP";
}
