using System.Text;

namespace Slipway.Specifications.Ruby;

/// <summary>The content of a scalar that is tagged as binary.</summary>
internal static class Base64Text
{
    /// <summary>Ruby's <c>unpack("m")</c>: whatever is no Base64 character is skipped. Bytes become characters one by one.</summary>
    public static string Decode(string text)
    {
        var decoded = new StringBuilder();
        var group = 0;
        var count = 0;
        foreach (var c in text)
        {
            // A padding sign ends the text only where padding may stand; before that it is skipped like any other character.
            if (c == '=' && count >= 2) break;
            var sextet = Sextet(c);
            if (sextet < 0) continue;
            group = (group << 6) | sextet;
            if (++count < 4) continue;
            decoded.Append((char)((group >> 16) & 0xFF)).Append((char)((group >> 8) & 0xFF)).Append((char)(group & 0xFF));
            group = 0;
            count = 0;
        }

        if (count >= 2) decoded.Append((char)((group >> ((6 * count) - 8)) & 0xFF));
        if (count == 3) decoded.Append((char)((group >> 2) & 0xFF));
        return decoded.ToString();
    }

    private static int Sextet(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };
}
