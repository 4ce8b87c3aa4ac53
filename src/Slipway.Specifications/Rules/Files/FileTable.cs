using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;
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
            "'{0}' is looked up as a literal name; the install would fail with \"No such file or directory\" after the old version was removed. Name a directory, or one mapping per file; packing with Slipway writes them.",
            FileRules.WildcardInSource),
        new(Stage.Values, ResolvingErrors.NoMatch, "A pattern matches nothing", Severity.Error,
            "'{0}' {1}; the revision would not be packed. {2}",
            ResolvingRules.NoMatch) { Uses = Needs.Revision },
        new(Stage.Values, ResolvingErrors.NothingExcluded, "exclude leaves out nothing", Severity.Warning,
            "'{0}' leaves out nothing of '{1}', so everything there is deployed. {2}",
            ResolvingRules.NothingExcluded) { Uses = Needs.Revision },
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
        new(Stage.Values, "SLW2005", "destination of a file must be its directory", Severity.Error,
            "A destination is always a directory: this would create the directory '{0}' and put the file into it. Write '{1}'{2}.",
            TargetRules.DestinationNamesFile) { Uses = Needs.Revision },
        new(Stage.Values, "SLW2009", "A directory is copied into a system directory", Severity.Warning,
            "All of '{0}' goes straight into {1}, where files of the system or of other applications collide with it. Use a directory of your own below it.",
            PlaceRules.SystemDirectory) { Uses = Needs.Revision },
        new(Stage.Cross, "SLW2006", "Two mappings write the same target", Severity.Error,
            "'{0}' reaches {1} a second time (first by line {2}); the install would fail (\"two source files ... for the same destination\") after the old version was removed. Remove one mapping.",
            TargetRules.SameTargetTwice) { Uses = Needs.Revision },
        new(Stage.Cross, "SLW2011", "The whole revision goes into a web root", Severity.Warning,
            "appspec.yml and all hook scripts become files of the web site at {0}. Map only the directory with the site.",
            PlaceRules.WebRoot),
        new(Stage.Cross, "SLW2012", "The spec neither copies files nor runs scripts", Severity.Warning,
            "This deployment would succeed without doing anything: add 'files:' or 'hooks:'.",
            TargetRules.NothingToDo),
        new(Stage.Cross, "SLW2013", "OVERWRITE adopts files that others placed", Severity.Info,
            "A file that existed below {0} is replaced now and deleted by the next deployment, not restored. Keep a copy, or deploy to a directory of your own.",
            PlaceRules.AdoptsFiles),
    ];
}
