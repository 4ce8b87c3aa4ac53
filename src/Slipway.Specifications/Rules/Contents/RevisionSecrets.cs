using Slipway.Specifications.Findings;
using Slipway.Specifications.Secrets;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>
/// The secrets of a revision. Each file is asked for once and looked through once, for all rules; its bytes are not kept. What is not mapped counts
/// too: the bucket and the host's archive hold the whole bundle.
/// </summary>
internal sealed class RevisionSecrets
{
    private readonly List<FileSecrets> _files = [];
    private readonly HashSet<string> _allowed;

    public RevisionSecrets(RuleContext context)
    {
        _allowed = new HashSet<string>(context.Inputs.AllowedSecrets ?? [], StringComparer.OrdinalIgnoreCase);
        if (context.Kind != DocumentKind.ServerAppSpec) return;
        var scripts = new Dictionary<string, ScriptFile>(StringComparer.Ordinal);
        foreach (var script in context.Inputs.Scripts ?? []) scripts[script.Path] = script;
        foreach (var item in context.Inputs.Revision ?? [])
        {
            if (item.Kind != RevisionItemKind.File || RevisionListing.Normalize(item.Path) is not { Length: > 0 } path) continue;
            if (scripts.TryGetValue(path, out var script))
            {
                scripts.Remove(path);
                Add(path, script.File, script.Content);
            }
            else
            {
                Add(path, item.SourceFile ?? item.Path, item.Size <= SecretScanner.MaxBytes ? context.Inputs.Contents?.Invoke(item.Path) : null);
            }
        }

        // In an editor the scripts are known and the revision is not yet.
        foreach (var script in context.Inputs.Scripts ?? [])
        {
            if (scripts.Remove(script.Path)) Add(script.Path, script.File, script.Content);
        }
    }

    /// <summary>The files that hold something, or are something by their names.</summary>
    public IReadOnlyList<FileSecrets> Files => _files;

    private void Add(string path, string file, byte[]? content)
    {
        var store = CredentialStores.Of(path);
        IReadOnlyList<Secret> secrets = content is null ? [] : SecretScanner.Scan(content, path);
        if (secrets.Count == 0 && store == StoreKind.None) return;
        var entry = store == StoreKind.None || content is null ? StoreEntry.Unknown : StoreEntry.In(content, store);
        // A key in a file that is known by its name is one thing, reported and accepted where it stands.
        if (secrets.Any(secret => secret.Rule == "SLW9012") && store is StoreKind.PrivateKey or StoreKind.Credentials) store = StoreKind.None;
        secrets = [.. secrets.Where(secret => !_allowed.Contains(secret.Fingerprint) && !(entry.Place is { } place && place.Line == secret.Range.Line && secret.Rule == "SLW9015"))];
        var fingerprint = store == StoreKind.None ? "" : content is null ? Fingerprints.Of(path) : Fingerprints.Of(content, 0, content.Length);
        if (_allowed.Contains(fingerprint)) store = StoreKind.None;
        if (secrets.Count > 0 || store != StoreKind.None) _files.Add(new FileSecrets(path, file, secrets, store, entry, fingerprint));
    }
}

/// <summary>What the rules about secrets have to say of a file; accepted secrets are left out.</summary>
/// <param name="Path">Its path in the revision.</param>
/// <param name="File">The name that findings use.</param>
/// <param name="Secrets">What stands in it.</param>
/// <param name="Store">What it is by its name.</param>
/// <param name="Entry">What was found in such a file.</param>
/// <param name="Fingerprint">SHA-256 of the whole file, of its path where it could not be read; empty for what is nothing by its name.</param>
internal sealed record FileSecrets(string Path, string File, IReadOnlyList<Secret> Secrets, StoreKind Store, StoreEntry Entry, string Fingerprint);
