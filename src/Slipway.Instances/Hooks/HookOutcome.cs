using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Instances.Hooks;

/// <summary>How a hook script went.</summary>
/// <param name="Result">What goes into the history.</param>
/// <param name="Error">What to tell the user; null when the script succeeded.</param>
public sealed record HookOutcome(ScriptResult Result, SlipwayError? Error)
{
    /// <summary>Whether the script ended with exit code 0 in time and closed its outputs.</summary>
    public bool Succeeded => Error is null;
}
