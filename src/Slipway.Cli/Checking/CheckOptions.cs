using System.CommandLine;
using Slipway.Checks;
using Slipway.Checks.CSharp;
using Slipway.Cli.Commands;
using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Cli.Checking;

/// <summary>What <c>check</c> and <c>fix</c> can be told in the same way, and the request that it makes.</summary>
/// <param name="surroundings">The process.</param>
internal sealed class CheckOptions(Surroundings surroundings)
{
    private readonly Argument<string> _path = new("PATH")
    {
        Description = "An appspec, deploy.yml or branch-policy.yml under any name, or a folder: a revision or a project (default: the working folder).",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> _revision = Options.Text("--revision", "DIR", "The revision's folder, to check an appspec that stands elsewhere against its content.");

    private readonly Option<bool> _resolve = new("--resolve")
    {
        Description = "Check the appspec as `slipway pack` packs it: with $(NAME), patterns, exclude and arguments resolved. -p asks for it too.",
    };

    private readonly Option<string[]> _properties = PropertyOption.Create();

    private readonly Option<string> _platform = Options.OneOf("--platform", "The instances' operating system, for what the agents say.", "linux", "windows");

    private readonly Option<string> _profile = Options.OneOf("--profile", "The rule profile.", "recommended", "strict", "none");

    private readonly Option<string?> _secrets = Options.Text(
        "--allowed-secrets", "FILE", "A file with the fingerprints of secrets that may be in the revision (default: the project's SlipwayAllowedSecrets).");

    private readonly Option<string[]> _severities = new("--severity")
    {
        Description = $"The severity of a rule, whatever else is set: {SeverityWords.All}. May be repeated.",
        HelpName = "SLWnnnn=WORD",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _severities.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (Problem(token.Value) is { } problem) result.AddError(problem);
            }
        });
        command.Add(_path);
        foreach (var option in (Option[])[_platform, _profile, _severities, _secrets, _revision, _resolve, _properties]) command.Add(option);
    }

    /// <summary>The path as it was given.</summary>
    public string Given(ParseResult parsed) => parsed.GetRequiredValue(_path);

    /// <summary>What is to be checked.</summary>
    /// <exception cref="UsageException">SLW0002.</exception>
    /// <exception cref="SlipwayException">SLW0005: a folder without any document.</exception>
    public CheckRequest Request(ParseResult parsed)
    {
        var given = Given(parsed);
        var full = surroundings.ExistingPath(given, "The path");
        var request = CheckRequests.Of(full) ?? throw new SlipwayException(
            new("SLW0005", "There is no appspec.yml, deploy.yml or branch-policy.yml in this folder. Name the file, or write an appspec.yml: version, os, files and hooks are its parts.", given));
        if (parsed.GetValue(_revision) is { } folder)
        {
            var root = surroundings.ExistingPath(folder, "The revision");
            if (!Directory.Exists(root)) throw new UsageException(new("SLW0002", $"The revision {folder} is not a folder; unpack a bundle first."));
            request = CheckRequests.Against(request, root);
        }

        if (IsResolved(parsed)) request = request with { IsResolvedAtPacking = true };
        if (parsed.GetValue(_secrets) is { } secrets) request = request with { AllowedSecrets = surroundings.ExistingPath(secrets, "The file of allowed secrets") };
        return request with
        {
            NameOf = path => NameOf(path, full, given),
            Platform = parsed.GetValue(_platform) == "windows" ? HostPlatform.Windows : HostPlatform.Linux,
            Severities = new SeveritySettings
            {
                Profile = RuleProfiles.Named(parsed.GetRequiredValue(_profile))!.Value,
                Given = GivenSeverities(parsed.GetValue(_severities) ?? []),
            },
            CompilerFolders = () => SdkCompiler.Installed(surroundings.Variable),
        };
    }

    /// <summary>
    /// The request with the appspec as it would be packed, where that was asked for and the revision is at hand: a folder, or the one of --revision. What
    /// changes while it is checked must not be resolved but once, so that <c>fix</c> does without.
    /// </summary>
    public CheckRequest Resolve(CheckRequest request, ParseResult parsed)
    {
        var appSpec = request.Documents.FirstOrDefault(document => document.NameInRevision is not null || request.Documents.Count == 1);
        if (!IsResolved(parsed) || appSpec is null) return request;
        var folder = surroundings.FullPath(parsed.GetValue(_revision) ?? Given(parsed));
        if (!Directory.Exists(folder) || request.ScriptRoot is not null) return request;
        RevisionFile[] files = [.. RevisionGathering.FromFolder(folder).Where(file => file.Path != PackedAppSpec.Name), new RevisionFile(PackedAppSpec.Name, appSpec.File)];
        return request with { Resolved = PackedAppSpec.Of(files, PropertyOption.Of(parsed, _properties)) };
    }

    private bool IsResolved(ParseResult parsed) => parsed.GetValue(_resolve) || parsed.GetValue(_properties) is { Length: > 0 };

    // As a user would write it: below what he gave, else from where he stands.
    private string NameOf(string path, string full, string given)
    {
        if (path == full) return given;
        var below = Path.GetRelativePath(full, path);
        if (below != ".." && !below.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return Path.Combine(given == "." ? "" : given, below);
        return Path.GetRelativePath(surroundings.WorkingFolder, path);
    }

    private static string? Problem(string text)
    {
        var (rule, word, _) = Parse(text);
        if (RuleCatalogue.Find(rule.ToUpperInvariant()) is null) return $"--severity takes a rule and a word, as in SLW5008=error; there is no rule '{rule}'.";
        return SeverityWords.TryParse(word, out _) ? null : $"'{word}' is no severity; the words are {SeverityWords.All}.";
    }

    private static Dictionary<string, Severity?> GivenSeverities(string[] texts)
    {
        var given = new Dictionary<string, Severity?>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts) given[Parse(text).Rule] = Parse(text).Severity;
        return given;
    }

    private static (string Rule, string Word, Severity? Severity) Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var (rule, word) = equals < 0 ? (text, "") : (text[..equals], text[(equals + 1)..]);
        return (rule, word, SeverityWords.TryParse(word, out var severity) ? severity : null);
    }
}
