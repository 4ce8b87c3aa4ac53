using Slipway.Checks.Contents;
using Slipway.Git;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Resolving;

namespace Slipway.Checks;

/// <summary>What is to be checked. The command line and the build's gate each make one of these, and from here on all is the same.</summary>
public sealed record CheckRequest
{
    /// <summary>Full path of what a finding names that no document causes: the project file, or the folder.</summary>
    public required string Subject { get; init; }

    /// <summary>The documents: each is a file under test with the others beside it.</summary>
    public required IReadOnlyList<CheckedDocument> Documents { get; init; }

    /// <summary>What is in the revision; null where that is not known.</summary>
    public RevisionContents? Revision { get; init; }

    /// <summary>The folder that hook locations count from where <see cref="Revision"/> does not hold them; null for none.</summary>
    public string? ScriptRoot { get; init; }

    /// <summary>Paths in the revision of the scripts that are checked although no hook names them: hooks may call them.</summary>
    public IReadOnlySet<string> Scripts { get; init; } = new HashSet<string>();

    /// <summary>Full path of the file with the fingerprints of secrets that may be in the revision; null for none.</summary>
    public string? AllowedSecrets { get; init; }

    /// <summary>How findings name a file, by its full path.</summary>
    public Func<string, string> NameOf { get; init; } = path => path;

    /// <summary>Severities that are not written in files: the profile, properties, the command line.</summary>
    public SeveritySettings Severities { get; init; } = new();

    /// <summary>Full paths of more globalconfig files; those called <c>.globalconfig</c> beside and above the files are found.</summary>
    public IReadOnlyList<string> GlobalConfigs { get; init; } = [];

    /// <summary>MSBuild properties; null where there is no build.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    /// <summary>The instances' operating system, for what the agents say.</summary>
    public HostPlatform Platform { get; init; } = HostPlatform.Linux;

    /// <summary>Whether packing makes a plain appspec of what the user wrote: a project with the Slipway package, not a folder that is the revision.</summary>
    public bool IsResolvedAtPacking { get; init; }

    /// <summary>The appspec as it will be packed; null where that is not known or nothing changes it.</summary>
    public ResolvedAppSpec? Resolved { get; init; }

    /// <summary>Whether the program shellcheck is run where it is installed.</summary>
    public bool ShellCheck { get; init; } = true;

    /// <summary>Folders in which a C# compiler is looked for; asked only when a hook is written in C#.</summary>
    public Func<IReadOnlyList<string>> CompilerFolders { get; init; } = () => [];

    /// <summary>The facts of the git checkout that a branch policy, given by its full path, lies in. Asked once, and only when there is a policy.</summary>
    public Func<string, CheckoutFacts?> Checkout { get; init; } = policyFile => PolicyCheckout.Read(policyFile, Environment.GetEnvironmentVariable);
}

/// <summary>A document to check.</summary>
/// <param name="File">Its full path.</param>
/// <param name="NameInRevision">The name it has, or will have, at the root of a revision; null when that is not known.</param>
public sealed record CheckedDocument(string File, string? NameInRevision = null);
