namespace Slipway.Revisions.Signing;

/// <summary>What a signature of a revision is worth.</summary>
public enum SignatureState
{
    /// <summary>Good, and by an allowed signer.</summary>
    Allowed,

    /// <summary>Good, and nobody vouches for the key.</summary>
    Unvouched,

    /// <summary>Not a signature of this statement.</summary>
    Bad,
}

/// <summary>A signature of a revision, looked at.</summary>
/// <param name="Attachment">Its name in the bundle.</param>
/// <param name="KeyType"><c>ssh-ed25519</c>, <c>ecdsa-p256</c>, …; empty when it cannot be told.</param>
/// <param name="Fingerprint">Of the key, as <c>ssh-keygen -l</c> shows it; empty when it cannot be told.</param>
/// <param name="State">What it is worth.</param>
/// <param name="Principal">The allowed signer; null for others.</param>
/// <param name="Reason">Why it does not count; null when it does.</param>
public sealed record RevisionSignature(string Attachment, string KeyType, string Fingerprint, SignatureState State, string? Principal, string? Reason);
