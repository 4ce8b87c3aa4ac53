using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Cli.Stores;
using Slipway.Revisions;

namespace Slipway.Cli.Commands.Storing;

/// <summary><c>slipway store prune</c></summary>
internal static class StorePruneCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var keep = new Option<int>("--keep") { Description = "How many revisions stay besides those in use (default: 10).", HelpName = "N", DefaultValueFactory = _ => 10 };
        keep.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number < 0))
                result.AddError($"--keep takes a number, 0 or more, not {result.Tokens[0].Value}.");
        });
        var (application, store, format) = (StoreCommand.Application(), new StoreOptions(), Options.Format());
        var command = new Command("prune", """
            Removes old revisions of an application from the store. What a deployment group has or is being given stays, and what was put in the last
            two hours.

            Example:
              slipway store prune --application Orders --keep 20
            """)
        {
            application, keep, format,
        };
        store.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var opened = store.Given(parsed, surroundings).Open();
            var removed = await opened.PruneAsync(parsed.GetRequiredValue(application), new RevisionRetention(parsed.GetValue(keep)), cancellation).ConfigureAwait(false);
            if (parsed.GetValue(format) == "json") PrintJson(removed, surroundings.Output);
            else PrintText(removed, surroundings.Output);
            return ExitCode.Done;
        });
        return command;
    }

    private static void PrintText(IReadOnlyList<StoredRevision> removed, TextWriter output)
    {
        foreach (var revision in removed) output.WriteLine($"removed {revision.Identity[..16]}  {Amounts.Bytes(revision.Size)}");
        output.WriteLine($"{Amounts.Count(removed.Count, "revision")} removed, {Amounts.Bytes(removed.Sum(r => r.Size))}.");
    }

    private static void PrintJson(IReadOnlyList<StoredRevision> removed, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("removed");
        foreach (var revision in removed)
        {
            writer.WriteStartObject();
            writer.StoredMembers(revision);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
