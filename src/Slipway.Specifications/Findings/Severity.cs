namespace Slipway.Specifications.Findings;

/// <summary>How much a finding matters. Only <see cref="Error"/> stops <c>publish</c> and <c>check</c>.</summary>
public enum Severity
{
    /// <summary>Not reported.</summary>
    None,

    /// <summary>Advice.</summary>
    Info,

    /// <summary>Probably wrong, or the result depends on the agent or the host.</summary>
    Warning,

    /// <summary>The deployment is refused, fails, or silently does something else than written.</summary>
    Error,
}
