using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Yaml;

/// <summary>What makes a text unreadable.</summary>
public enum YamlFaultKind
{
    /// <summary>A syntax error.</summary>
    Syntax,

    /// <summary>Bytes that are not UTF-8.</summary>
    Encoding,

    /// <summary>A character that YAML does not allow.</summary>
    Character,

    /// <summary>Nested deeper than the limit of the reader.</summary>
    Depth,

    /// <summary>Larger than the limit of the reader.</summary>
    Size,
}

/// <summary>Where and why reading stopped.</summary>
/// <param name="Kind">What kind of fault.</param>
/// <param name="Message">The problem, in words close to what the agents log.</param>
/// <param name="Context">What was being read, null when that does not help.</param>
/// <param name="Range">The place of the problem.</param>
/// <param name="ContextRange">Where the construct began; equal to <paramref name="Range"/> without one.</param>
public sealed record YamlFault(YamlFaultKind Kind, string Message, string? Context, SourceRange Range, SourceRange ContextRange)
{
    /// <summary>Of an <see cref="YamlFaultKind.Encoding"/> fault the offset of the first bad byte.</summary>
    public int ByteOffset { get; init; }

    /// <summary>Of a <see cref="YamlFaultKind.Character"/> fault the character that is not allowed.</summary>
    public int CodePoint { get; init; }
}

internal sealed class YamlFaultException(YamlFault fault) : Exception(fault.Message)
{
    public YamlFault Fault { get; } = fault;
}
