namespace Slipway.Revisions.Storing;

/// <summary>Names of applications and revisions as names of folders.</summary>
internal static class StoreNames
{
    // CodeDeploy's limit; escaped, it must still be a file name of less than 255 bytes.
    private const int LongestApplication = 100, LongestFolder = 240;

    internal static string FolderOf(string store, string application)
    {
        if (application.Length is 0 or > LongestApplication)
            throw RevisionErrors.BadStoreName(store, $"An application name has 1 to {LongestApplication} characters, and this one has {application.Length}");
        if (application.Any(char.IsControl))
            throw RevisionErrors.BadStoreName(store, $"The application name '{RevisionErrors.Shown(application)}' has control characters");

        // "." and ".." are letters to the escaping, and a dot in front marks what is temporary here.
        var folder = Uri.EscapeDataString(application);
        if (folder[0] == '.') folder = "%2E" + folder[1..];
        return folder.Length <= LongestFolder ? folder
            : throw RevisionErrors.BadStoreName(store, $"The application name '{application}' is too long for a folder");
    }

    internal static string ApplicationOf(string folder) => Uri.UnescapeDataString(folder);

    internal static string CheckIdentity(string store, string identity) =>
        IsIdentity(identity) ? identity
            : throw RevisionErrors.BadStoreName(store, $"'{RevisionErrors.Shown(identity)}' is no identity of a revision: 64 hexadecimal digits in lower case");

    internal static bool IsIdentity(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);
}
