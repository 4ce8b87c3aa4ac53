using System.Text.Json.Serialization;
using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Instances.Protocol;

/// <summary>How a request ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "answer")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(InstanceOpened), "opened")]
[JsonDerivedType(typeof(StateRead), "state")]
[JsonDerivedType(typeof(PlanMade), "plan")]
[JsonDerivedType(typeof(PreflightDone), "preflight")]
[JsonDerivedType(typeof(RevisionWanted), "wanted")]
[JsonDerivedType(typeof(ContentsWanted), "contents")]
[JsonDerivedType(typeof(RevisionDelivered), "delivered")]
[JsonDerivedType(typeof(SessionBegun), "begun")]
[JsonDerivedType(typeof(NothingToRejoin), "nothing")]
[JsonDerivedType(typeof(EventRun), "event")]
[JsonDerivedType(typeof(Recovered), "recovered")]
[JsonDerivedType(typeof(LeaseRead), "lease")]
[JsonDerivedType(typeof(LeaseTaken), "leaseTaken")]
public abstract record AgentAnswer;

/// <summary>The request failed; nothing else is known to have happened.</summary>
public sealed record Refused(SlipwayError Error) : AgentAnswer;

/// <summary>Done.</summary>
public sealed record Done : AgentAnswer;

/// <summary>The agent knows its instance.</summary>
/// <param name="StateFolder">Where the state stands.</param>
/// <param name="Account">The account that the agent runs as.</param>
/// <param name="IsRoot">Whether it is root.</param>
/// <param name="ProcessId">The agent's process.</param>
public sealed record InstanceOpened(string StateFolder, string Account, bool IsRoot, int ProcessId) : AgentAnswer;

/// <summary>What the instance knows.</summary>
public sealed record StateRead(InstanceState State) : AgentAnswer;

/// <summary>The plan is complete; its changes came before as <see cref="PlanPart"/>.</summary>
public sealed record PlanMade(IReadOnlyList<PlannedScript> Scripts, IReadOnlyList<PlannedConflict> Conflicts) : AgentAnswer;

/// <summary>What would make the deployment fail.</summary>
public sealed record PreflightDone(IReadOnlyList<PreflightFinding> Findings) : AgentAnswer;

/// <summary>The revision is not here.</summary>
/// <param name="WantsBundle">Whether it is to be brought as a whole bundle, because the instance cannot put it together from its contents.</param>
public sealed record RevisionWanted(bool WantsBundle = false) : AgentAnswer;

/// <summary>The entries of the manifest whose contents are not here, by their index.</summary>
public sealed record ContentsWanted(IReadOnlyList<int> Entries) : AgentAnswer;

/// <summary>The revision is here and complete.</summary>
/// <param name="Path">To be given as <see cref="InstanceDeployment.Revision"/>.</param>
public sealed record RevisionDelivered(string Path) : AgentAnswer;

/// <summary>A session is open.</summary>
/// <param name="Ended">Events that had ended before, when it was rejoined.</param>
/// <param name="Interrupted">The event that a death interrupted; null when there is none.</param>
public sealed record SessionBegun(IReadOnlyList<EventResult> Ended, string? Interrupted) : AgentAnswer;

/// <summary>There is no unfinished deployment of that id.</summary>
public sealed record NothingToRejoin : AgentAnswer;

/// <summary>How an event went.</summary>
public sealed record EventRun(EventResult Result) : AgentAnswer;

/// <summary>What became of interrupted deployments.</summary>
public sealed record Recovered(IReadOnlyList<Recovery> Recoveries) : AgentAnswer;

/// <summary>The newest lease; number 0 when there is none.</summary>
public sealed record LeaseRead(long Number, byte[]? Content, DateTimeOffset WrittenAt, DateTimeOffset Now) : AgentAnswer;

/// <summary>Whether the number was taken or the lease written.</summary>
public sealed record LeaseTaken(bool IsTaken) : AgentAnswer;
