namespace Slipway.Revisions;

/// <summary>What packing does with the line ends of a file.</summary>
public enum LineEnds
{
    /// <summary>Nothing.</summary>
    AsTheyAre,

    /// <summary>
    /// CR LF becomes LF where the file is a script for Linux: a shebang, the ending <c>.sh</c> or <c>.bash</c>, or a hook that is not one of Windows.
    /// Anything else, anything with a NUL and anything above 1 MiB stays as it is.
    /// </summary>
    LfInScripts,
}
