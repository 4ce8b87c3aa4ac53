#if NET
using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>Whether the rules about secrets (SLW9011 to SLW9016) have nothing to look at in a file: the quick question that most files answer.</summary>
public static class CleanContents
{
    /// <summary>Changes with every build of these rules, since any change of them may change the answer.</summary>
    public static string Version { get; } = typeof(CleanContents).Module.ModuleVersionId.ToString();

    /// <summary>True where no rule would say anything; false where one might, be it that the secret is accepted. Never throws for bad input.</summary>
    /// <param name="path">The file's path in the revision.</param>
    /// <param name="content">All of it; empty where it is larger than <see cref="SecretScanner.MaxBytes"/>, for then only its name counts.</param>
    public static bool IsClean(string path, ReadOnlySpan<byte> content)
    {
        if (CredentialStores.Of(path) != StoreKind.None) return false;
        // Most bytes of a revision are no text, and need no copy to see that nothing in them begins like a key.
        if (BinaryFiles.IsBinary(path[(path.LastIndexOf('/') + 1)..], content) && !BinaryFiles.HasKeyStart(content)) return true;
        return SecretScanner.Scan(content.ToArray(), path).Count == 0;
    }
}
#endif
