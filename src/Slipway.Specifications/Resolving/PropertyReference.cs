namespace Slipway.Specifications.Resolving;

/// <summary>What begins with <c>$(</c> in a value.</summary>
internal enum ReferenceKind
{
    /// <summary><c>$(Name)</c>: the value of a property.</summary>
    Property,

    /// <summary><c>$$(</c>: the text <c>$(</c> itself, as Kubernetes has it.</summary>
    Escape,

    /// <summary>Something else behind <c>$(</c>: a property function, a blank, another reference.</summary>
    Malformed,
}

/// <summary>A reference in a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How long it is; of a malformed one what a finding marks.</param>
/// <param name="Name">The property; empty where it is none.</param>
internal readonly record struct PropertyReference(ReferenceKind Kind, int Offset, int Length, string Name)
{
    // What a message shows of something that never ends.
    private const int LongestShown = 40;

    /// <summary>Whether a text may hold references at all: most do not.</summary>
    public static bool MayBeIn(string text) => text.IndexOf("$(", StringComparison.Ordinal) >= 0;

    /// <summary>The references between two offsets, from left to right. Each character is looked at a bounded number of times.</summary>
    public static IEnumerable<PropertyReference> Find(string text, int start, int end)
    {
        for (var at = start; at + 1 < end; at++)
        {
            at = text.IndexOf('$', at, end - at);
            if (at < 0 || at + 1 >= end) yield break;
            if (text[at + 1] == '$' && at + 2 < end && text[at + 2] == '(')
            {
                yield return new PropertyReference(ReferenceKind.Escape, at, 3, "");
                at += 2;
            }
            else if (text[at + 1] == '(')
            {
                var found = Property(text, at, end);
                yield return found;
                at = found.Offset + found.Length - 1;
            }
        }
    }

    /// <summary>A text with its references replaced; the escapes become what they stand for.</summary>
    /// <param name="text">The text.</param>
    /// <param name="valueOf">The text in place of a reference.</param>
    public static string Replace(string text, Func<PropertyReference, string> valueOf)
    {
        var replaced = new System.Text.StringBuilder(text.Length);
        var at = 0;
        foreach (var reference in Find(text, 0, text.Length))
        {
            replaced.Append(text, at, reference.Offset - at).Append(valueOf(reference));
            at = reference.Offset + reference.Length;
        }

        return replaced.Append(text, at, text.Length - at).ToString();
    }

    private static PropertyReference Property(string text, int at, int end)
    {
        var name = at + 2;
        var stop = name;
        while (stop < end && IsName(text[stop], stop == name)) stop++;
        if (stop > name && stop < end && text[stop] == ')') return new PropertyReference(ReferenceKind.Property, at, stop + 1 - at, text.Substring(name, stop - name));
        var close = text.IndexOf(')', at, Math.Min(end - at, LongestShown));
        // What lies inside, such as another reference, is part of the fault and not looked at again.
        return new PropertyReference(ReferenceKind.Malformed, at, close < 0 ? Math.Min(end - at, LongestShown) : close + 1 - at, "");
    }

    // As MSBuild has it.
    private static bool IsName(char c, bool first) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' || (!first && c is (>= '0' and <= '9') or '-');
}
