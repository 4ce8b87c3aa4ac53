using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Revisions.Encryption;

namespace Slipway.Cli.Commands.Storing;

/// <summary><c>slipway key</c></summary>
internal static class KeyCommand
{
    public static Command Create(Surroundings surroundings) => new("key", """
        Makes keys for encrypted revision stores.

        Example:
          slipway key new ~/.config/slipway/revisions.key
        """)
    {
        New(surroundings),
    };

    private static Command New(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "The key file to write; it must not exist." };
        var format = Options.Format();
        var command = new Command("new", """
            Writes a new key file that only you can read. Keep a copy: without the key what it has encrypted is lost.

            Example:
              slipway key new ~/.config/slipway/revisions.key
            """)
        {
            file, format,
        };
        command.SetAction(parsed =>
        {
            var path = surroundings.FullPath(parsed.GetRequiredValue(file));
            var key = KeyFile.Create(path);
            if (parsed.GetValue(format) == "json")
            {
                Json.Write(surroundings.Output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("file", path);
                    writer.WriteString("keyId", key.KeyId);
                    writer.WriteEndObject();
                });
            }
            else
            {
                surroundings.Output.WriteLine($"{path}: key {key.KeyId}. Keep a copy of it.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
