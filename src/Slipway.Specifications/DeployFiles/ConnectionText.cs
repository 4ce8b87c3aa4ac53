using System.Globalization;

namespace Slipway.Specifications.DeployFiles;

/// <summary>Reads <c>connection</c>: <c>local</c>, or <c>ssh://user@host:port</c>. What could be taken for an option of ssh, or for more than one word, is refused.</summary>
internal static class ConnectionText
{
    private const string Scheme = "ssh://";

    /// <summary>The connection; null with the reason when it is none.</summary>
    public static InstanceConnection? Parse(string text, out string problem)
    {
        problem = "";
        if (text == "local") return InstanceConnection.Local;
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) return Wrong("write local, or ssh://user@host", out problem);
        var rest = text.Substring(Scheme.Length);
        if (rest.EndsWith("/", StringComparison.Ordinal)) rest = rest.Substring(0, rest.Length - 1);
        var at = rest.LastIndexOf('@');
        var user = at < 0 ? null : rest.Substring(0, at);
        if (user is not null && user.IndexOf(':') >= 0) return Wrong("a password does not stand in a file; use a key", out problem);
        if (user is not null && !IsWord(user, "._-+@\\")) return Wrong($"'{user}' is no account", out problem);
        var (host, port) = Split(rest.Substring(at + 1));
        if (host is null) return Wrong("an IPv6 address stands in brackets: ssh://[::1]:22", out problem);
        if (!(host.IndexOf(':') >= 0 ? IsAddress(host) : IsWord(host, "._-"))) return Wrong($"'{host}' is no host; write ssh://user@host:port", out problem);
        if (port is null) return new InstanceConnection(IsLocal: false, host, user);
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535
            ? new InstanceConnection(IsLocal: false, host, user, number) : Wrong($"'{port}' is no port; ports are 1 to 65535", out problem);
    }

    private static InstanceConnection? Wrong(string why, out string problem)
    {
        problem = why;
        return null;
    }

    /// <summary>Host and port; no host where brackets are missing or not closed.</summary>
    private static (string? Host, string? Port) Split(string text)
    {
        if (text.StartsWith("[", StringComparison.Ordinal))
        {
            var end = text.IndexOf(']');
            if (end < 0) return (null, null);
            var after = text.Substring(end + 1);
            var inside = text.Substring(1, end - 1);
            if (after.Length == 0) return (inside.IndexOf(':') < 0 ? null : inside, null);
            return after[0] == ':' && inside.IndexOf(':') >= 0 ? (inside, after.Substring(1)) : (null, null);
        }

        var colon = text.IndexOf(':');
        if (colon < 0) return (text, null);
        return text.IndexOf(':', colon + 1) >= 0 ? (null, null) : (text.Substring(0, colon), text.Substring(colon + 1));
    }

    private static bool IsAddress(string host)
    {
        var zone = host.IndexOf('%');
        return System.Net.IPAddress.TryParse(zone < 0 ? host : host.Substring(0, zone), out _) && (zone < 0 || IsWord(host.Substring(zone + 1), "._-"));
    }

    private static bool IsWord(string text, string more) =>
        text.Length is > 0 and <= 253 && text[0] != '-' && text.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' || more.IndexOf(c) >= 0);
}
