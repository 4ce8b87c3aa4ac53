using Slipway.Specifications.Findings;
using static Slipway.Specifications.Secrets.SecretCharacters;

namespace Slipway.Specifications.Secrets;

/// <summary>Secret access keys of AWS by the name they are assigned to (SLW9011), and private keys by their headers (SLW9012).</summary>
internal static class KeyFormats
{
    private const int SecretLength = 40;
    private const int LongestHeader = 64;
    private const int LeastKeyData = 20;
    private const int LongestPuttyKey = 16 << 10;

    /// <summary>The 40 characters behind <c>secret_access_key</c> or <c>aws_secret…</c> and an assignment, in code, JSON, YAML, INI or XML.</summary>
    public static SecretMatch? AwsSecret(byte[] text, int start, int end, int anchor)
    {
        var at = anchor + "secret".Length;
        if (!Matches(text, anchor, end, "secret")) return null;
        var isNamed = Separated(text, ref at, end, "access") && Separated(text, ref at, end, "key");
        if (!isNamed && !(anchor - 4 >= start && Matches(text, anchor - 4, end, "aws") && text[anchor - 1] is (byte)'_' or (byte)'-')) return null;
        at += Run(text, at, end, UrlBase64, LongestHeader);
        if (!Assigned(text, ref at, end) || Run(text, at, end, Base64, SecretLength + 1) != SecretLength) return null;
        return IsReal(text, at, SecretLength) && IsMixed(text, at, SecretLength)
            ? new SecretMatch(at, SecretLength, "SLW9011", Severity.Error, "AWS", 4, SecretLength) : null;
    }

    /// <summary>The header of a private key that is followed by one; programs that only know the header hold no key.</summary>
    public static SecretMatch? PrivateKey(byte[] text, int start, int end, int anchor)
    {
        var at = anchor + "PRIVATE KEY".Length;
        if (!MatchesExactly(text, anchor, end, "PRIVATE KEY")) return null;
        if (MatchesExactly(text, at, end, " BLOCK")) at += " BLOCK".Length;
        if (!MatchesExactly(text, at, end, "-----")) return null;
        var header = anchor;
        while (header > start && header > anchor - LongestHeader && text[header - 1] is (byte)' ' or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9')) header--;
        // "BEGIN " was passed over with the rest of the capitals.
        if (header - 5 < start || !MatchesExactly(text, header - 5, end, "-----BEGIN ")) return null;
        header -= 5;
        at += 5;
        if (!HasKeyData(text, at, end)) return null;
        return new SecretMatch(header, at - header, "SLW9012", Severity.Error, "PEM", 0, EndOfBlock(text, at, end) - header);
    }

    /// <summary>The header of a PuTTY key, which begins a line and names its version.</summary>
    public static SecretMatch? PuttyKey(byte[] text, int start, int end, int anchor)
    {
        const string Header = "PuTTY-User-Key-File-";
        if (!MatchesExactly(text, anchor, end, Header) || (anchor > start && text[anchor - 1] is not ((byte)'\n' or (byte)'\r'))) return null;
        var at = anchor + Header.Length;
        if (at + 1 >= end || text[at] is < (byte)'1' or > (byte)'9' || text[at + 1] != ':') return null;
        var line = at;
        while (line < end && line < at + LongestHeader && text[line] is not ((byte)'\n' or (byte)'\r')) line++;
        return new SecretMatch(anchor, line - anchor, "SLW9012", Severity.Error, "PuTTY", 0, Math.Min(end - anchor, LongestPuttyKey));
    }

    /// <summary>Passes over a word with a separator before it, or none.</summary>
    private static bool Separated(byte[] text, ref int at, int end, string word)
    {
        var from = at < end && text[at] is (byte)'_' or (byte)'-' ? at + 1 : at;
        if (!Matches(text, from, end, word)) return false;
        at = from + word.Length;
        return true;
    }

    /// <summary>Passes over what stands between a name and its value: quotes, blanks, an equals sign, colon or tag end, the word <c>value</c>.</summary>
    private static bool Assigned(byte[] text, ref int at, int end)
    {
        var assigned = false;
        for (var stop = Math.Min(end, at + LongestHeader); at < stop;)
        {
            if (Matches(text, at, end, "value") && at + 5 < end && text[at + 5] is (byte)'"' or (byte)'\'' or (byte)'=' or (byte)' ' or (byte)':') at += 5;
            else if (text[at] is (byte)'=' or (byte)':' or (byte)'>')
            {
                assigned = true;
                at++;
            }
            else if (text[at] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'\\' or (byte)']' or (byte)')' or (byte)',') at++;
            else break;
        }

        return assigned;
    }

    /// <summary>Whether both cases of letters occur: 40 hexadecimal digits are a hash.</summary>
    private static bool IsMixed(byte[] text, int start, int length)
    {
        bool upper = false, lower = false;
        for (var i = start; i < start + length; i++)
        {
            upper |= text[i] is >= (byte)'A' and <= (byte)'Z';
            lower |= text[i] is >= (byte)'a' and <= (byte)'z';
        }

        return upper && lower;
    }

    /// <summary>Whether a stretch of base64 follows a header, behind line ends (also written as <c>\n</c>), quotes and header lines.</summary>
    private static bool HasKeyData(byte[] text, int at, int end)
    {
        for (var headers = 0; headers < 8; headers++)
        {
            while (at < end && IsFiller(text, ref at, end)) at++;
            var run = Run(text, at, end, Base64, LongestHeader);
            var behind = at + run;
            if (run >= LeastKeyData) return HasVariety(text, at, run) && IsMixed(text, at, run) && HasDigit(text, at, run) && !(behind < end && text[behind] is (byte)'(' or (byte)'.');
            // "Proc-Type: 4,ENCRYPTED" and the like.
            while (behind < end && behind < at + LongestHeader && Is(text[behind], UrlBase64)) behind++;
            if (run == 0 || behind >= end || text[behind] != ':') return false;
            var stop = Math.Min(end, behind + 256);
            while (behind < stop && text[behind] != '\n' && !(text[behind] == '\\' && behind + 1 < stop && text[behind + 1] == 'n')) behind++;
            at = behind;
        }

        return false;
    }

    private static bool IsFiller(byte[] text, ref int at, int end)
    {
        if (text[at] == '\\' && at + 1 < end && text[at + 1] is (byte)'n' or (byte)'r' or (byte)'\\' or (byte)'\n' or (byte)'\r')
        {
            at++;
            return true;
        }

        return text[at] is (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\''
            || (text[at] == '+' && at + 1 < end && text[at + 1] is (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'\n' or (byte)'\r');
    }

    private static bool HasDigit(byte[] text, int start, int length)
    {
        for (var i = start; i < start + length; i++)
        {
            if (text[i] is >= (byte)'0' and <= (byte)'9') return true;
        }

        return false;
    }

    /// <summary>The key reaches to the next dashes; the next header has some, so all keys of a text together are read once.</summary>
    private static int EndOfBlock(byte[] text, int at, int end)
    {
        while (at < end && !MatchesExactly(text, at, end, "-----")) at++;
        return at;
    }
}
