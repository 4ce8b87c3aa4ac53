using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>Options of programs that hold a secret.</summary>
internal static class ScriptOptions
{
    private static readonly char[] Separators = ['=', ':'];

    private static readonly string[] Signs = ["securestring", "passw", "pwd", "secret", "token", "key", "://", "net", "mysql", "curl"];

    /// <summary>Whether a script may hold a secret at all; most have none of the words.</summary>
    public static bool MayHoldSecret(string text)
    {
        foreach (var sign in Signs)
        {
            if (text.IndexOf(sign, StringComparison.OrdinalIgnoreCase) >= 0) return true;
        }

        return false;
    }

    /// <summary>The option whose value is a secret written down; null for every other word.</summary>
    /// <param name="program">The program, in lower case.</param>
    /// <param name="written">The word as it is written.</param>
    /// <param name="value">The word without quotes; null when a variable is part of it.</param>
    /// <param name="next">The next word without quotes; null when there is none, or a variable is part of it.</param>
    public static (string Name, bool IsNext)? Secret(string program, string written, string? value, string? next)
    {
        if (value is not null && IsUrl(value)) return ("The URL", false);
        if (program is "curl" && written is "-u" or "--user") return next is not null && IsAccount(next) ? ("The option " + written, true) : null;
        if (program is "mysql" or "mysqldump" or "mysqladmin" && value is { Length: > 2 } && value.StartsWith("-p", StringComparison.Ordinal)) return LiteralSecret.IsLiteral(value.Substring(2)) ? ("The option -p", false) : null;
        if (written.Length < 4 || written[0] is not ('-' or '/')) return null;
        var separator = written.IndexOfAny(Separators, 1);
        var name = separator < 0 ? written : written.Substring(0, separator);
        if (!LiteralSecret.IsSecretName(name.TrimStart('-', '/'))) return null;
        var isNext = separator < 0 || separator == written.Length - 1;
        var secret = isNext ? next : value is null ? null : value.Substring(Math.Min(value.Length, separator + 1));
        if (secret is null || secret.Length == 0 || (isNext && secret[0] is '-' or '/') || secret.IndexOf('%') >= 0 || !LiteralSecret.IsLiteral(secret.Trim('"', '\''))) return null;
        return ("The option " + name, isNext);
    }

    /// <summary>Whether words behind <c>net</c> give an account a password.</summary>
    public static bool IsNetUser(string verb, string password) =>
        verb.Equals("user", StringComparison.OrdinalIgnoreCase) && password.Length > 0 && password[0] is not ('/' or '*' or '%' or '!') && LiteralSecret.IsLiteral(password);

    private static bool IsAccount(string value) => value.IndexOf(':') is > 0 and var colon && value.IndexOf('%') < 0 && LiteralSecret.IsLiteral(value.Substring(colon + 1));

    private static bool IsUrl(string value)
    {
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return false;
        var at = value.IndexOf('@', scheme);
        var colon = value.IndexOf(':', scheme + 3);
        var slash = value.IndexOf('/', scheme + 3);
        return at > 0 && colon > scheme + 3 && colon < at && (slash < 0 || slash > at) && value.IndexOf('%', colon, at - colon) < 0 && LiteralSecret.IsLiteral(value.Substring(colon + 1, at - colon - 1));
    }
}
