using Slipway.Specifications.Ruby;

namespace Slipway.Specifications.AppSpecs;

/// <summary>An appspec as agent 1.8 holds it after reading: values keep the type that YAML gave them where the agent keeps it.</summary>
internal sealed record Agent18Model(
    RubyValue Version,
    RubyValue Os,
    RubyValue? FileExistsBehavior,
    IReadOnlyList<Agent18File> Files,
    IReadOnlyList<Agent18Permission> Permissions,
    IReadOnlyList<Agent18Hook> Hooks);

internal sealed record Agent18File(RubyValue Source, RubyValue Destination);

internal sealed record Agent18Permission(
    RubyHash Item,
    RubyValue ObjectValue,
    string ObjectText,
    RubyValue? Pattern,
    IReadOnlyList<RubyValue> Except,
    RubyValue? Type,
    RubyValue? Owner,
    RubyValue? Group,
    string? Mode,
    IReadOnlyList<string>? Acls,
    Agent18Context? Context);

internal sealed record Agent18Context(RubyValue? User, RubyValue Type, string? Range);

internal sealed record Agent18Hook(RubyValue Event, IReadOnlyList<Agent18Script> Scripts);

internal sealed record Agent18Script(RubyValue LocationValue, string Location, System.Numerics.BigInteger Timeout, RubyValue? RunAsValue, string? RunAs, RubyValue? Sudo);
