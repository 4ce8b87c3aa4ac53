namespace Slipway.Specifications.Schemas;

/// <summary>What may stand at a place of a document: the one description that the rules about keys and the JSON schemas are made from.</summary>
/// <param name="Description">What it means, in a sentence that an editor shows.</param>
internal abstract record Shape(string Description)
{
    /// <summary>Whether the key may stand there with nothing behind it.</summary>
    public bool MayBeBlank { get; init; }

    /// <summary>Whether a rule of its own says what is wrong with a value of another kind.</summary>
    public bool HasOwnRule { get; init; }
}

/// <summary>Anything.</summary>
/// <param name="Description">What it means.</param>
internal sealed record AnyShape(string Description = "") : Shape(Description);

/// <summary>One of several shapes.</summary>
/// <param name="Choices">The shapes.</param>
/// <param name="Description">What it means.</param>
internal sealed record ChoiceShape(IReadOnlyList<Shape> Choices, string Description = "") : Shape(Description);

/// <summary>A mapping.</summary>
/// <param name="Place">How messages call it: <c>an item of 'files'</c>.</param>
/// <param name="Keys">Its keys, the usual ones first.</param>
/// <param name="Description">What it means.</param>
internal sealed record MappingShape(string Place, IReadOnlyList<KeyShape> Keys, string Description = "") : Shape(Description)
{
    /// <summary>What other keys hold, where any name may be a key; null where the keys are all known.</summary>
    public Shape? Others { get; init; }

    /// <summary>Whether other keys have rules of their own, and are unknown to the schema all the same.</summary>
    public bool OthersOnlyForRules { get; init; }

    /// <summary>Whether the keys are also known with small letters only, as AWS's reference writes those of Lambda and ECS.</summary>
    public bool HasLowerCase { get; init; }

    /// <summary>The key of that name.</summary>
    public KeyShape? Find(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Name == name) return key;
        }

        return null;
    }

    /// <summary>The key that is written with small letters only.</summary>
    public KeyShape? FindLowerCase(string name)
    {
        if (!HasLowerCase || name.Any(char.IsUpper)) return null;
        foreach (var key in Keys)
        {
            if (string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase)) return key;
        }

        return null;
    }

    /// <summary>What stands behind a key; null where the key is not known.</summary>
    public Shape? ValueOf(string name) => (Find(name) ?? FindLowerCase(name))?.Value ?? Others;
}

/// <summary>A list.</summary>
/// <param name="Item">What its items are.</param>
/// <param name="Description">What it means.</param>
internal sealed record ListShape(Shape Item, string Description = "") : Shape(Description)
{
    /// <summary>The largest number of items; null without a limit.</summary>
    public int? MaxItems { get; init; }

    /// <summary>The smallest number of items.</summary>
    public int MinItems { get; init; }

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

    /// <summary>Whether no number is such a text, however it is written.</summary>
    public bool IsNeverNumber { get; init; }

    /// <summary>Values offered by completion where others are possible too.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>What counts where nothing is written, as JSON; null where nothing does.</summary>
    public string? Default { get; init; }

    /// <summary>The smallest number; null without a limit.</summary>
    public int? Minimum { get; init; }

    /// <summary>The largest number; null without a limit.</summary>
    public int? Maximum { get; init; }
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
