using System.Text;

namespace Slipway.Specifications.Ruby;

/// <summary>A hash: insertion order, a later equal key replaces the value and keeps the place.</summary>
internal sealed class RubyHash : RubyValue
{
    // Nearly all hashes of an appspec have a few keys, for which looking through them is faster and smaller than a table.
    private const int SmallCount = 8;

    private readonly List<KeyValuePair<RubyValue, RubyValue>> _pairs;
    private Dictionary<RubyValue, int>? _places;

    /// <param name="capacity">How many keys are expected.</param>
    public RubyHash(int capacity = 0) => _pairs = new(capacity);

    public IReadOnlyList<KeyValuePair<RubyValue, RubyValue>> Pairs => _pairs;

    public override string ClassName => "Hash";

    public override string Text => Inspect;

    public override string Inspect
    {
        get
        {
            var text = new StringBuilder("{");
            foreach (var pair in _pairs)
            {
                if (text.Length > 1) text.Append(", ");
                text.Append(pair.Key.Inspect).Append("=>").Append(pair.Value.Inspect);
            }

            return text.Append('}').ToString();
        }
    }

    public override int KeyHash => _pairs.Count;

    public override bool IsEql(RubyValue other) => other is RubyHash hash && hash._pairs.Count == _pairs.Count
        && _pairs.TrueForAll(pair => hash.PlaceOf(pair.Key) is >= 0 and var place && hash._pairs[place].Value.IsEql(pair.Value));

    public void Set(RubyValue key, RubyValue value)
    {
        var place = PlaceOf(key);
        if (place >= 0)
        {
            _pairs[place] = new KeyValuePair<RubyValue, RubyValue>(_pairs[place].Key, value);
            return;
        }

        _places?.Add(key, _pairs.Count);
        _pairs.Add(new KeyValuePair<RubyValue, RubyValue>(key, value));
        if (_places is not null || _pairs.Count <= SmallCount) return;
        _places = new Dictionary<RubyValue, int>(RubyKeyComparer.Instance);
        for (var i = 0; i < _pairs.Count; i++) _places.Add(_pairs[i].Key, i);
    }

    /// <summary>The value of a text key; null when there is none.</summary>
    public RubyValue? this[string key]
    {
        get
        {
            foreach (var pair in _pairs)
            {
                if (pair.Key is RubyString text && text.Value == key) return pair.Value;
            }

            return null;
        }
    }

    private int PlaceOf(RubyValue key)
    {
        if (_places is not null) return _places.TryGetValue(key, out var place) ? place : -1;
        for (var i = 0; i < _pairs.Count; i++)
        {
            if (RubyKeyComparer.Instance.Equals(_pairs[i].Key, key)) return i;
        }

        return -1;
    }
}
