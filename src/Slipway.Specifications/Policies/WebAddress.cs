namespace Slipway.Specifications.Policies;

/// <summary>Addresses that may be shown to everybody.</summary>
public static class WebAddress
{
    private static readonly string[] Schemes = ["https", "http", "ssh", "git"];

    /// <summary>
    /// The address of a repository or a page without user, password and fragment; null for one that means something on this machine only (a path, a
    /// <c>file:</c> address) or is none. git's short form <c>git@host:path</c> comes out as <c>ssh://host/path</c>.
    /// </summary>
    /// <param name="address">The address, as git's configuration has it.</param>
    /// <param name="keepQuery">Whether what follows a <c>?</c> stays: it names a page, and in the address of a repository it may be a token.</param>
    public static string? WithoutLogin(string address, bool keepQuery = false)
    {
        address = address.Trim();
        if (address.IndexOf("://", StringComparison.Ordinal) < 0)
        {
            // host:path. A Windows path has one letter before the colon, and two colons name a program of git's.
            var colon = address.IndexOf(':');
            var slash = address.IndexOf('/');
            if (colon <= 1 || (slash >= 0 && slash < colon) || address.IndexOf("::", StringComparison.Ordinal) >= 0) return null;
            var host = address.Substring(0, colon);
            address = $"ssh://{host.Substring(host.LastIndexOf('@') + 1)}/{address.Substring(colon + 1).TrimStart('/')}";
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !Schemes.Contains(uri.Scheme) || uri.Host.Length == 0) return null;
        return uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path | (keepQuery ? UriComponents.Query : 0), UriFormat.UriEscaped);
    }
}
