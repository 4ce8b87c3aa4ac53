namespace Slipway.Specifications.Schemas;

/// <summary>What may stand at a place of a document: the one description that the rules about keys and the JSON schemas are made from.</summary>
/// <param name="Description">What it means, in a sentence that an editor shows.</param>
internal abstract record Shape(string Description);

/// <summary>A mapping.</summary>
/// <param name="Place">How messages call it: <c>an item of 'files'</c>.</param>
/// <param name="Keys">Its keys, the usual ones first.</param>
/// <param name="Description">What it means.</param>
internal sealed record MappingShape(string Place, IReadOnlyList<KeyShape> Keys, string Description = "") : Shape(Description)
{
    /// <summary>What other keys hold, where any name may be a key; null where the keys are all known.</summary>
    public Shape? Others { get; init; }

    public KeyShape? Find(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Name == name) return key;
        }

        return null;
    }
}

/// <summary>A list.</summary>
/// <param name="Item">What its items are.</param>
/// <param name="Description">What it means.</param>
internal sealed record ListShape(Shape Item, string Description = "") : Shape(Description)
{
    /// <summary>Whether one item may stand without the list around it, as IAM allows for actions.</summary>
    public bool OrSingle { get; init; }
}

/// <summary>A scalar.</summary>
/// <param name="Type">What it is read as.</param>
/// <param name="Description">What it means.</param>
internal sealed record ScalarShape(ScalarType Type = ScalarType.Text, string Description = "") : Shape(Description)
{
    /// <summary>The values that it may have; empty where any is possible.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>A regular expression of JSON Schema (ECMA 262) for texts; null without one.</summary>
    public string? Pattern { get; init; }

    /// <summary>Values offered by completion where others are possible too.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}

/// <summary>What a scalar is read as.</summary>
internal enum ScalarType
{
    Text,
    Integer,
    Number,
    Boolean,
}

/// <summary>A key of a mapping.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">What stands behind it.</param>
/// <param name="Required">Whether it must be there.</param>
internal sealed record KeyShape(string Name, Shape Value, bool Required = false);
