namespace Slipway.Specifications.Secrets;

/// <summary>The alphabets of published secret formats, and what tells a secret from a placeholder in its form.</summary>
internal static class SecretCharacters
{
    /// <summary>A letter or digit.</summary>
    public const byte AlphaNumeric = 1;

    /// <summary>A letter, digit or underscore: what a whole word ends before.</summary>
    public const byte Word = 2;

    /// <summary>A letter, digit, underscore or hyphen.</summary>
    public const byte UrlBase64 = 4;

    /// <summary>A letter, digit, plus or slash.</summary>
    public const byte Base64 = 8;

    /// <summary>An upper-case letter or a digit from 2 to 7.</summary>
    public const byte Base32 = 16;

    /// <summary>A lower-case letter or digit.</summary>
    public const byte LowerAlphaNumeric = 32;

    private static readonly byte[] Classes = Make();

    public static bool Is(byte character, byte alphabet) => (Classes[character] & alphabet) != 0;

    /// <summary>How many characters of an alphabet follow from an offset on, at most so many.</summary>
    public static int Run(byte[] text, int from, int end, byte alphabet, int most)
    {
        var stop = Math.Min(end, from + most);
        var at = from;
        while (at < stop && Is(text[at], alphabet)) at++;
        return at - from;
    }

    /// <summary>Whether nothing of an alphabet stands before an offset.</summary>
    public static bool BeginsAt(byte[] text, int start, int at, byte alphabet) => at <= start || !Is(text[at - 1], alphabet);

    /// <summary>Whether a text is followed by nothing of an alphabet.</summary>
    public static bool EndsAt(byte[] text, int at, int end, byte alphabet) => at >= end || !Is(text[at], alphabet);

    /// <summary>
    /// Whether a text in the form of a secret is one: without <c>EXAMPLE</c>, <c>xxxx</c> and <c>0000</c>, and of more than a few different characters.
    /// </summary>
    public static bool IsReal(byte[] text, int start, int length) =>
        HasVariety(text, start, length) && !Contains(text, start, length, "example") && !Contains(text, start, length, "xxxx")
        && !Contains(text, start, length, "0000");

    /// <summary>Whether at least a quarter of the characters, up to ten, are different ones.</summary>
    public static bool HasVariety(byte[] text, int start, int length)
    {
        ulong low = 0, high = 0;
        var different = 0;
        for (var i = start; i < start + length; i++)
        {
            ref var seen = ref text[i] < 64 ? ref low : ref high;
            var bit = 1UL << (text[i] & 63);
            if ((seen & bit) == 0) different++;
            seen |= bit;
        }

        return different >= Math.Min(10, (length + 3) / 4 + 1);
    }

    /// <summary>Whether a stretch holds a word that is given in lower case.</summary>
    public static bool Contains(byte[] text, int start, int length, string word)
    {
        for (var i = start; i <= start + length - word.Length; i++)
        {
            if (Matches(text, i, start + length, word)) return true;
        }

        return false;
    }

    /// <summary>Whether a word that is given in lower case stands at an offset, in any case.</summary>
    public static bool Matches(byte[] text, int at, int end, string word)
    {
        if (at < 0 || at + word.Length > end) return false;
        for (var i = 0; i < word.Length; i++)
        {
            if (Lower(text[at + i]) != word[i]) return false;
        }

        return true;
    }

    /// <summary>Whether a word stands at an offset exactly.</summary>
    public static bool MatchesExactly(byte[] text, int at, int end, string word)
    {
        if (at < 0 || at + word.Length > end) return false;
        for (var i = 0; i < word.Length; i++)
        {
            if (text[at + i] != word[i]) return false;
        }

        return true;
    }

    public static byte Lower(byte character) => character is >= (byte)'A' and <= (byte)'Z' ? (byte)(character | 0x20) : character;

    private static byte[] Make()
    {
        var classes = new byte[256];
        for (var c = 'a'; c <= 'z'; c++) classes[c] = AlphaNumeric | Word | UrlBase64 | Base64 | LowerAlphaNumeric;
        for (var c = 'A'; c <= 'Z'; c++) classes[c] = AlphaNumeric | Word | UrlBase64 | Base64 | Base32;
        for (var c = '0'; c <= '9'; c++) classes[c] = AlphaNumeric | Word | UrlBase64 | Base64 | LowerAlphaNumeric;
        for (var c = '2'; c <= '7'; c++) classes[c] |= Base32;
        classes['_'] = Word | UrlBase64;
        classes['-'] = UrlBase64;
        classes['+'] = Base64;
        classes['/'] = Base64;
        return classes;
    }
}
