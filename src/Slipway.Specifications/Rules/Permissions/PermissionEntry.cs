using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Permissions;

/// <summary>An item of permissions that can be understood.</summary>
internal sealed class PermissionEntry
{
    private PermissionEntry(YamlMapping item, YamlScalar node, string path)
    {
        Item = item;
        Object = node;
        Path = path;
    }

    public YamlMapping Item { get; }

    /// <summary>The node of the object.</summary>
    public YamlScalar Object { get; }

    /// <summary>The object without slashes around it.</summary>
    public string Path { get; }

    /// <summary><c>**</c> where nothing is written.</summary>
    public string Pattern { get; private set; } = "**";

    public List<string> Except { get; } = [];

    public bool Files { get; private set; } = true;

    public bool Directories { get; private set; } = true;

    /// <summary>The entry; null where a value is one that other rules report.</summary>
    public static PermissionEntry? Of(RuleContext context, YamlMapping item)
    {
        if (item.Find("object")?.Value is not YamlScalar node || context.IsClaimed(node) || item.Find("<<") is not null) return null;
        if (AppSpecView.Text(node)?.Trim() is not { Length: > 0 } text || text[0] != '/' || RevisionListing.Normalize(text) is not { } path) return null;
        var entry = new PermissionEntry(item, node, path);
        return entry.ReadPattern(context) && entry.ReadExcept(context) && entry.ReadType() ? entry : null;
    }

    private bool ReadPattern(RuleContext context)
    {
        if (Item.Find("pattern")?.Value is not { } node || AppSpecView.IsNull(node)) return true;
        if (node is not YamlScalar scalar || context.IsClaimed(scalar) || AppSpecView.Text(scalar) is not { } text) return false;
        Pattern = text;
        return true;
    }

    private bool ReadExcept(RuleContext context)
    {
        if (Item.Find("except")?.Value is not { } node || AppSpecView.IsNull(node)) return true;
        if (node is not YamlSequence list) return false;
        foreach (var name in list.Items)
        {
            if (context.IsClaimed(name) || AppSpecView.Text(name) is not { } text) return false;
            Except.Add(text);
        }

        return true;
    }

    private bool ReadType()
    {
        if (Item.Find("type")?.Value is not { } node || AppSpecView.IsNull(node)) return true;
        if (node is not YamlSequence { Items.Count: > 0 } list) return false;
        Files = Directories = false;
        foreach (var name in list.Items)
        {
            var text = AppSpecView.Text(name);
            Files |= text == "file";
            Directories |= text == "directory";
            if (text is not ("file" or "directory")) return false;
        }

        return true;
    }

    /// <summary>Whether a path below the object, given relative to it, is one that the entry is for.</summary>
    public bool Matches(string below)
    {
        if (Pattern != "**" && !IsMatch(below, Pattern)) return false;
        foreach (var name in Except)
        {
            if (IsMatch(below, name)) return false;
        }

        return true;
    }

    /// <summary>The agent's own pattern: direct children only, and nothing but the asterisk is special.</summary>
    public static bool IsMatch(string name, string pattern)
    {
        if (name.IndexOf('/') >= 0) return false;
        var (at, next, star, again) = (0, 0, -1, 0);
        while (at < name.Length)
        {
            if (next < pattern.Length && pattern[next] == '*')
            {
                star = next++;
                again = at;
            }
            else if (next < pattern.Length && pattern[next] == name[at])
            {
                at++;
                next++;
            }
            else if (star >= 0)
            {
                next = star + 1;
                at = ++again;
            }
            else
            {
                return false;
            }
        }

        while (next < pattern.Length && pattern[next] == '*') next++;
        return next == pattern.Length;
    }
}
