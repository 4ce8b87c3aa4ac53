namespace Slipway.Specifications.AppSpecs;

/// <summary>An item of <c>acls</c> as agent 1.8 reads it: <c>[d|default:][u|user|g|group|m|mask|o|other:][name]:rights</c>.</summary>
internal static class AccessControlEntry
{
    /// <summary>What is wrong with an entry.</summary>
    public enum Problem
    {
        None,

        /// <summary>The number of parts, or the words in them.</summary>
        Form,

        /// <summary>Rights of the owner, the group or the others, which belong into mode.</summary>
        NoName,

        /// <summary>A character that is no right.</summary>
        Right,
    }

    /// <summary>The normal form <c>[default:]type:name:rwx</c>, or what is wrong; <paramref name="culprit"/> is the bad character.</summary>
    public static Problem Parse(string entry, out string normal, out string culprit)
    {
        normal = "";
        culprit = "";
        var parts = entry.Split(':');
        if (entry.Length == 0 || parts.Length is < 2 or > 4) return Problem.Form;
        var isDefault = parts.Length == 4;
        if (isDefault && !IsDefault(parts[0])) return Problem.Form;
        string? type = null;
        if (parts.Length >= 3)
        {
            var word = parts[parts.Length - 3];
            if (IsDefault(word))
            {
                if (isDefault) return Problem.Form;
                isDefault = true;
            }
            else
            {
                type = TypeOf(word);
                if (type is null) return Problem.Form;
            }
        }

        var name = parts[parts.Length - 2];
        var special = name is "m" or "mask" ? "mask" : name is "o" or "other" ? "other" : null;
        if (special is not null)
        {
            name = type is null ? "" : special;
            type ??= special;
        }

        type ??= "user";
        if (type is "mask" or "other" && name.Length > 0) return Problem.Form;
        if (!isDefault && type != "mask" && name.Length == 0) return Problem.NoName;
        if (!TryRights(parts[parts.Length - 1], out var rights, out culprit)) return Problem.Right;
        normal = $"{(isDefault ? "default:" : "")}{type}:{name}:{rights}";
        return Problem.None;
    }

    /// <summary>Whether an entry that parses is a default entry, which only directories can have.</summary>
    public static bool IsDefaultEntry(string normal) => normal.StartsWith("default:", StringComparison.Ordinal);

    private static bool IsDefault(string word) => word is "d" or "default";

    private static string? TypeOf(string word) => word switch
    {
        "m" or "mask" => "mask",
        "o" or "other" => "other",
        "g" or "group" => "group",
        "u" or "user" => "user",
        _ => null,
    };

    private static bool TryRights(string text, out string rights, out string culprit)
    {
        culprit = "";
        var bits = 0;
        if (text.Length == 1 && text[0] is >= '0' and <= '7')
        {
            bits = text[0] - '0';
        }
        else
        {
            for (var i = 0; i < text.Length; i++)
            {
                var bit = text[i] switch { 'r' => 4, 'w' => 2, 'x' => 1, '-' => 0, _ => -1 };
                if (bit < 0)
                {
                    rights = "";
                    culprit = text.Substring(i, char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1);
                    return false;
                }

                bits |= bit;
            }
        }

        rights = $"{((bits & 4) != 0 ? 'r' : '-')}{((bits & 2) != 0 ? 'w' : '-')}{((bits & 1) != 0 ? 'x' : '-')}";
        return true;
    }
}
