using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Cli.Stores;

namespace Slipway.Cli.Commands.Storing;

/// <summary><c>slipway store get</c></summary>
internal static class StoreGetCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var revision = new Argument<string>("REVISION") { Description = "The revision's identity (8 digits or more) or s3:// address." };
        var file = new Option<string>("--output", "-o") { Description = "The bundle to write.", HelpName = "FILE", Required = true };
        var (application, store, format) = (Options.Text("--application", "NAME", "Only this application (default: all)."), new StoreOptions(), Options.Format());
        var command = new Command("get", """
            Fetches a revision: verified, and decrypted when the store's copy is encrypted.

            Example:
              slipway store get 3f9c2a71 -o orders.zip
            """)
        {
            revision, file, application, format,
        };
        store.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var target = surroundings.FullPath(parsed.GetRequiredValue(file));
            if (Directory.Exists(target)) throw new UsageException(new("SLW0002", $"{parsed.GetValue(file)} is a folder; name the bundle's file."));
            using var found = await RevisionReference.OpenAsync(
                parsed.GetRequiredValue(revision), store.Given(parsed, surroundings), parsed.GetValue(application), surroundings, cancellation).ConfigureAwait(false);
            if (Directory.Exists(found.Path)) throw new UsageException(new("SLW0002", $"{parsed.GetValue(revision)} is a folder of this machine, not a revision of the store."));
            Write(found.Path, target, parsed.GetRequiredValue(file));
            var size = new FileInfo(target).Length;
            if (parsed.GetValue(format) == "json")
            {
                Json.Write(surroundings.Output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("file", target);
                    writer.WriteString("revision", found.Identity);
                    writer.WriteString("applicationName", found.ApplicationName);
                    writer.WriteNumber("size", size);
                    writer.WriteEndObject();
                });
            }
            else
            {
                surroundings.Output.WriteLine($"{target}: {Amounts.Bytes(size)}, revision {found.Identity?[..16]} of {found.ApplicationName}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    // Beside the target first: what stands there is replaced by the whole bundle or not at all.
    private static void Write(string source, string target, string given)
    {
        var temporary = $"{target}.{Path.GetRandomFileName()}";
        try
        {
            File.Copy(source, temporary);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new UsageException(new("SLW0002", $"{given} cannot be written: {e.Message}"));
        }
    }
}
