using Slipway.Instances.Scripts;
using Slipway.Instances.State;
using Slipway.Revisions;

namespace Slipway.Instances.Planning;

/// <summary>A revision laid out for a look, with the plan that it would be installed by.</summary>
/// <param name="Group">The group's folder.</param>
/// <param name="InPlace">The revision in place; null when there is none.</param>
/// <param name="Revision">The new revision; null for a restart, or when its appspec cannot be read.</param>
/// <param name="Staged">Where it is laid out; null for a restart.</param>
/// <param name="Plan">What would be installed; null without a revision.</param>
/// <param name="Scripts">What would run.</param>
/// <param name="Conflicts">What would make it fail.</param>
internal sealed record RevisionPreview(
    GroupFolder Group, ScriptSource? InPlace, ScriptSource? Revision, StagedRevision? Staged, TreePlan? Plan, IReadOnlyList<PlannedScript> Scripts, IReadOnlyList<PlannedConflict> Conflicts);
