using System.Globalization;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Ruby;

/// <summary>
/// Loads a tree as <c>YAML.load</c> of Psych 4 does (the safe loader): aliases and all classes but Symbol are refused, unknown tags are
/// ignored, merge keys with a written-out mapping are merged, the last of equal keys wins.
/// </summary>
internal static class PsychLoader
{
    private const string Yaml = "tag:yaml.org,2002:";

    /// <summary>The value of a tree; throws <see cref="AgentRefusalException"/> at the first node that Psych refuses.</summary>
    public static RubyValue Load(YamlNode node) => node switch
    {
        YamlScalar scalar => LoadScalar(scalar),
        YamlSequence sequence => LoadSequence(sequence),
        YamlMapping mapping => LoadMapping(mapping),
        _ => throw new AgentRefusalException(
            $"The alias '*{((YamlAlias)node).Name}' is refused by agents on Ruby 3.1 and later; write the content out.",
            $"Unknown alias: {((YamlAlias)node).Name}", node.Range),
    };

    private static RubyValue LoadScalar(YamlScalar node)
    {
        switch (node.Loaded)
        {
            case RubyValue value:
                return value;
            case AgentRefusalException refusal:
                throw refusal;
        }

        try
        {
            var value = Resolve(node);
            node.Loaded = value;
            return value;
        }
        catch (AgentRefusalException refusal)
        {
            node.Loaded = refusal;
            throw;
        }
    }

    private static RubyValue Resolve(YamlScalar node)
    {
        var tag = node.Tag == "!" ? null : node.Tag;
        if (tag is null) return node.IsQuoted && node.Tag is null ? Text(node) : PsychScalars.Resolve(node.Value, node);
        if (IsTextTag(tag, out var textClass)) return Class(textClass, node) is null ? Text(node) : throw Crash(node);
        if (tag.StartsWith("!ruby/sym", StringComparison.Ordinal)) return new RubySymbol { Value = node.Value, Node = node };
        switch (tag)
        {
            case "!binary" or Yaml + "binary":
                return new RubyString { Value = Base64Text.Decode(node.Value), IsBinary = true, Node = node };
            case "!float" or Yaml + "float":
                return ToFloat(PsychScalars.Resolve(node.Value, node), node);
            case "!ruby/class" or "!ruby/module":
                return Class(node.Value, node) is { } named ? named : new RubyNil { Node = node };
            case "!ruby/encoding":
                return RubyEncodings.Knows(node.Value) ? new RubyObject { Name = node.Value, Node = node } : throw Crash(node);
            case "!ruby/regexp":
                throw PsychScalars.Disallowed("Regexp", node);
            case "!ruby/range":
                throw PsychScalars.Disallowed("Range", node);
            case "!ruby/object:BigDecimal" or "!ruby/object:DateTime" or "!ruby/object:Complex" or "!ruby/object:Rational":
                throw PsychScalars.Disallowed(tag.Substring("!ruby/object:".Length), node);
            default:
                return PsychScalars.Resolve(node.Value, node);
        }
    }

    private static RubyString Text(YamlScalar node) => new() { Value = node.Value, Node = node };

    private static RubyFloat ToFloat(RubyValue value, YamlScalar node) => value switch
    {
        RubyFloat number => number,
        RubyInteger integer => new RubyFloat { Value = (double)integer.Value, Node = node },
        RubyString text when RubyFloatText.TryParse(text.Value, out var number) => new RubyFloat { Value = number, Node = node },
        _ => throw Crash(node),
    };

    private static RubyValue LoadSequence(YamlSequence node)
    {
        if (node.Tag is "!omap" or Yaml + "omap") return LoadOrderedMap(node);
        if (HasClass(node.Tag, "!seq:", out var className) || HasClass(node.Tag, "!ruby/array:", out className))
        {
            throw Refuse(className, "NilClass", node);
        }

        var items = new List<RubyValue>(node.Items.Count);
        foreach (var item in node.Items) items.Add(Load(item));
        return new RubyArray { Items = items, Node = node };
    }

    private static RubyHash LoadOrderedMap(YamlSequence node)
    {
        var hash = new RubyHash { Node = node };
        foreach (var item in node.Items)
        {
            var (first, last) = item switch
            {
                YamlMapping { Entries.Count: > 0 } mapping => (mapping.Entries[0].Key, mapping.Entries[mapping.Entries.Count - 1].Value),
                YamlSequence { Items.Count: > 0 } list => (list.Items[0], list.Items[list.Items.Count - 1]),
                _ => throw Crash(item),
            };
            var key = Load(first);
            hash.Set(key, Load(last));
        }

        return hash;
    }

    private static RubyValue LoadMapping(YamlMapping node)
    {
        var tag = node.Tag;
        if (tag is null || !tag.StartsWith("!", StringComparison.Ordinal) && tag is not (Yaml + "str" or Yaml + "set" or Yaml + "omap")) return LoadHash(node);
        if (tag.StartsWith("!ruby/struct", StringComparison.Ordinal)) throw Refuse(AfterColon(tag, "!ruby/struct"), "Struct", node);
        if (tag.StartsWith("!ruby/object", StringComparison.Ordinal))
        {
            var name = AfterColon(tag, "!ruby/object");
            return name == "Hash" ? LoadHash(node) : throw Refuse(name, "Object", node);
        }

        if (IsTextTag(tag, out var textClass)) return LoadTextMapping(node, Class(textClass, node));
        if (tag.StartsWith("!ruby/exception", StringComparison.Ordinal))
        {
            LoadHash(node);
            throw Refuse(AfterColon(tag, "!ruby/exception"), "Exception", node);
        }

        if (tag is "!set" or Yaml + "set") throw PsychScalars.Disallowed("Psych::Set", node);
        if (tag is "!omap" or Yaml + "omap") throw PsychScalars.Disallowed("Psych::Omap", node);
        if (tag == "!ruby/range") throw PsychScalars.Disallowed("Range", node);
        if (tag == "!ruby/hash-with-ivars") return LoadHashWithVariables(node);
        foreach (var prefix in new[] { "!ruby/array:", "!ruby/hash-with-ivars:", "!map:", "!ruby/hash:", "!ruby/marshalable:" })
        {
            if (HasClass(tag, prefix, out var className)) throw Refuse(className, "NilClass", node);
        }

        return LoadHash(node);
    }

    private static RubyHash LoadHash(YamlMapping node)
    {
        var hash = new RubyHash { Node = node };
        foreach (var entry in node.Entries)
        {
            var key = Load(entry.Key);
            var value = Load(entry.Value);
            if (key is RubyString { Value: "<<" } && entry.Key.Tag != Yaml + "str" && Merge(hash, entry.Value, value)) continue;
            hash.Set(key, value);
        }

        return hash;
    }

    /// <summary>Whether a merge key merged; with a value that is no mapping it is a key like any other.</summary>
    private static bool Merge(RubyHash hash, YamlNode node, RubyValue value)
    {
        switch (node)
        {
            case YamlMapping when value is RubyHash other:
                AddAll(hash, other);
                return true;
            case YamlSequence when value is RubyArray list && list.Items.All(item => item is RubyHash):
                var merged = new RubyHash { Node = node };
                for (var i = list.Items.Count - 1; i >= 0; i--) AddAll(merged, (RubyHash)list.Items[i]);
                AddAll(hash, merged);
                return true;
            default:
                return false;
        }
    }

    private static void AddAll(RubyHash to, RubyHash from)
    {
        foreach (var pair in from.Pairs) to.Set(pair.Key, pair.Value);
    }

    /// <summary>A mapping with a text tag is the text under its key "str"; other keys become instance variables of it.</summary>
    private static RubyValue LoadTextMapping(YamlMapping node, RubyValue? textClass)
    {
        RubyValue text = new RubyNil { Node = node };
        var others = false;
        foreach (var entry in node.Entries)
        {
            var key = Load(entry.Key);
            var value = Load(entry.Value);
            if (key is not RubyString { Value: "str" }) others = true;
            else text = textClass is null ? value : throw Crash(node);
        }

        if (others && text is not (RubyString or RubyArray or RubyHash)) throw Crash(node);
        return text;
    }

    private static RubyHash LoadHashWithVariables(YamlMapping node)
    {
        var hash = new RubyHash { Node = node };
        foreach (var entry in node.Entries)
        {
            if (entry.Key is not YamlScalar key) throw Crash(node);
            if (key.Value == "elements" && entry.Value is YamlMapping elements) AddAll(hash, LoadHash(elements));
            else if (key.Value == "ivars" && entry.Value is YamlMapping variables) LoadHash(variables);
        }

        return hash;
    }

    private static bool IsTextTag(string tag, out string className)
    {
        className = "";
        return tag is "!str" or "!ruby/string" or Yaml + "str" || HasClass(tag, "!str:", out className) || HasClass(tag, "!ruby/string:", out className);
    }

    private static bool HasClass(string? tag, string prefix, out string className)
    {
        var has = tag is not null && tag.StartsWith(prefix, StringComparison.Ordinal);
        className = has ? tag!.Substring(prefix.Length) : "";
        return has;
    }

    private static string AfterColon(string tag, string prefix)
    {
        var rest = tag.Substring(prefix.Length);
        return rest.StartsWith(":", StringComparison.Ordinal) ? rest.Substring(1) : rest;
    }

    /// <summary>Only the class Symbol is permitted; no name means no class.</summary>
    private static RubyObject? Class(string name, YamlNode node) => name switch
    {
        "" => null,
        "Symbol" => new RubyObject { Name = name, Node = node },
        _ => throw PsychScalars.Disallowed(name, node),
    };

    private static AgentRefusalException Refuse(string name, string fallback, YamlNode node) =>
        name == "Symbol" ? Crash(node) : PsychScalars.Disallowed(name.Length > 0 ? name : fallback, node);

    private static AgentRefusalException Crash(YamlNode node) => new(
        string.Format(CultureInfo.InvariantCulture, "The tag '{0}' does not fit this value; remove it.", node.Tag ?? "!"),
        "NoMethodError", node.Range);
}
