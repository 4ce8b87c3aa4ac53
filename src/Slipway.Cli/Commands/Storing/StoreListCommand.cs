using System.CommandLine;
using System.Text.Json;
using Slipway.Cli.Output;
using Slipway.Cli.Stores;
using Slipway.Revisions;

namespace Slipway.Cli.Commands.Storing;

/// <summary><c>slipway store list</c></summary>
internal static class StoreListCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var (application, store, format) = (Options.Text("--application", "NAME", "Only this application (default: all)."), new StoreOptions(), Options.Format());
        var command = new Command("list", """
            Lists what the store has, the latest put first, and who has pinned it.

            Example:
              slipway store list --application Orders
            """)
        {
            application, format,
        };
        store.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var opened = store.Given(parsed, surroundings).Open();
            var revisions = await opened.ListAsync(parsed.GetValue(application), cancellation).ConfigureAwait(false);
            var pins = (await opened.PinsAsync(parsed.GetValue(application), cancellation).ConfigureAwait(false))
                .SelectMany(pin => pin.Identities.Select(identity => (Key: (pin.ApplicationName, identity), pin.Holder))).ToLookup(p => p.Key, p => p.Holder);
            if (parsed.GetValue(format) == "json") PrintJson(opened.Location, revisions, pins, surroundings.Output);
            else PrintText(opened.Location, revisions, pins, surroundings.Output);
            return ExitCode.Done;
        });
        return command;
    }

    private static void PrintText(
        string location, IReadOnlyList<StoredRevision> revisions, ILookup<(string, string), string> pins, TextWriter output)
    {
        if (revisions.Count == 0) output.WriteLine($"No revisions in {location}.");
        foreach (var r in revisions)
        {
            output.WriteLine($"{r.Identity[..16]}  {r.ApplicationName,-16}  {r.StoredAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}  {Amounts.Bytes(r.Size),9}  "
                + $"{r.Type.ToString().ToLowerInvariant(),-3}{(r.KeyId is null ? "" : "  encrypted")}{(r.Damage is null ? "" : $"  damaged: {r.Damage}")}");
            foreach (var holder in pins[(r.ApplicationName, r.Identity)].Order(StringComparer.Ordinal)) output.WriteLine($"    pinned by {holder}");
        }
    }

    private static void PrintJson(
        string location, IReadOnlyList<StoredRevision> revisions, ILookup<(string, string), string> pins, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("store", location);
        writer.WriteStartArray("revisions");
        foreach (var revision in revisions)
        {
            writer.WriteStartObject();
            writer.StoredMembers(revision);
            writer.WriteStartArray("pinnedBy");
            foreach (var holder in pins[(revision.ApplicationName, revision.Identity)].Order(StringComparer.Ordinal)) writer.WriteStringValue(holder);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
