using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Yaml;

/// <summary>The first document of a YAML text, or why it cannot be read.</summary>
public sealed class YamlDocument
{
    /// <summary>The depth of nesting that the checks accept.</summary>
    public const int CheckedDepth = 200;

    /// <summary>The depth of nesting at which the Ruby agent runs out of stack.</summary>
    public const int AgentDepth = 1000;

    internal YamlDocument(string text, bool hasByteOrderMark)
    {
        Text = text;
        HasByteOrderMark = hasByteOrderMark;
    }

    /// <summary>The decoded text without its byte order mark; cut off at the first byte that could not be decoded.</summary>
    public string Text { get; }

    /// <summary>Whether the text began with a byte order mark.</summary>
    public bool HasByteOrderMark { get; }

    /// <summary>The root node; null for an empty stream and for a text that cannot be read.</summary>
    public YamlNode? Root { get; internal set; }

    /// <summary>Why the first document cannot be read; null if it can.</summary>
    public YamlFault? Fault { get; internal set; }

    /// <summary>The comments up to the end of the first document.</summary>
    public IReadOnlyList<YamlComment> Comments { get; internal set; } = [];

    /// <summary>Where something stands behind the end of the first document; null if nothing does.</summary>
    public SourceRange? Rest { get; internal set; }

    /// <summary>Whether the first document is opened by <c>---</c>.</summary>
    public bool HasStartMarker { get; internal set; }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">UTF-8, with or without a byte order mark; anything else becomes a <see cref="Fault"/>.</param>
    /// <param name="maxDepth">The deepest nesting that is read.</param>
    public static YamlDocument Parse(byte[] bytes, int maxDepth = CheckedDepth) => YamlDocumentReader.Read(YamlText.From(bytes), maxDepth);

    /// <summary>Reads a text; a leading U+FEFF counts as a byte order mark.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxDepth">The deepest nesting that is read.</param>
    public static YamlDocument Parse(string text, int maxDepth = CheckedDepth) => YamlDocumentReader.Read(YamlText.From(text), maxDepth);

    /// <summary>A document that was not read because of its size.</summary>
    internal static YamlDocument TooLarge(string message) => new("", false)
    {
        Fault = new YamlFault(YamlFaultKind.Size, message, null, SourceRange.Start, SourceRange.Start),
    };
}
