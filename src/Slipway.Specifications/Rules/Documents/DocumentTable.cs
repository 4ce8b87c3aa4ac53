using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules.Contents;
using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Rules.Hooks;
using Slipway.Specifications.Rules.Policies;

namespace Slipway.Specifications.Rules.Documents;

/// <summary>SLW1xxx: the document and its structure.</summary>
internal static class DocumentTable
{
    public static Rule[] Rows { get; } =
    [
        new(Stage.Syntax, "SLW1001", "The file is not valid YAML", Severity.Error,
            "The file cannot be read as YAML: {0}. The host would stop at its first hook, after the old application was stopped; correct line {1}.",
            SyntaxRules.NotYaml) { MessageOfSettings = "The file cannot be read as YAML: {0}. Nothing could be deployed; correct line {1}." },
        new(Stage.Syntax, "SLW1002", "A tab is used as indentation", Severity.Error,
            "YAML does not allow tabs as indentation; the host would refuse the file. Use spaces.",
            SyntaxRules.TabAsIndentation) { MessageOfSettings = "YAML does not allow tabs as indentation; the file cannot be read. Use spaces." },
        new(Stage.Syntax, "SLW1003", "The file starts with a byte order mark", Severity.Error,
            "The byte order mark in front of '{0}' makes the host read an empty document (\"invalid version value ()\" or \"unsupported operating system ()\"). Save the file as UTF-8 without it.",
            SyntaxRules.ByteOrderMark),
        new(Stage.Syntax, "SLW1004", "The file is not UTF-8", Severity.Error,
            "The file is not UTF-8 (byte {0} at offset {1}); the host would refuse it. Save it as UTF-8 without a byte order mark.",
            SyntaxRules.NotUtf8) { MessageOfSettings = "The file is not UTF-8 (byte {0} at offset {1}) and cannot be read. Save it as UTF-8." },
        new(Stage.Syntax, "SLW1005", "An invisible or look-alike character is part of the text", Severity.Error,
            "{0} (U+{1}) is part of {2}; the host does not treat it as a space or quote, so the name would not be found. Write a plain character.",
            SyntaxRules.InvisibleCharacter) { MessageOfSettings = "{0} (U+{1}) is part of {2}; it counts neither as a space nor as a quote, so the name would not be found. Write a plain character." },
        new(Stage.Syntax, "SLW1021", "A space is missing after ':' or '-'", Severity.Error,
            "'{0}' needs a space after {1}; without it YAML sees one word and the file is refused. Write '{2}'.",
            SyntaxRules.MissingSpaceAfterIndicator),
        new(Stage.Syntax, "SLW1022", "The value needs quotes", Severity.Error,
            "'{0}' {1}, which YAML takes for {2}; the file would be refused. Put quotes around it.",
            SyntaxRules.NeedsQuotes),
        new(Stage.Shape, "SLW1006", "The document is empty or is not a mapping", Severity.Error,
            "The file {0}; a deployment would be refused. Start it with 'version: 0.0'{1}.",
            DocumentRules.MustBeMapping) { MessageOfSettings = "The file {0}, where keys with values are due; nothing could be deployed with it. Write its keys." },
        new(Stage.Shape, "SLW1007", "Only the first YAML document is used", Severity.Warning,
            "Everything from here on is ignored by agent 1.x and is expected to be refused by 2.x. Delete it or merge it into the first document.",
            DocumentRules.OnlyFirstDocument) { MessageOfSettings = "Everything from here on is ignored. Delete it or merge it into the first document." },
        new(Stage.Shape, "SLW1008", "An alias or merge key works only on some hosts", Severity.Error,
            "'{0}' is refused by agents on Ruby 3.1 and later (\"Unknown alias\") and merge keys are not known to agent 2.x. Write the content out.",
            DocumentRules.AliasOrMergeKey),
        new(Stage.Shape, "SLW1009", "A date or an explicit tag changes how the host loads the file", Severity.Error,
            "{0} is loaded as a {1}, which agents on Ruby 3.1 and later refuse for the whole file. {2}",
            DocumentRules.DateOrTag),
        new(Stage.Shape, "SLW1018", "A placeholder is still in the text", Severity.Error,
            "'{0}' is not replaced by anything; the host would use the text as it stands ({1}). Declare the token or write the value.",
            PlaceholderRules.StillThere),
        new(Stage.Shape, ResolvingErrors.NoValue, "A placeholder has no value", Severity.Error,
            "{0} {1}; the revision would not be packed. {2}",
            ResolvingRules.NoValue) { Uses = Needs.Properties },
        new(Stage.Shape, "SLW1010", "A key is written twice in one mapping", Severity.Error,
            "'{0}' is already set on line {1}; agent 1.x silently keeps only this one, agent 2.x refuses the file. Merge the two.",
            DocumentRules.DuplicateKey) { MessageOfSettings = "'{0}' is already set on line {1}, and only one of the two can count. Merge the two." },
        new(Stage.Shape, "SLW1012", "A value has the wrong shape", Severity.Error,
            "{0} must be {1}, but is {2}; the agent would stop with an internal error ({3}). Write {4}.",
            ShapeRules.WrongShape, DescribedRules.WrongShapes, SettingRules.WrongValues, SignerRules.WrongEntries),
        new(Stage.Shape, "SLW1016", "A section is left blank", Severity.Warning,
            "'{0}' has no content: agent 1.x takes it as empty, agent 2.x is expected to refuse it and the guide advises against it. Remove the key or fill it.",
            ShapeRules.BlankSection),
        new(Stage.Keys, "SLW1011", "The key is not known here", Severity.Error,
            "'{0}' is not a key of {1} and is silently ignored by the host. {2}",
            KeyRules.Unknown, DescribedRules.UnknownKeys),
        new(Stage.Missing, "SLW1013", "version must be the number 0.0", Severity.Error,
            "The version {0}; the deployment would be refused (\"invalid version value\"). Write 'version: 0.0' without quotes.",
            HeaderRules.Version),
        new(Stage.Missing, "SLW1014", "os must be linux or windows", Severity.Error,
            "The os {0}; the host would refuse the revision (\"unsupported operating system\"). Write exactly 'linux' or 'windows'.",
            HeaderRules.Os),
        new(Stage.Values, "SLW1019", "An unquoted word is read as another value", Severity.Error,
            "'{0}' without quotes means {1}, so the host would use '{2}'{3}. Put quotes around it.",
            ScalarRules.MisreadWord),
        new(Stage.Values, "SLW1020", "A backslash in double quotes is an escape", Severity.Error,
            "In double quotes '{0}' means {1}; the host would {2}. Use single quotes or no quotes.",
            ScalarRules.BackslashInDoubleQuotes),
        new(Stage.Cross, "SLW1015", "os does not fit the published runtime", Severity.Error,
            "The project is published for {0}, but this revision goes to {1} hosts; the program would not start there. Use '{2}' or another RuntimeIdentifier.",
            RunRules.OtherRuntime) { Needs = Needs.Properties },
        new(Stage.Cross, "SLW1017", "The file is not called appspec.yml, or there are several", Severity.Error,
            "'{0}' is not found by the hooks of agent 1.x, which open exactly 'appspec.yml'. Rename it{1}.",
            RevisionRules.OtherName) { Uses = Needs.Revision },
        // Found by what applies the comments, when all other rules have run.
        new(Stage.Cross, Suppressions.Unused, "The suppression suppresses nothing", Severity.Warning,
            "{0} finds nothing {1}, so this suppression has no effect and would hide the next mistake. Remove it."),
    ];
}
