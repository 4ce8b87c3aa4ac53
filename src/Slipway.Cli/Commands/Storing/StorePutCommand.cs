using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Cli.Stores;

namespace Slipway.Cli.Commands.Storing;

/// <summary><c>slipway store put</c></summary>
internal static class StorePutCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var bundle = new Argument<string>("BUNDLE") { Description = "The bundle (zip, tar, tgz)." };
        var (application, store, format) = (StoreCommand.Application(), new StoreOptions(), Options.Format());
        var command = new Command("put", """
            Puts a bundle into the store. One that is there already is verified and not transferred again.

            Example:
              slipway store put orders.zip --application Orders --store s3://acme-revisions/slipway
            """)
        {
            bundle, application, format,
        };
        store.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = surroundings.ExistingPath(parsed.GetRequiredValue(bundle), "The bundle");
            if (Directory.Exists(file)) throw new UsageException(new("SLW0002", $"{parsed.GetValue(bundle)} is a folder. Pack it first: slipway pack {parsed.GetValue(bundle)} -o FILE"));
            using var opened = store.Given(parsed, surroundings).Open();
            var stored = await opened.PutAsync(file, parsed.GetRequiredValue(application), cancellation).ConfigureAwait(false);
            if (parsed.GetValue(format) == "json") StoredJson.Print(stored, surroundings.Output);
            else surroundings.Output.WriteLine($"{stored.Location}: {Amounts.Bytes(stored.Size)}, revision {stored.Identity}");
            return ExitCode.Done;
        });
        return command;
    }
}
