namespace Slipway.Specifications.Scripts.CSharp;

/// <summary>
/// Tells texts that the C# compiler's parser cannot survive: it looks ahead recursively, and ends the whole process when the stack is used up.
/// Nobody nests a script that deep.
/// </summary>
public static class CSharpNesting
{
    private const int Deepest = 200;

    /// <summary>Whether brackets or angle brackets are nested too deeply to be parsed.</summary>
    public static bool IsTooDeep(string text)
    {
        var brackets = 0;
        var angles = 0;
        foreach (var c in text)
        {
            switch (c)
            {
                case '(' or '[' or '{': brackets++; break;
                case ')' or ']' or '}': brackets = Math.Max(0, brackets - 1); break;
                case '<': angles++; break;
                case '>': angles = Math.Max(0, angles - 1); break;
                case ';': angles = 0; break;
            }

            if (brackets > Deepest || angles > Deepest) return true;
        }

        return false;
    }
}
