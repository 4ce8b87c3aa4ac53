using System.Text.RegularExpressions;

namespace Slipway.Aws;

/// <summary>Tells the two kinds of keys that <c>RevisionEncryptionKey</c> can name apart.</summary>
public static partial class KeyReference
{
    /// <summary>Whether a text names a KMS key (ARN, <c>alias/NAME</c>, id), not a key file. A file of such a name is written <c>./alias/NAME</c>.</summary>
    public static bool IsKms(string text) => KmsKey().IsMatch(text);

    [GeneratedRegex("^(arn:aws[a-z-]*:kms:.+|alias/.+|mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$")]
    private static partial Regex KmsKey();
}
