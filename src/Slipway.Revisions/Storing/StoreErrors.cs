using Slipway.Specifications;

namespace Slipway.Revisions.Storing;

/// <summary>The errors that all kinds of stores share; docs/errors/revisions.md lists them.</summary>
public static class StoreErrors
{
    /// <summary>SLW0130.</summary>
    public static SlipwayException BadName(string store, string what) => New("SLW0130", $"{what}.", store);

    /// <summary>SLW0131.</summary>
    public static SlipwayException NotStored(string store, string? application, string identity) =>
        New("SLW0131",
            $"The store has no revision {identity}{(application is null ? "" : $" of application '{RevisionErrors.Shown(application)}'")}. "
            + "'slipway store list' shows what it has; else pack and deploy it again.", store);

    /// <summary>SLW0132.</summary>
    public static SlipwayException Damaged(string entry, string what) =>
        New("SLW0132", $"The stored revision is damaged and was not used: {what}. Put the same bundle again to mend it, or remove the entry.", entry);

    /// <summary>SLW0133.</summary>
    public static SlipwayException Unusable(string store, string reason, Exception? inner = null) =>
        New("SLW0133", $"The revision store cannot be used: {reason}. Check the folder, its rights and the free space on its disk.", store, inner);

    /// <summary>SLW0134.</summary>
    public static SlipwayException Ambiguous(string store, string prefix, IEnumerable<StoredRevision> found) =>
        New("SLW0134",
            $"Several revisions begin with {prefix}: {string.Join(", ", found.Select(r => $"{r.Identity[..16]} of {r.ApplicationName}"))}. Write more digits, or name the application with --application.", store);

    /// <summary>SLW0135.</summary>
    public static SlipwayException UnknownScheme(string store) =>
        New("SLW0135", "This is no revision store. Name a folder or s3://bucket/prefix.", store);

    private static SlipwayException New(string code, string message, string file, Exception? inner = null) => new(new(code, message, file), inner);
}
