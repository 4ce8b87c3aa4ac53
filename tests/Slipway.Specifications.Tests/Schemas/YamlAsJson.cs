using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Tests.Schemas;

/// <summary>A document as the language servers of editors hand it to a schema: with the scalars of YAML 1.2.</summary>
internal static class YamlAsJson
{
    /// <summary>The document; null when it holds what JSON has no equal for: aliases, tags, equal keys, keys that are no texts.</summary>
    public static JsonNode? Of(YamlDocument document, out bool isPlain)
    {
        isPlain = document is { Fault: null, Root: YamlMapping, Rest: null };
        return isPlain ? Convert(document.Root!, ref isPlain) : null;
    }

    private static JsonNode? Convert(YamlNode node, ref bool isPlain)
    {
        isPlain &= node.Tag is null && node is not YamlAlias;
        switch (node)
        {
            case YamlSequence list:
                var items = new JsonArray();
                foreach (var item in list.Items) items.Add(Convert(item, ref isPlain));
                return items;
            case YamlMapping mapping:
                var members = new JsonObject();
                foreach (var entry in mapping.Entries)
                {
                    isPlain &= entry.Name is not null && !members.ContainsKey(entry.Name);
                    if (!isPlain) return null;
                    members.Add(entry.Name!, Convert(entry.Value, ref isPlain));
                }

                return members;
            case YamlScalar { IsQuoted: true } text:
                return JsonValue.Create(text.Value);
            case YamlScalar plain:
                return Scalar(plain.Value);
            default:
                return null;
        }
    }

    private static JsonValue? Scalar(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL") return null;
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE") return JsonValue.Create(text[0] is 't' or 'T');
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        return text[0] is '-' or '+' or '.' or (>= '0' and <= '9') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number) : JsonValue.Create(text);
    }
}
