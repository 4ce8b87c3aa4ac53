using System.CommandLine;

namespace Slipway.Cli.Commands.Storing;

/// <summary><c>slipway store</c></summary>
internal static class StoreCommand
{
    public static Command Create(Surroundings surroundings) => new("store", """
        Looks into a revision store and changes it: a folder, a share, or a place in S3.

        Example:
          slipway store list --store s3://acme-revisions/slipway
        """)
    {
        StoreListCommand.Create(surroundings),
        StoreGetCommand.Create(surroundings),
        StorePutCommand.Create(surroundings),
        StorePruneCommand.Create(surroundings),
        StoreUnpinCommand.Create(surroundings),
    };

    /// <summary>The application of a verb that changes something: there it must be named.</summary>
    public static Option<string> Application() => new("--application") { Description = "The application.", HelpName = "NAME", Required = true };
}
