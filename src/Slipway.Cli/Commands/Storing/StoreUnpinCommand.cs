using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Cli.Stores;

namespace Slipway.Cli.Commands.Storing;

/// <summary><c>slipway store unpin</c></summary>
internal static class StoreUnpinCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var holder = new Argument<string>("HOLDER") { Description = "Who has pinned, as `slipway store list` prints it." };
        var (application, store, format) = (StoreCommand.Application(), new StoreOptions(), Options.Format());
        var command = new Command("unpin", """
            Lets go of what a machine that is gone has pinned. A group that still deploys pins again with its next deployment.

            Example:
              slipway store unpin "production on web-1:/var/lib/slipway" --application Orders
            """)
        {
            holder, application, format,
        };
        store.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (name, applicationName) = (parsed.GetRequiredValue(holder), parsed.GetRequiredValue(application));
            using var opened = store.Given(parsed, surroundings).Open();
            var pins = await opened.PinsAsync(applicationName, cancellation).ConfigureAwait(false);
            if (pins.FirstOrDefault(pin => pin.Holder == name) is not { } held)
                throw new UsageException(new("SLW0002", $"Nobody called '{name}' has pinned anything of {applicationName} in {opened.Location}. `slipway store list` prints who has."));
            await opened.PinAsync(applicationName, name, [], cancellation).ConfigureAwait(false);
            if (parsed.GetValue(format) == "json")
            {
                Json.Write(surroundings.Output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("holder", name);
                    writer.WriteStartArray("unpinned");
                    foreach (var identity in held.Identities) writer.WriteStringValue(identity);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
            }
            else
            {
                surroundings.Output.WriteLine($"{name}: {Amounts.Count(held.Identities.Count, "revision")} unpinned.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
