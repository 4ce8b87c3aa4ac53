using Slipway.Specifications;

namespace Slipway.Revisions.Encryption;

/// <summary>The errors of encryption at rest, SLW0150 to SLW0159; docs/errors/revisions.md lists them.</summary>
public static class EncryptionErrors
{
    /// <summary>SLW0154, for keys of any kind.</summary>
    public static SlipwayException WrongKey(string envelope, string keyId, string givenKeyId, string? why = null) =>
        New("SLW0154",
            (keyId == givenKeyId
                ? $"The key {keyId} does not open this revision{(why is null ? ": it was encrypted for another application or revision, or changed since" : ": " + why)}. "
                : $"The revision is encrypted with the key {keyId}, and {givenKeyId} was given{(why is null ? "" : ": " + why)}. ")
            + "Give that key (RevisionEncryptionKey, --encryption-key), or put the revision again with the key that you have.", envelope);

    internal static SlipwayException KeyFile(string file, string reason, Exception? inner = null) =>
        New("SLW0150", $"The key file cannot be used: {reason}. Name a file that 'slipway key new' made and that this account may read, or a KMS key.", file, inner);

    internal static SlipwayException NoKey(string file) =>
        New("SLW0151", "This is no key file: it holds 32 random bytes in base64 and nothing else. Make one with 'slipway key new FILE'.", file);

    internal static SlipwayException KeyReadableByOthers(string file, string mode) =>
        New("SLW0152", $"Other accounts may use this key file (mode {mode}), so it was not used. Write 'chmod 600 {file}'; if they may have read it, make a new key.", file);

    internal static SlipwayException KeyMissing(string envelope, string keyId) =>
        New("SLW0153", $"The revision is encrypted with the key {keyId}, and no key was given. Give it with RevisionEncryptionKey or --encryption-key.", envelope);

    internal static SlipwayException Tampered(string envelope, string what, Exception? inner = null) =>
        New("SLW0155", $"The encrypted revision was changed or cut off and was not used: {what}. Put the revision again.", envelope, inner);

    internal static SlipwayException NoEnvelope(string envelope, string why) =>
        New("SLW0156", $"The record says that this revision is encrypted, but the file is no envelope of ours: {why}. Put the revision again.", envelope);

    internal static SlipwayException KeyExists(string file) =>
        New("SLW0157", "The file exists and was left as it is: whoever overwrites a key loses what it has encrypted. Name another file.", file);

    private static SlipwayException New(string code, string message, string file, Exception? inner = null) => new(new(code, message, file), inner);
}
