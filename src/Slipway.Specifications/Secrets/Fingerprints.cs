using System.Security.Cryptography;
using System.Text;

namespace Slipway.Specifications.Secrets;

/// <summary>SHA-256 as the file of accepted secrets writes it.</summary>
internal static class Fingerprints
{
    private const string Digits = "0123456789abcdef";

    public static string Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Of(bytes, 0, bytes.Length);
    }

    public static string Of(byte[] content, int start, int length)
    {
#if NET
        var hash = SHA256.HashData(content.AsSpan(start, length));
#else
        using var algorithm = SHA256.Create();
        var hash = algorithm.ComputeHash(content, start, length);
#endif
        var text = new StringBuilder(hash.Length * 2);
        foreach (var value in hash) text.Append(Digits[value >> 4]).Append(Digits[value & 15]);
        return text.ToString();
    }
}
