using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Slipway.Analyzers.Generation;

/// <summary>C# names made from paths and other texts.</summary>
internal sealed class Identifiers
{
    private readonly HashSet<string> _taken;

    /// <param name="taken">Names that the members around it have already, the type's own among them.</param>
    public Identifiers(params string[] taken) => _taken = new(taken, StringComparer.Ordinal);

    /// <summary>A name that no other text of this scope got: words capitalised, everything else dropped, a number behind equal ones.</summary>
    public string For(string text)
    {
        var name = Pascal(text);
        var candidate = name;
        for (var number = 2; !_taken.Add(candidate); number++) candidate = name + number.ToString(CultureInfo.InvariantCulture);
        return candidate;
    }

    /// <summary>The text in words that begin with a capital; never empty, never a keyword.</summary>
    public static string Pascal(string text)
    {
        var name = new StringBuilder(text.Length);
        var start = true;
        foreach (var c in text)
        {
            if (!SyntaxFacts.IsIdentifierPartCharacter(c) || c == '_')
            {
                start = true;
                continue;
            }

            name.Append(start ? char.ToUpperInvariant(c) : c);
            start = false;
        }

        if (name.Length == 0) return "Root";
        if (!SyntaxFacts.IsIdentifierStartCharacter(name[0])) name.Insert(0, '_');
        return name.ToString();
    }
}
