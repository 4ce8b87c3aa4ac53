namespace Slipway.Specifications.Rules;

/// <summary>When a rule runs. Of several rules that would report one cause the first does, and earlier stages come first.</summary>
internal enum Stage
{
    /// <summary>What makes the text unreadable.</summary>
    Syntax,

    /// <summary>Nodes of a wrong kind.</summary>
    Shape,

    /// <summary>Misspelt and misplaced keys.</summary>
    Keys,

    /// <summary>Values that must be there.</summary>
    Missing,

    /// <summary>Values that are wrong by themselves.</summary>
    Values,

    /// <summary>What needs several places, the scripts, the revision or the checkout.</summary>
    Cross,
}
