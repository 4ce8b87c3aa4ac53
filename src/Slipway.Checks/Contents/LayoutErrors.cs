using Slipway.Specifications;

namespace Slipway.Checks.Contents;

/// <summary>What is wrong with a revision's files before they are packed: SLW0053 to SLW0055, SLW0127.</summary>
public static class LayoutErrors
{
    /// <summary>A file outside of the project has no place of its own.</summary>
    public static SlipwayError FileNeedsRevisionPath(string file) => new("SLW0053",
        $"The RevisionFile '{file}' lies outside the project folder, so its place in the revision is not known. Set RevisionPath: <RevisionFile Include=\"{file}\" RevisionPath=\"Config/\" />.");

    /// <summary>A place that no file of a revision can have.</summary>
    public static SlipwayError BadRevisionPath(string path, string file) => new("SLW0053",
        $"'{path}' of '{file}' is not a path in a revision. Write a relative path with '/' between its parts and without '..', for example 'Config/settings.json'; with '/' at the end it names the folder.");

    /// <summary>Two files for one place.</summary>
    public static SlipwayError SamePlace(string path, string first, string second) => new("SLW0054",
        $"'{first}' and '{second}' both become '{path}' in the revision. Give one of them another RevisionPath, or remove it with <RevisionFile Remove=\"…\" />.");

    /// <summary>A file that is not there.</summary>
    public static SlipwayError FileMissing(string file) => new("SLW0055",
        $"The RevisionFile '{file}' does not exist. Create it, or remove it with <RevisionFile Remove=\"…\" />.");

    /// <summary>Secrets in what was to be packed; the findings before it name them.</summary>
    public static SlipwayError SecretsFound(string folder, int count) => new("SLW0127",
        $"No bundle was written: it would hold {(count == 1 ? "a secret" : $"{count} secrets")} (see above). Take {(count == 1 ? "it" : "them")} out and read such values at run time, or list the fingerprint in a file and name it with --allowed-secrets.",
        folder);
}
