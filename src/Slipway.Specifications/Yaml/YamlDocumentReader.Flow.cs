namespace Slipway.Specifications.Yaml;

/// <summary>Lists and mappings in brackets.</summary>
internal sealed partial class YamlDocumentReader
{
    private YamlSequence ReadFlowSequence()
    {
        var start = Take().Start;
        var sequence = new YamlSequence { IsFlow = true };
        while (Peek().Kind != YamlTokenKind.FlowSequenceEnd)
        {
            if (sequence.Items.Count > 0)
            {
                if (Peek().Kind != YamlTokenKind.FlowEntry) throw Fault("did not find expected ',' or ']'", "while parsing a flow sequence", start);
                Take();
                if (Peek().Kind == YamlTokenKind.FlowSequenceEnd) break;
            }

            var item = Peek().Kind == YamlTokenKind.Key ? ReadFlowPair() : ReadNode(block: false, indentless: false);
            sequence.Add(item, item.Range);
        }

        return Close(sequence, start);
    }

    /// <summary>A mapping of one entry that is written without braces in a flow list.</summary>
    private YamlMapping ReadFlowPair()
    {
        var start = Take().Start;
        YamlNode key;
        if (Peek().Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd)
        {
            // libyaml takes the token along with the missing key; what follows is read without it.
            key = Empty(Peek().End);
            Take();
        }
        else
        {
            key = ReadNode(block: false, indentless: false);
        }

        YamlNode value = Empty(_end);
        if (Peek().Kind == YamlTokenKind.Value)
        {
            Take();
            if (Peek().Kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd)) value = ReadNode(block: false, indentless: false);
        }

        var mapping = new YamlMapping { IsFlow = true, Range = start.To(_end) };
        mapping.Add(new YamlEntry(key, value));
        return mapping;
    }

    private YamlMapping ReadFlowMapping()
    {
        var start = Take().Start;
        var mapping = new YamlMapping { IsFlow = true };
        while (Peek().Kind != YamlTokenKind.FlowMappingEnd)
        {
            if (mapping.Entries.Count > 0)
            {
                if (Peek().Kind != YamlTokenKind.FlowEntry) throw Fault("did not find expected ',' or '}'", "while parsing a flow mapping", start);
                Take();
                if (Peek().Kind == YamlTokenKind.FlowMappingEnd) break;
            }

            mapping.Add(ReadFlowEntry());
        }

        return Close(mapping, start);
    }

    private YamlEntry ReadFlowEntry()
    {
        if (Peek().Kind != YamlTokenKind.Key)
        {
            var only = ReadNode(block: false, indentless: false);
            return new YamlEntry(only, Empty(_end));
        }

        var indicator = Take();
        var hasKey = Peek().Kind is not (YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd);
        var key = hasKey ? ReadNode(block: false, indentless: false) : Empty(indicator.End);
        YamlNode value = Empty(_end);
        if (Peek().Kind == YamlTokenKind.Value)
        {
            Take();
            if (Peek().Kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd)) value = ReadNode(block: false, indentless: false);
        }

        return new YamlEntry(key, value);
    }
}
