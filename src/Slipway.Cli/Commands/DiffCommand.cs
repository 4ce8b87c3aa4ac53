using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Cli.Stores;
using Slipway.Revisions.Inventory;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway diff</c></summary>
internal static class DiffCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var before = new Argument<string>("A") { Description = "The first revision: a folder, a bundle, or one of the store by its identity or s3:// address." };
        var after = new Argument<string>("B") { Description = "The second revision, in the same way." };
        var exitCode = new Option<bool>("--exit-code") { Description = "End with 1 when they differ, for scripts." };
        var format = Options.Format();
        var command = new Command("diff", """
            Shows how two revisions differ: files that were added, changed and removed, the largest change first, modes, links, and the appspec's text.
            Of bundles that slipway packed only the manifests are read.

            Example:
              slipway diff orders-1.zip orders-2.zip
            """)
        {
            before, after, exitCode, format,
        };
        var (storeOptions, application) = (new StoreOptions(), Options.Application());
        storeOptions.AddTo(command);
        command.Add(application);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (first, second) = (parsed.GetRequiredValue(before), parsed.GetRequiredValue(after));
            var store = storeOptions.Given(parsed, surroundings);
            using var one = await RevisionReference.OpenAsync(first, store, parsed.GetValue(application), surroundings, cancellation).ConfigureAwait(false);
            using var other = await RevisionReference.OpenAsync(second, store, parsed.GetValue(application), surroundings, cancellation).ConfigureAwait(false);
            var a = RevisionInventory.Of(one.Path, cancellation);
            var b = RevisionInventory.Of(other.Path, cancellation);
            var differences = RevisionDifference.Of(a.Manifest, b.Manifest);
            if (parsed.GetValue(format) == "json") DiffReport.PrintJson(a, b, differences, surroundings.Output);
            else DiffReport.PrintText(first, second, a, b, differences, surroundings.Output);
            return differences.Count > 0 && parsed.GetValue(exitCode) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }
}
