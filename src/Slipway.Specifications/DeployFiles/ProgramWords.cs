using System.Text;

namespace Slipway.Specifications.DeployFiles;

/// <summary>A program with arguments that is written as one text. No shell reads it: words are separated by blanks, and quotes keep blanks in a word.</summary>
internal static class ProgramWords
{
    /// <summary>The words; null when a quote is not closed.</summary>
    public static IReadOnlyList<string>? Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isInWord, quote) = (false, '\0');
        foreach (var c in text)
        {
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else word.Append(c);
            }
            else if (c is '"' or '\'')
            {
                (quote, isInWord) = (c, true);
            }
            else if (!char.IsWhiteSpace(c))
            {
                word.Append(c);
                isInWord = true;
            }
            else if (isInWord)
            {
                words.Add(word.ToString());
                word.Clear();
                isInWord = false;
            }
        }

        if (isInWord) words.Add(word.ToString());
        return quote == '\0' ? words : null;
    }
}
