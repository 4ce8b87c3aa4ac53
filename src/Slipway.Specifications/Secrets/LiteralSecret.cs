namespace Slipway.Specifications.Secrets;

/// <summary>Tells a secret that is written down from a placeholder, a reference to one, and from other values.</summary>
internal static class LiteralSecret
{
    private static readonly string[] Placeholders = ["changeme", "changeit", "change", "replaceme", "placeholder", "example", "dummy", "todo", "fixme", "tbd", "redacted", "hidden", "masked", "secret", "yourpassword", "yoursecret", "yourtoken", "yourapikey"];

    /// <summary>Tokens that only tell requests and pages apart.</summary>
    private static readonly string[] Handles = ["requesttoken", "clienttoken", "nexttoken", "startingtoken", "pagetoken", "idempotencytoken", "cancellationtoken"];

    private static readonly string[] Switches = ["true", "false", "yes", "no", "on", "off", "none", "null", "nil", "undefined", "default", "optional", "required", "disabled", "enabled", "prompt", "stdin"];

    /// <summary>Whether a variable, key or option of this name holds a secret: <c>DB_PASSWORD</c>, <c>apiKey</c>; not <c>PWD</c>, <c>PASSWORD_FILE</c>.</summary>
    public static bool IsSecretName(string name)
    {
        var dense = Dense(name);
        if (dense is "pwd" or "oldpwd" || Array.Exists(Handles, handle => dense.EndsWith(handle, StringComparison.Ordinal))) return false;
        return dense.EndsWith("password", StringComparison.Ordinal) || dense.EndsWith("passwd", StringComparison.Ordinal) || dense.EndsWith("pwd", StringComparison.Ordinal)
            || dense.EndsWith("secret", StringComparison.Ordinal) || dense.EndsWith("token", StringComparison.Ordinal) || dense.EndsWith("apikey", StringComparison.Ordinal);
    }

    /// <summary>Whether a value, without its quotes, is a secret itself: not empty, no variable, no reference, no placeholder, no switch.</summary>
    public static bool IsLiteral(string value)
    {
        value = value.Trim();
        if (value.Length < 3 || IsOneCharacter(value)) return false;
        if (IsReference(value) || IsEnclosed(value)) return false;
        var dense = Dense(value);
        if (dense.Length == 0 || Array.IndexOf(Switches, dense) >= 0 || Array.IndexOf(Placeholders, dense) >= 0) return false;
        return !dense.StartsWith("changeme", StringComparison.Ordinal) && !dense.StartsWith("your", StringComparison.Ordinal) && !dense.StartsWith("replace", StringComparison.Ordinal)
            && !dense.StartsWith("xxx", StringComparison.Ordinal) && !dense.EndsWith("example", StringComparison.Ordinal) && !dense.EndsWith("here", StringComparison.Ordinal);
    }

    /// <summary>Variables of shells, batch files and templates, commands, names of secrets elsewhere, and paths.</summary>
    private static bool IsReference(string value) =>
        value.IndexOf('$') >= 0 || value.IndexOf('`') >= 0 || value.IndexOf("{{", StringComparison.Ordinal) >= 0 || value.IndexOf("#{", StringComparison.Ordinal) >= 0
        || value.StartsWith("arn:", StringComparison.Ordinal) || value.IndexOf("://", StringComparison.Ordinal) > 0 || value.StartsWith("ssm:", StringComparison.Ordinal) || value.StartsWith("vault:", StringComparison.Ordinal)
        || (value[0] == '/' && value.IndexOf('/', 1) > 0) || value.StartsWith("./", StringComparison.Ordinal) || value.StartsWith("~/", StringComparison.Ordinal);

    /// <summary><c>&lt;password&gt;</c>, <c>{password}</c>, <c>[password]</c>, <c>%PASSWORD%</c>, <c>@PASSWORD@</c>, <c>__PASSWORD__</c>.</summary>
    private static bool IsEnclosed(string value)
    {
        var last = value[value.Length - 1];
        return value[0] switch
        {
            '<' => last == '>',
            '{' => last == '}',
            '[' => last == ']',
            '%' => last == '%',
            '@' => last == '@',
            '_' => value.StartsWith("__", StringComparison.Ordinal) && value.EndsWith("__", StringComparison.Ordinal),
            _ => false,
        };
    }

    private static bool IsOneCharacter(string value)
    {
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] != value[0]) return false;
        }

        return true;
    }

    private static string Dense(string text) => text.Replace("_", "").Replace("-", "").Replace(".", "").Replace(" ", "").ToLowerInvariant();
}
