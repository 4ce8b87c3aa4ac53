namespace Slipway.Deployments;

/// <summary>How much a line of a deployment's log matters.</summary>
public enum LineImportance
{
    /// <summary>What scripts print.</summary>
    Detail,

    /// <summary>What goes as it should.</summary>
    Normal,

    /// <summary>Failures, warnings, alarms and waits: what somebody may have to act on.</summary>
    High,
}

/// <summary>A line of a deployment's log.</summary>
/// <param name="Text">Its text, without a line break.</param>
/// <param name="Importance">How much it matters.</param>
public sealed record ProgressLine(string Text, LineImportance Importance);
