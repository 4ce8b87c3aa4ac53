namespace Slipway.Specifications.Rules.Functions;

/// <summary>Texts that something else completes before the deployment: a pipeline, a template, the toolkit. What will stand there is not known yet.</summary>
internal static class FilledIn
{
    /// <summary>Whether a text holds a placeholder: <c>${X}</c>, <c>$(X)</c>, <c>{{X}}</c>, <c>#{X}</c>, <c>&lt;X&gt;</c>, <c>%X%</c>, <c>@X@</c>, <c>__X__</c>.</summary>
    public static bool Is(string text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            switch (text[i])
            {
                case '$' when text[i + 1] is '{' or '(':
                case '{' when text[i + 1] == '{':
                case '#' when text[i + 1] == '{':
                case '<' when Closes(text, i + 1, '>'):
                case '%' when Closes(text, i + 1, '%'):
                case '@' when Closes(text, i + 1, '@'):
                    return true;
                case '_' when text[i + 1] == '_' && i + 2 < text.Length && text[i + 2] is >= 'A' and <= 'Z' && text.IndexOf("__", i + 3, StringComparison.Ordinal) > 0:
                    return true;
            }
        }

        return false;
    }

    private static bool Closes(string text, int from, char close)
    {
        var end = from;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-' or '.' || (close == '>' && text[end] == ' '))) end++;
        return end > from && end < text.Length && text[end] == close;
    }
}
