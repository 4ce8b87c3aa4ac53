namespace Slipway.Revisions;

/// <summary>
/// The folder in which a project's own group keeps its sandbox and its state. Standing at the top of a revision folder it is no part of the
/// revision: `slipway deploy .` would else deploy what it deployed before, and its own state.
/// </summary>
internal static class LocalFolder
{
    internal const string Name = ".slipway";

    /// <summary>Whether an entry at a depth (0 is the revision's root) is that folder.</summary>
    internal static bool Is(int depth, string name) => depth == 0 && name == Name;
}
