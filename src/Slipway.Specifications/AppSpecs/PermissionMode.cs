namespace Slipway.Specifications.AppSpecs;

/// <summary>The text of <c>mode</c> as both agents check it, once they have a text.</summary>
internal static class PermissionMode
{
    /// <summary>What is wrong with a mode.</summary>
    public enum Problem
    {
        None,

        /// <summary>More than four characters.</summary>
        Length,

        /// <summary>A character that is no octal digit.</summary>
        Character,
    }

    /// <summary>The text padded to three digits, the bits, and what is wrong; <paramref name="culprit"/> is the bad character.</summary>
    public static Problem Parse(string text, out string padded, out int bits, out string culprit)
    {
        padded = text.PadLeft(3, '0');
        bits = 0;
        culprit = "";
        if (padded.Length > 4) return Problem.Length;
        for (var i = 0; i < padded.Length; i++)
        {
            if (padded[i] is >= '0' and <= '7')
            {
                bits = (bits * 8) + (padded[i] - '0');
                continue;
            }

            culprit = padded.Substring(i, char.IsHighSurrogate(padded[i]) && i + 1 < padded.Length ? 2 : 1);
            return Problem.Character;
        }

        return Problem.None;
    }
}
