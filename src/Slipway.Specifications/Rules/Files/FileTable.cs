using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules.Documents;

namespace Slipway.Specifications.Rules.Files;

/// <summary>SLW2xxx: files and file_exists_behavior.</summary>
internal static class FileTable
{
    public static Rule[] Rows { get; } =
    [
        new(Stage.Keys, "SLW2007", "overwrite in a mapping does nothing", Severity.Warning,
            "'{0}' inside a mapping is ignored: an existing file still stops the deployment (\"a specified file already exists at this location\"). Use file_exists_behavior at the top level.",
            KeyRules.OverwriteInMapping),
        new(Stage.Missing, "SLW2008", "file_exists_behavior has an unknown value", Severity.Error,
            "'{0}' is not a value of file_exists_behavior; the deployment would be refused. Write DISALLOW, OVERWRITE or RETAIN.",
            HeaderRules.FileExistsBehavior),
        new(Stage.Missing, "SLW2001", "A mapping lacks its source or destination", Severity.Error,
            "This mapping has no {0}; the deployment would be refused. Add '{0}:' {1}.",
            FileRules.MissingSourceOrDestination),
        new(Stage.Values, "SLW2002", "source knows no wildcards", Severity.Error,
            "'{0}' is looked up as a literal name; the install would fail with \"No such file or directory\" after the old version was removed. Name a directory, or one mapping per file.",
            FileRules.WildcardInSource),
        new(Stage.Values, "SLW2003", "source points outside the revision", Severity.Error,
            "'{0}' is outside the revision; the install would fail or copy a foreign file of the host. Put the file into the revision and name it relative to its root.",
            PathRules.SourceOutside),
        new(Stage.Values, "SLW2010", "A path of the other operating system", Severity.Error,
            "'{0}' is a {1} path, but os is {2}; {3}. Write '{4}'.",
            PathRules.OtherSystem),
        new(Stage.Values, "SLW2004", "destination is not an absolute path", Severity.Error,
            "'{0}' {1}; the files would land in {2}. Write the full path.",
            PathRules.DestinationNotAbsolute),
        new(Stage.Values, "SLW2014", "destination is in a directory that everyone may write", Severity.Warning,
            "Any account of the host can prepare '{0}' or links in it before the agent writes there as root, and a restart may empty it. Use /opt, /srv or /var/lib.",
            PathRules.WritableByEverybody),
    ];
}
