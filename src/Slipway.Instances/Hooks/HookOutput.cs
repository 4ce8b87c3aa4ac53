namespace Slipway.Instances.Hooks;

/// <summary>A line that a script wrote, without its line feed. A carriage return stays, as the agent logs it.</summary>
/// <param name="IsError">Whether it came from stderr.</param>
/// <param name="Line">The text; bytes that are not UTF-8 are U+FFFD. A line beyond 1 MiB comes in pieces.</param>
public readonly record struct HookOutput(bool IsError, string Line);
