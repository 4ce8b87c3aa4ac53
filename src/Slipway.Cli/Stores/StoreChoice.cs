using System.CommandLine;
using Slipway.Aws;
using Slipway.Revisions;
using Slipway.Specifications;

namespace Slipway.Cli.Stores;

/// <summary>The revision store that a command line means.</summary>
/// <param name="Location">A folder or <c>s3://bucket/prefix</c>; empty for the user's own.</param>
/// <param name="EncryptionKey">A key file or a KMS key; null when none is given.</param>
/// <param name="WorkingFolder">Relative paths count from it.</param>
/// <param name="Time">The clock.</param>
internal sealed record StoreChoice(string Location, string? EncryptionKey, string WorkingFolder, TimeProvider Time)
{
    /// <summary>Opens it; nothing is asked of it yet.</summary>
    /// <exception cref="SlipwayException">The store or the key is none.</exception>
    public IRevisionStore Open() => RevisionStores.Open(Location, EncryptionKey, WorkingFolder, Time);

    /// <summary>The same for a command that does not need a store: null when none is named and the user has none.</summary>
    public IRevisionStore? OpenIfAny() => Location.Length > 0 || Directory.Exists(RevisionStores.OfUser) ? Open() : null;

    /// <summary>The same store at another place.</summary>
    public StoreChoice At(string location) => this with { Location = location };
}

/// <summary>The options that choose a store.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string?> _store = Commands.Options.Text("--store", "STORE", "Where revisions are kept: a folder or s3://bucket/prefix (default: $SLIPWAY_STORE, else your own store).");
    private readonly Option<string?> _key = Commands.Options.Text("--encryption-key", "KEY", "The key of encrypted revisions: a key file, or a KMS key (id, ARN, alias/NAME).");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_store);
        command.Add(_key);
    }

    /// <summary>What was chosen.</summary>
    public StoreChoice Given(ParseResult parsed, Surroundings surroundings) =>
        new(parsed.GetValue(_store) ?? surroundings.Variable("SLIPWAY_STORE") ?? "", parsed.GetValue(_key), surroundings.WorkingFolder, surroundings.Time);
}
