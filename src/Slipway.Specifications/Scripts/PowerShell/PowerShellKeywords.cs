namespace Slipway.Specifications.Scripts.PowerShell;

/// <summary>The words that begin a statement and are no commands.</summary>
internal sealed record PowerShellKeywords(string Name, PowerShellKeyword Keyword, bool NeedsBrace = false)
{
    private static readonly PowerShellKeywords[] All =
    [
        new("if", PowerShellKeyword.Other), new("elseif", PowerShellKeyword.Other), new("else", PowerShellKeyword.Other),
        new("for", PowerShellKeyword.Other), new("foreach", PowerShellKeyword.Other), new("while", PowerShellKeyword.Other),
        new("until", PowerShellKeyword.Other), new("do", PowerShellKeyword.Other), new("switch", PowerShellKeyword.Other),
        new("try", PowerShellKeyword.Other), new("catch", PowerShellKeyword.Other), new("finally", PowerShellKeyword.Other),
        new("trap", PowerShellKeyword.Other), new("function", PowerShellKeyword.Declaration), new("filter", PowerShellKeyword.Declaration),
        new("class", PowerShellKeyword.Declaration), new("enum", PowerShellKeyword.Declaration), new("param", PowerShellKeyword.Param),
        new("using", PowerShellKeyword.Using), new("exit", PowerShellKeyword.Exit), new("throw", PowerShellKeyword.Throw),
        new("return", PowerShellKeyword.Leave), new("break", PowerShellKeyword.Leave), new("continue", PowerShellKeyword.Leave),
        new("begin", PowerShellKeyword.Named, true), new("process", PowerShellKeyword.Named, true), new("end", PowerShellKeyword.Named, true),
        new("dynamicparam", PowerShellKeyword.Named, true), new("clean", PowerShellKeyword.Clean, true),
    ];

    /// <summary>The keyword that a stretch of a text is; null when it is none.</summary>
    public static PowerShellKeywords? Find(string text, int start, int length)
    {
        foreach (var item in All)
        {
            if (item.Name.Length == length && string.Compare(text, start, item.Name, 0, length, StringComparison.OrdinalIgnoreCase) == 0) return item;
        }

        return null;
    }
}
