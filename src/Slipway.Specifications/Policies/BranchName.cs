namespace Slipway.Specifications.Policies;

/// <summary>What CodeCommit accepts as the name of a branch.</summary>
public static class BranchName
{
    private const int Longest = 256;

    /// <summary>Why a name is refused and at which character; null when it is accepted.</summary>
    /// <param name="name">The name, without <c>refs/heads/</c>.</param>
    /// <param name="isPattern">Whether <c>*</c> stands for other characters.</param>
    public static (int Index, string Problem)? Fault(string name, bool isPattern = false)
    {
        if (name.Length == 0) return (0, "it is empty");
        if (name == "@") return (0, "'@' alone is no name");
        if (name.Length == 40 && name.All(Uri.IsHexDigit)) return (0, "40 hex digits are a commit");
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var before = i == 0 ? '\0' : name[i - 1];
            if (c is '/' or '.' && i == 0) return (i, $"it starts with '{c}'");
            if (c == '.' && before == '.') return (i - 1, "it holds '..'");
            if (c == '/' && before == '/') return (i - 1, "it holds '//'");
            if (c == '{' && before == '@') return (i - 1, "it holds '@{'");
            if (c == ' ') return (i, "it holds a blank");
            if (char.IsControl(c)) return (i, "it holds a control character");
            if (c is '?' or '^' or '[' or '\\' or '~' or ':' || (c == '*' && !isPattern)) return (i, $"it holds '{c}'");
            if (i == Longest) return (i, "it is longer than 256 characters");
        }

        if (name[name.Length - 1] is '/' or '.') return (name.Length - 1, $"it ends with '{name[name.Length - 1]}'");
        return name.EndsWith(".lock", StringComparison.Ordinal) ? (name.Length - 5, "it ends with '.lock'") : null;
    }
}
