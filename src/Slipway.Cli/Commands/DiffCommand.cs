using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Revisions.Inventory;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway diff</c></summary>
internal static class DiffCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var before = new Argument<string>("A") { Description = "The first revision: a bundle or a folder." };
        var after = new Argument<string>("B") { Description = "The second revision: a bundle or a folder." };
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
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            var (first, second) = (parsed.GetRequiredValue(before), parsed.GetRequiredValue(after));
            var a = RevisionInventory.Of(surroundings.ExistingPath(first, "The revision"), cancellation);
            var b = RevisionInventory.Of(surroundings.ExistingPath(second, "The revision"), cancellation);
            var differences = RevisionDifference.Of(a.Manifest, b.Manifest);
            if (parsed.GetValue(format) == "json") DiffReport.PrintJson(a, b, differences, surroundings.Output);
            else DiffReport.PrintText(first, second, a, b, differences, surroundings.Output);
            return differences.Count > 0 && parsed.GetValue(exitCode) ? ExitCode.Failed : ExitCode.Done;
        }, cancellation));
        return command;
    }
}
