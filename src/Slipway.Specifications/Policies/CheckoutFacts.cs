using System.Text;

namespace Slipway.Specifications.Policies;

/// <summary>The git checkout at one moment: facts only, deciding is the policy's. A text of <c>key: value</c> lines carries it to the compiler.</summary>
public sealed record CheckoutFacts
{
    /// <summary>The short name of the branch, the build server's own word first; null when no branch is known (a detached head).</summary>
    public string? Branch { get; init; }

    /// <summary>The commit of HEAD, in full; null before the first commit and without a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>Reads the text form; lines that are not understood are passed over.</summary>
    public static CheckoutFacts Parse(string text)
    {
        var facts = new CheckoutFacts();
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0) continue;
            var value = line.Substring(colon + 2).TrimEnd('\r');
            facts = line.Substring(0, colon) switch
            {
                "branch" => facts with { Branch = value },
                "commit" => facts with { Commit = value },
                _ => facts,
            };
        }

        return facts;
    }

    /// <summary>The text form.</summary>
    public string Format()
    {
        var text = new StringBuilder();
        if (Branch is not null) text.Append("branch: ").Append(Branch).Append('\n');
        if (Commit is not null) text.Append("commit: ").Append(Commit).Append('\n');
        return text.ToString();
    }
}
