using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Yaml;

/// <summary>
/// Builds the tree of the first document from tokens, after the grammar of YAML 1.1 as libyaml has it. Recursion is bounded by the depth
/// limit of the scanner.
/// </summary>
internal sealed partial class YamlDocumentReader
{
    private readonly YamlScanner _scanner;
    private readonly Dictionary<string, string> _tagPrefixes = new(StringComparer.Ordinal);
    private YamlMark _end;

    private YamlDocumentReader(YamlScanner scanner) => _scanner = scanner;

    public static YamlDocument Read(YamlText text, int maxDepth)
    {
        var comments = new List<YamlComment>();
        var scanner = new YamlScanner(text, maxDepth, comments);
        var document = new YamlDocument(text.Text, text.HasByteOrderMark);
        try
        {
            new YamlDocumentReader(scanner).ReadFirst(document);
        }
        catch (YamlFaultException fault)
        {
            document.Root = null;
            document.Fault = fault.Fault;
        }

        document.Comments = comments.ToArray();
        if (document.Fault is null) document.Rest = FindRest(scanner);
        return document;
    }

    /// <summary>The place of whatever follows the first document, readable or not.</summary>
    private static SourceRange? FindRest(YamlScanner scanner)
    {
        try
        {
            while (scanner.Peek().Kind == YamlTokenKind.DocumentEnd) scanner.Skip();
            var token = scanner.Peek();
            return token.Kind == YamlTokenKind.StreamEnd ? null : token.Start.To(token.End);
        }
        catch (YamlFaultException fault)
        {
            return fault.Fault.Range;
        }
    }

    private void ReadFirst(YamlDocument document)
    {
        Take();
        var token = Peek();
        if (token.Kind == YamlTokenKind.StreamEnd) return;
        if (token.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart)
        {
            ReadDirectives();
            if (Peek().Kind != YamlTokenKind.DocumentStart) throw Fault("did not find expected <document start>", null, Peek().Start);
            Take();
            document.HasStartMarker = true;
            document.Root = Peek().Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart
                or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd ? Empty(Peek().Start) : ReadNode(block: true, indentless: false);
        }
        else
        {
            AddDefaultPrefixes();
            document.Root = ReadNode(block: true, indentless: false);
        }

        if (Peek().Kind == YamlTokenKind.DocumentEnd) Take();
    }

    private void ReadDirectives()
    {
        var hasVersion = false;
        while (Peek().Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective)
        {
            var token = Peek();
            if (token.Kind == YamlTokenKind.VersionDirective)
            {
                if (hasVersion) throw Fault("found duplicate %YAML directive", null, token.Start);
                if (token.Text is not ("1.1" or "1.2")) throw Fault("found incompatible YAML document", null, token.Start);
                hasVersion = true;
            }
            else if (!AddPrefix(token.Text, token.Suffix))
            {
                throw Fault("found duplicate %TAG directive", null, token.Start);
            }

            Take();
        }

        AddDefaultPrefixes();
    }

    private void AddDefaultPrefixes()
    {
        AddPrefix("!", "!");
        AddPrefix("!!", "tag:yaml.org,2002:");
    }

    private bool AddPrefix(string handle, string prefix)
    {
        if (_tagPrefixes.ContainsKey(handle)) return false;
        _tagPrefixes.Add(handle, prefix);
        return true;
    }

    private YamlNode ReadNode(bool block, bool indentless)
    {
        var start = Peek().Start;
        if (Peek().Kind == YamlTokenKind.Alias)
        {
            var alias = Take();
            return new YamlAlias { Name = alias.Text, Range = alias.Start.To(alias.End) };
        }

        YamlToken? anchor = null;
        YamlToken? tag = null;
        for (var i = 0; i < 2; i++)
        {
            if (anchor is null && Peek().Kind == YamlTokenKind.Anchor) anchor = Take();
            else if (tag is null && Peek().Kind == YamlTokenKind.Tag) tag = Take();
        }

        var tagText = tag is { } written ? Expand(written, start) : null;
        var node = ReadContent(block, indentless);
        if (node is null)
        {
            if (anchor is null && tag is null)
            {
                throw Fault("did not find expected node content", block ? "while parsing a block node" : "while parsing a flow node", start);
            }

            node = Empty(_end);
        }

        if (anchor is not null || tag is not null) node.SetProperties(anchor?.Text, tagText, tag is { } place ? place.Start.To(place.End) : default);
        return node;
    }

    private YamlNode? ReadContent(bool block, bool indentless)
    {
        var token = Peek();
        switch (token.Kind)
        {
            case YamlTokenKind.BlockEntry when indentless:
                return ReadIndentlessSequence();
            case YamlTokenKind.Scalar:
                Take();
                return new YamlScalar { Value = token.Text, Style = token.Style, Range = token.Start.To(token.End) };
            case YamlTokenKind.FlowSequenceStart:
                return ReadFlowSequence();
            case YamlTokenKind.FlowMappingStart:
                return ReadFlowMapping();
            case YamlTokenKind.BlockSequenceStart when block:
                return ReadBlockSequence();
            case YamlTokenKind.BlockMappingStart when block:
                return ReadBlockMapping();
            default:
                return null;
        }
    }

    private string Expand(YamlToken tag, YamlMark start)
    {
        if (tag.Text.Length == 0) return tag.Suffix;
        return _tagPrefixes.TryGetValue(tag.Text, out var prefix) ? prefix + tag.Suffix
            : throw Fault("found undefined tag handle", "while parsing a node", start);
    }

    private YamlSequence ReadBlockSequence()
    {
        var start = Take().Start;
        var sequence = new YamlSequence();
        while (Peek().Kind == YamlTokenKind.BlockEntry)
        {
            var dash = Take();
            var empty = Peek().Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd;
            sequence.Add(empty ? Empty(dash.End) : ReadNode(block: true, indentless: false), dash.Start.To(dash.End));
        }

        if (Peek().Kind != YamlTokenKind.BlockEnd) throw Fault("did not find expected '-' indicator", "while parsing a block collection", start);
        return Close(sequence, start);
    }

    private YamlSequence ReadIndentlessSequence()
    {
        var start = Peek().Start;
        var sequence = new YamlSequence();
        while (Peek().Kind == YamlTokenKind.BlockEntry)
        {
            var dash = Take();
            var empty = Peek().Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd;
            sequence.Add(empty ? Empty(dash.End) : ReadNode(block: true, indentless: false), dash.Start.To(dash.End));
        }

        sequence.Range = start.To(_end);
        return sequence;
    }

    private YamlMapping ReadBlockMapping()
    {
        var start = Take().Start;
        var mapping = new YamlMapping();
        while (Peek().Kind == YamlTokenKind.Key)
        {
            var indicator = Take();
            var key = IsNoBlockNode(Peek().Kind) ? Empty(indicator.End) : ReadNode(block: true, indentless: true);
            YamlNode value = Empty(_end);
            if (Peek().Kind == YamlTokenKind.Value)
            {
                indicator = Take();
                value = IsNoBlockNode(Peek().Kind) ? Empty(indicator.End) : ReadNode(block: true, indentless: true);
            }

            mapping.Add(new YamlEntry(key, value));
        }

        if (Peek().Kind != YamlTokenKind.BlockEnd) throw Fault("did not find expected key", "while parsing a block mapping", start);
        return Close(mapping, start);
    }

    private static bool IsNoBlockNode(YamlTokenKind kind) => kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd;

    private T Close<T>(T collection, YamlMark start)
        where T : YamlNode
    {
        var before = _end;
        var last = Take();
        // A block ends where its last token does, not where the next line begins.
        if (last.Kind == YamlTokenKind.BlockEnd) _end = before;
        collection.Range = start.To(_end.Offset < start.Offset ? start : _end);
        return collection;
    }

    private static YamlScalar Empty(YamlMark mark) => new() { Range = mark.To(mark) };

    private YamlToken Peek() => _scanner.Peek();

    private YamlToken Take()
    {
        var token = _scanner.Peek();
        _scanner.Skip();
        if (token.End.Offset > token.Start.Offset) _end = token.End;
        return token;
    }

    private YamlFaultException Fault(string message, string? context, YamlMark contextMark)
    {
        var token = Peek();
        var end = token.End.Offset > token.Start.Offset ? token.End : token.Start;
        var contextRange = contextMark.To(contextMark with { Offset = contextMark.Offset + 1, Index = contextMark.Index + 1, Column = contextMark.Column + 1 });
        return new YamlFaultException(new YamlFault(YamlFaultKind.Syntax, message, context, token.Start.To(end), contextRange));
    }
}
