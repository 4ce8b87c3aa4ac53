namespace Slipway.Specifications.Scripts;

/// <summary>A stretch of a text.</summary>
internal readonly record struct ScriptSpan(int Start, int Length)
{
    public int End => Start + Length;
}
