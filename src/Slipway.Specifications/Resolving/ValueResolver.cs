using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Resolving;

/// <summary>Replaces <c>$(Name)</c> in the values of a document.</summary>
internal sealed class ValueResolver
{
    private readonly ResolvingInputs _inputs;
    private readonly YamlDocument _document;
    private readonly TextPlaces _places;
    private readonly RemarkList _remarks;
    private readonly ResolvingCounts _counts;
    private readonly Dictionary<YamlScalar, ResolvedValue> _values = [];
    private readonly Dictionary<string, string> _byName = new(StringComparer.OrdinalIgnoreCase);
    private long _length;
    private int _compared;

    public ValueResolver(YamlDocument document, TextPlaces places, ResolvingInputs inputs, RemarkList remarks, ResolvingCounts counts)
    {
        (_document, _places, _inputs, _remarks, _counts) = (document, places, inputs, remarks, counts);
        foreach (var pair in inputs.Properties ?? new Dictionary<string, string>()) _byName[pair.Key] = pair.Value;
        if (PropertyReference.MayBeIn(document.Text) || document.Text.IndexOf('\\') >= 0) Visit(document.Root, null, flow: false);
    }

    /// <summary>The text of a value: null where it holds a placeholder whose value is not known.</summary>
    public string? TextOf(YamlNode? node) => node is not YamlScalar scalar ? null
        : _values.TryGetValue(scalar, out var resolved) ? resolved.Text : AppSpecView.Text(scalar);

    /// <summary>As <see cref="TextOf(YamlNode?)"/>, but as it is written and not as an agent would load it: <c>0644</c> is these four digits.</summary>
    public string? WrittenTextOf(YamlScalar scalar) => _values.TryGetValue(scalar, out var resolved) ? resolved.Text : scalar.Value;

    /// <summary>The edits that write the values.</summary>
    /// <param name="isElsewhere">Whether another edit covers a range.</param>
    public IEnumerable<ResolvingEdit> Edits(Func<SourceRange, bool> isElsewhere) => _values
        .Where(pair => pair.Value is { Text: not null } && !isElsewhere(pair.Key.Range))
        .SelectMany(pair => ValueWriting.Edits(_document, pair.Key, pair.Value, _places));

    private void Visit(YamlNode? node, string? key, bool flow)
    {
        switch (node)
        {
            case YamlScalar scalar when PropertyReference.MayBeIn(scalar.Value):
                _values[scalar] = Resolve(scalar, key, flow);
                break;
            case YamlSequence list:
                foreach (var item in list.Items) Visit(item, key, flow || list.IsFlow);
                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries) Visit(entry.Value, entry.Name, flow || mapping.IsFlow);
                break;
        }
    }

    private ResolvedValue Resolve(YamlScalar scalar, string? key, bool flow)
    {
        var references = PropertyReference.Find(scalar.Value, 0, scalar.Value.Length).ToList();
        var written = ValueWriting.WrittenReferences(_document, scalar);
        var isSame = written.Count == references.Count;
        var texts = new List<string>(references.Count);
        var isKnown = true;
        _length += scalar.Value.Length;
        for (var i = 0; i < references.Count; i++)
        {
            var place = isSame ? _places.Range(written[i].Offset, written[i].Length) : scalar.Range;
            if (TextOf(references[i], place) is not { } text)
            {
                isKnown = false;
                continue;
            }

            texts.Add(text);
            _length += text.Length;
            if (_length <= AppSpecCheck.MaxBytes) continue;
            // Before anything of that size is made, and whatever else there is to say.
            _remarks.Add(ResolvingErrors.NoValue, Severity.Error, place, "The values", $"make the appspec larger than {AppSpecCheck.MaxBytes} bytes", "Shorten them.");
            return new ResolvedValue(null, key, flow, written, []);
        }

        if (!isKnown) return new ResolvedValue(null, key, flow, written, []);
        var next = 0;
        return new ResolvedValue(PropertyReference.Replace(scalar.Value, _ => texts[next++]), key, flow, isSame ? written : [], texts);
    }

    /// <summary>What stands in place of a reference; null where that is not known, which has been told of where it should be.</summary>
    private string? TextOf(PropertyReference reference, SourceRange place)
    {
        switch (reference.Kind)
        {
            case ReferenceKind.Escape:
                _counts.Escapes++;
                return "$(";
            case ReferenceKind.Malformed:
                _remarks.Add(ResolvingErrors.NoValue, Severity.Error, place, $"'{Shown(place)}'", "is no placeholder: only a name can stand between the parentheses",
                    "Set a property to the value and write $(Name), or '$$(' for the text itself.");
                return null;
        }

        if (_inputs.Tokens.Contains(reference.Name)) return $"$({reference.Name})";
        if (_inputs.Properties is null) return null;
        if (_byName.TryGetValue(reference.Name, out var value) && value.Length > 0)
        {
            _counts.Properties++;
            if (!ScalarText.IsImpossible(value)) return value;
            Tell(place, reference.Name, "has a value with NUL or half a surrogate pair, which no file can hold", "Give the property another value.");
            return null;
        }

        var set = $"Set it {string.Format(System.Globalization.CultureInfo.InvariantCulture, _inputs.HowToSet, reference.Name)}.";
        var near = ++_compared > NearestName.MostCompared ? null : NearestName.Of(reference.Name, _byName.Where(pair => pair.Value.Length > 0).Select(pair => pair.Key).Concat(_inputs.OtherNames()));
        var advice = near is null || string.Equals(near, reference.Name, StringComparison.OrdinalIgnoreCase) ? set : $"{set} Did you mean '$({near})'?";
        Tell(place, reference.Name, _byName.ContainsKey(reference.Name) ? "is empty" : "has no value: there is no such property, or it is empty", advice);
        return null;
    }

    private void Tell(SourceRange place, string name, string what, string advice) => _remarks.Add(ResolvingErrors.NoValue, Severity.Error, place, $"'$({name})'", what, advice);

    private string Shown(SourceRange place) => _document.Text.Substring(place.Offset, Math.Min(place.Length, 40));
}

/// <summary>The value of a scalar with placeholders.</summary>
/// <param name="Text">The text with all of them replaced; null where one is not known.</param>
/// <param name="Key">The key that it stands behind; null for none.</param>
/// <param name="IsInFlow">Whether it stands in brackets or braces.</param>
/// <param name="Written">The references as they stand in the file; none where they are written in another way than they read.</param>
/// <param name="Texts">What each is replaced by.</param>
internal sealed record ResolvedValue(string? Text, string? Key, bool IsInFlow, IReadOnlyList<PropertyReference> Written, IReadOnlyList<string> Texts);
