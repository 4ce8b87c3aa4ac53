using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Scripts.Shell;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules;

/// <summary>Everything that rules may look at. What is null is not available, and the rules that need it stay silent.</summary>
public sealed record RuleInputs
{
    /// <summary>The file under test as findings name it; the project file where there is no appspec.</summary>
    public required string File { get; init; }

    /// <summary>The undecoded file. Without it and without <see cref="Text"/> only rules about the revision run.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The decoded text, where the bytes are not at hand (in an editor); ignored when <see cref="Content"/> is given.</summary>
    public string? Text { get; init; }

    /// <summary>The parsed file, where the caller has it already; then neither <see cref="Content"/> nor <see cref="Text"/> is parsed again.</summary>
    public YamlDocument? Document { get; init; }

    /// <summary>The hook scripts that could be read.</summary>
    public IReadOnlyList<ScriptFile>? Scripts { get; init; }

    /// <summary>All that is in the revision.</summary>
    public IReadOnlyList<RevisionItem>? Revision { get; init; }

    /// <summary>Reads a file of the revision by its path; null for what is no readable file, or too large to be looked into.</summary>
    public Func<string, byte[]?>? Contents { get; init; }

    /// <summary>The fingerprints of secrets that may be in the revision: SHA-256 in hexadecimal digits, see <see cref="Secrets.AllowedSecrets.Parse"/>.</summary>
    public IReadOnlyCollection<string>? AllowedSecrets { get; init; }

    /// <summary>The project's other documents: for an appspec its deploy.yml and branch-policy.yml, and so on.</summary>
    public IReadOnlyList<CompanionFile>? Companions { get; init; }

    /// <summary>What the C# compiler's parser says of hook scripts in C#; null where no compiler is at hand.</summary>
    public IReadOnlyList<CSharpError>? CSharpErrors { get; init; }

    /// <summary>What the program shellcheck says of scripts, by the names that findings use; null where it did not run.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ShellCheckRemark>>? ShellCheck { get; init; }

    /// <summary>The state of the git checkout.</summary>
    public CheckoutFacts? Checkout { get; init; }

    /// <summary>MSBuild properties by name.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    /// <summary>The name that the file has, or will have, at the root of the revision; null when that is not known.</summary>
    public string? NameInRevision { get; init; }

    /// <summary>
    /// Whether packing makes a plain appspec of the file: then <c>$(Property)</c>, patterns, <c>exclude</c> and <c>arguments</c> are part of the language,
    /// and rules leave alone what is not known before.
    /// </summary>
    public bool IsResolvedAtPacking { get; init; }

    /// <summary>The appspec as packing resolves it, of the same document: then the rules look at that, and findings stand at the place that they come from.</summary>
    public ResolvedAppSpec? Resolved { get; init; }

    /// <summary>Whether the document is one that was resolved: what looks like a placeholder in it is meant so.</summary>
    internal bool IsResolved { get; init; }
}

/// <summary>What an item of a revision is.</summary>
public enum RevisionItemKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A FIFO, socket or device.</summary>
    Special,

    /// <summary>A directory that only the build or the publish fills: whatever a document names below it may be there.</summary>
    Produced,
}

/// <summary>An item of a revision.</summary>
/// <param name="Path">Relative to the root of the revision, with <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits; 0 when unknown.</param>
/// <param name="Size">Bytes of a file.</param>
/// <param name="LinkTarget">The target of a link, as written.</param>
/// <param name="SourceFile">The name that findings use for it; null when that is the path.</param>
public sealed record RevisionItem(
    string Path, RevisionItemKind Kind = RevisionItemKind.File, int Mode = 0, long Size = 0, string? LinkTarget = null, string? SourceFile = null);

/// <summary>Another document of the project.</summary>
/// <param name="File">The name that findings use.</param>
/// <param name="Document">The parsed file.</param>
public sealed record CompanionFile(string File, YamlDocument Document);

/// <summary>A syntax error of a C# hook script, as the compiler reports it.</summary>
/// <param name="File">The script, as findings name it.</param>
/// <param name="Range">Its place.</param>
/// <param name="Id"><c>CS1002</c>.</param>
/// <param name="Message">The compiler's own words.</param>
public sealed record CSharpError(string File, SourceRange Range, string Id, string Message);
