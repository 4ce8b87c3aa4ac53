using System.Text.Json.Serialization;

namespace Slipway.Instances.Protocol;

/// <summary>What the deploying side asks of an agent.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(OpenInstance), "open")]
[JsonDerivedType(typeof(ReadState), "state")]
[JsonDerivedType(typeof(PlanDeployment), "plan")]
[JsonDerivedType(typeof(Preflight), "preflight")]
[JsonDerivedType(typeof(OfferRevision), "offer")]
[JsonDerivedType(typeof(SendManifest), "manifest")]
[JsonDerivedType(typeof(SendContents), "contents")]
[JsonDerivedType(typeof(SendBundle), "bundle")]
[JsonDerivedType(typeof(BeginDeployment), "begin")]
[JsonDerivedType(typeof(RejoinDeployment), "rejoin")]
[JsonDerivedType(typeof(RunEvent), "run")]
[JsonDerivedType(typeof(CommitDeployment), "commit")]
[JsonDerivedType(typeof(UndoDeployment), "undo")]
[JsonDerivedType(typeof(DetachDeployment), "detach")]
[JsonDerivedType(typeof(RecoverInstance), "recover")]
[JsonDerivedType(typeof(ConfirmDeployment), "confirm")]
[JsonDerivedType(typeof(ReadLease), "lease")]
[JsonDerivedType(typeof(TakeLease), "takeLease")]
[JsonDerivedType(typeof(RenewLease), "renewLease")]
public abstract record AgentRequest;

/// <summary>Always the first: what the instance is. Answered with <see cref="InstanceOpened"/>.</summary>
/// <param name="Version"><see cref="AgentProtocol.Version"/>.</param>
/// <param name="Settings">Its settings; an empty <see cref="InstanceSettings.StateFolder"/> means the usual one of the agent's account.</param>
public sealed record OpenInstance(int Version, InstanceSettings Settings) : AgentRequest;

/// <summary><see cref="Instance.ReadState"/>, answered with <see cref="StateRead"/>.</summary>
public sealed record ReadState(string DeploymentGroupName) : AgentRequest;

/// <summary><see cref="Instance.Plan"/>, answered with <see cref="PlanPart"/> events and <see cref="PlanMade"/>.</summary>
public sealed record PlanDeployment(InstanceDeployment Deployment) : AgentRequest;

/// <summary>Answered with <see cref="PreflightDone"/>.</summary>
public sealed record Preflight(InstanceDeployment Deployment) : AgentRequest;

/// <summary>Whether the instance has a delivered revision already; answered with <see cref="RevisionDelivered"/> or <see cref="RevisionWanted"/>.</summary>
/// <param name="Identity">Identity of the revision (the hash of its manifest), or the SHA-256 of a bundle without one.</param>
public sealed record OfferRevision(string Identity) : AgentRequest;

/// <summary>The manifest of a revision and what is attached to it, as content; answered with <see cref="ContentsWanted"/>, or with <see cref="RevisionWanted"/> when only <see cref="SendBundle"/> will do.</summary>
/// <param name="Identity">The revision.</param>
/// <param name="ManifestSize">The first bytes of the content.</param>
/// <param name="Attachments">Name and size of what follows, in order.</param>
public sealed record SendManifest(string Identity, long ManifestSize, IReadOnlyList<AttachmentPart> Attachments) : AgentRequest;

/// <summary>An attachment in a content.</summary>
public sealed record AttachmentPart(string Name, long Size);

/// <summary>
/// The contents that were wanted, in that order, each as its size (8 bytes, little endian), whether it is deflated (1 byte, 0 or 1) and that many bytes; answered with <see cref="RevisionDelivered"/>.
/// </summary>
public sealed record SendContents(string Identity) : AgentRequest;

/// <summary>A bundle without our manifest, whole; answered with <see cref="RevisionDelivered"/>.</summary>
/// <param name="Sha256">Its hash in lower-case hex.</param>
/// <param name="FileName">Its name, for the ending that tells its type.</param>
/// <param name="Size">Its bytes.</param>
public sealed record SendBundle(string Sha256, string FileName, long Size) : AgentRequest;

/// <summary><see cref="Instance.Begin"/>; <see cref="InstanceDeployment.Revision"/> is a path that <see cref="RevisionDelivered"/> gave. Answered with <see cref="SessionBegun"/>.</summary>
public sealed record BeginDeployment(InstanceDeployment Deployment) : AgentRequest;

/// <summary>Goes on with a begun deployment; answered with the events after <paramref name="LastSeen"/> and <see cref="SessionBegun"/>, or <see cref="NothingToRejoin"/>.</summary>
public sealed record RejoinDeployment(InstanceDeployment Deployment, long LastSeen) : AgentRequest;

/// <summary><see cref="InstanceSession.Run"/>, answered with <see cref="EventRun"/>.</summary>
public sealed record RunEvent(string Event) : AgentRequest;

/// <summary><see cref="InstanceSession.Commit"/>, answered with <see cref="Done"/>.</summary>
public sealed record CommitDeployment : AgentRequest;

/// <summary><see cref="InstanceSession.Undo"/>, answered with <see cref="Done"/>.</summary>
public sealed record UndoDeployment : AgentRequest;

/// <summary>Leaves the session unfinished, answered with <see cref="Done"/>.</summary>
public sealed record DetachDeployment : AgentRequest;

/// <summary><see cref="Instance.Recover"/>, answered with <see cref="Recovered"/>.</summary>
public sealed record RecoverInstance(string? DeploymentGroupName) : AgentRequest;

/// <summary>Makes a committed deployment the last successful one, answered with <see cref="Done"/>.</summary>
public sealed record ConfirmDeployment(string DeploymentGroupName, string DeploymentId) : AgentRequest;

/// <summary>The newest lease of a group, answered with <see cref="LeaseRead"/>.</summary>
public sealed record ReadLease(string DeploymentGroupName) : AgentRequest;

/// <summary>Takes a number, answered with <see cref="LeaseTaken"/>.</summary>
public sealed record TakeLease(string DeploymentGroupName, long Number, byte[] Content) : AgentRequest;

/// <summary>Writes a lease anew, answered with <see cref="LeaseTaken"/>.</summary>
public sealed record RenewLease(string DeploymentGroupName, long Number, byte[] Content) : AgentRequest;
