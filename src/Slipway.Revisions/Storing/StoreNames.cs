using System.Security.Cryptography;
using System.Text;
using Slipway.Specifications;

namespace Slipway.Revisions.Storing;

/// <summary>Names of applications, revisions, bundles and holders as names of folders, files and objects.</summary>
public static class StoreNames
{
    /// <summary>Name of a revision's record beside its bundle.</summary>
    public const string Record = "revision.json";

    /// <summary>Name of the folder with an application's pins.</summary>
    public const string Pins = ".pins";

    // CodeDeploy's limit; escaped, it must still be a file name of less than 255 bytes.
    private const int LongestApplication = 100, LongestFolder = 240;

    /// <summary>The folder of an application.</summary>
    /// <exception cref="SlipwayException">SLW0130.</exception>
    public static string FolderOf(string store, string application)
    {
        if (application.Length is 0 or > LongestApplication)
            throw StoreErrors.BadName(store, $"An application name has 1 to {LongestApplication} characters, and this one has {application.Length}");
        if (application.Any(char.IsControl))
            throw StoreErrors.BadName(store, $"The application name '{RevisionErrors.Shown(application)}' has control characters");

        // "." and ".." are letters to the escaping, and a dot in front marks what is temporary here.
        var folder = Uri.EscapeDataString(application);
        if (folder[0] == '.') folder = "%2E" + folder[1..];
        return folder.Length <= LongestFolder ? folder
            : throw StoreErrors.BadName(store, $"The application name '{application}' is too long for a folder");
    }

    /// <summary>The application of a folder.</summary>
    public static string ApplicationOf(string folder) => Uri.UnescapeDataString(folder);

    /// <summary>The identity, when it is one.</summary>
    /// <exception cref="SlipwayException">SLW0130.</exception>
    public static string CheckIdentity(string store, string identity) =>
        IsIdentity(identity) ? identity
            : throw StoreErrors.BadName(store, $"'{RevisionErrors.Shown(identity)}' is no identity of a revision: 64 hexadecimal digits in lower case");

    /// <summary>Whether a name is a SHA-256 as we write it.</summary>
    public static bool IsIdentity(string? name) => name is { Length: 64 } && name.All(char.IsAsciiHexDigitLower);

    /// <summary>The usual name of a bundle.</summary>
    /// <param name="type">Name of its <see cref="BundleType"/>.</param>
    /// <param name="distinction">What tells it from other bundles of the same revision; null for the only one.</param>
    /// <param name="isSealed">Whether an envelope is around it.</param>
    public static string BundleName(string type, string? distinction = null, bool isSealed = false) =>
        $"bundle{(distinction is null ? "" : "-" + distinction)}.{type.ToLowerInvariant()}{(isSealed ? ".sealed" : "")}";

    /// <summary>Whether a record may name this as its bundle: a record comes from a place where others write.</summary>
    public static bool IsBundleName(string name) =>
        name.StartsWith("bundle", StringComparison.Ordinal) && name.Length < 200 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');

    /// <summary>Name of the file with a holder's pins: holders are called by whatever people call their groups and machines.</summary>
    public static string PinFile(string holder) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(holder)))[..32] + ".json";
}
