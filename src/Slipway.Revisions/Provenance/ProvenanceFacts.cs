namespace Slipway.Revisions.Provenance;

/// <summary>Where a revision comes from, as far as it is known: what is null is not said. No times, hosts or users: one commit has one statement.</summary>
public sealed record ProvenanceFacts
{
    /// <summary>The application; null binds the signature to no application.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>Address of the repository, without login.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit, in full.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch.</summary>
    public string? Branch { get; init; }

    /// <summary>Whether files were changed or not tracked; null when nobody looked.</summary>
    public bool? IsDirty { get; init; }

    /// <summary>The build server's kind, such as <c>github-actions</c>; null elsewhere.</summary>
    public string? Builder { get; init; }

    /// <summary>The build's number or id on it.</summary>
    public string? BuildId { get; init; }

    /// <summary>The build's page on it.</summary>
    public string? BuildUrl { get; init; }

    /// <summary>Version of Slipway.</summary>
    public string? SlipwayVersion { get; init; }

    /// <summary>Version of the .NET SDK.</summary>
    public string? SdkVersion { get; init; }
}
