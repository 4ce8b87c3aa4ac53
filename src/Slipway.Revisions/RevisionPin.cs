namespace Slipway.Revisions;

/// <summary>What a holder needs of an application: a deployment group on an instance has its current and last successful revision pinned, and what it is being given.</summary>
/// <param name="ApplicationName">The application.</param>
/// <param name="Holder">Who needs them, as people read it.</param>
/// <param name="Identities">The revisions.</param>
/// <param name="PinnedAt">Since when.</param>
public sealed record RevisionPin(string ApplicationName, string Holder, IReadOnlyList<string> Identities, DateTimeOffset PinnedAt);
