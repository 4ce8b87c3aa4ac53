using System.CommandLine;
using Slipway.Checks;
using Slipway.Checks.Contents;
using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Specifications.Findings;

namespace Slipway.Cli.Commands;

/// <summary>What packing can be told beside folder, bundle and type.</summary>
/// <param name="surroundings">The process.</param>
internal sealed class PackingOptions(Surroundings surroundings)
{
    private readonly Option<string> _compression = Options.OneOf("--compression", "How much time is spent to make it small.", "optimal", "fastest", "store");

    private readonly Option<string?> _cache = Options.Text(
        "--cache", "DIR", "The folder with what was packed before (default: $XDG_CACHE_HOME/slipway/pack, ~/.cache/slipway/pack).");

    private readonly Option<string?> _cacheSize = Options.Text("--cache-size", "SIZE", "What that folder is cut back to, longest unused content first (default: 1GB).");

    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Read and compress everything." };

    private readonly Option<string> _lineEnds = Options.OneOf(
        "--line-ends", "What happens to CR LF in scripts for Linux (a shebang, .sh, hooks).", "keep", "lf");

    private readonly Option<string?> _secrets = Options.Text(
        "--allowed-secrets", "FILE", "A file with the fingerprints of secrets that may be in the revision (default: the project's SlipwayAllowedSecrets).");

    /// <summary>A warning for a cache that was of no use.</summary>
    public static SlipwayError CacheUnusable(string folder, string reason) =>
        new("SLW0128", $"The cache of packed content cannot be written: {reason} The bundle is complete. Name another folder with --cache, or use --no-cache.", folder);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _cacheSize.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && ByteSize.Parse(result.Tokens[0].Value) is null)
                result.AddError($"--cache-size takes a number of bytes, or one with KB, MB or GB, not {result.Tokens[0].Value}.");
        });
        foreach (var option in (Option[])[_compression, _cache, _cacheSize, _noCache, _lineEnds, _secrets]) command.Add(option);
    }

    /// <summary>The files with what is to happen to their line ends.</summary>
    public IReadOnlyList<RevisionFile> Files(ParseResult parsed, IReadOnlyList<RevisionFile> files) =>
        parsed.GetValue(_lineEnds) == "lf" ? [.. files.Select(file => file with { LineEnds = LineEnds.LfInScripts })] : files;

    /// <summary>How to pack a folder.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="type">The bundle's type.</param>
    /// <param name="source">Full path of the folder.</param>
    /// <param name="given">The folder as it was given; findings name files below it.</param>
    /// <param name="json">Whether standard output is kept for one JSON document.</param>
    /// <exception cref="UsageException">SLW0002: a path that does not do.</exception>
    public PackOptions Of(ParseResult parsed, BundleType type, string source, string given, bool json) => new()
    {
        Type = type,
        Compression = Enum.Parse<RevisionCompression>(parsed.GetRequiredValue(_compression), ignoreCase: true),
        CacheFolder = parsed.GetValue(_noCache) ? null : parsed.GetValue(_cache) is { Length: > 0 } folder ? Outside(surroundings.FullPath(folder), source) : DefaultCache(source),
        CacheSize = parsed.GetValue(_cacheSize) is { } size ? ByteSize.Parse(size)!.Value : PackOptions.DefaultCacheSize,
        Inspection = new SecretInspection(source)
        {
            AllowedSecrets = parsed.GetValue(_secrets) is { } allowed
                ? surroundings.ExistingPath(allowed, "The file of allowed secrets") : CheckRequests.AllowedSecretsOf(source),
            NameOf = path => path == source ? given : Path.Join(given == "." ? "" : given, Path.GetRelativePath(source, path)),
            Report = finding => (json || finding.Severity == Severity.Error ? surroundings.Error : surroundings.Output).WriteLine(finding),
        },
    };

    // The bundle would hold what was packed before, and grow with every pack.
    private static string Outside(string cache, string source) => !IsInside(cache, source) ? cache
        : throw new UsageException(new("SLW0002", $"The cache {cache} lies in the folder that is packed. Name one outside of it with --cache."));

    private static bool IsInside(string cache, string source) =>
        (cache + Path.DirectorySeparatorChar).StartsWith(Path.TrimEndingDirectorySeparator(source) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Nobody has asked for it: whoever packs the folder that it lies in packs without.
    private string? DefaultCache(string source)
    {
        var home = surroundings.Variable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg) ? xdg
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : surroundings.Variable("HOME") is { Length: > 0 } user ? Path.Join(user, ".cache") : "";
        var cache = Path.Join(home, "slipway", "pack");
        return home.Length == 0 || IsInside(cache, source) ? null : cache;
    }
}
