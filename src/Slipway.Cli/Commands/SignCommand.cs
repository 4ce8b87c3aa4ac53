using System.CommandLine;
using Slipway.Checks.Provenance;
using Slipway.Cli.Output;
using Slipway.Revisions.Signing;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway sign</c></summary>
internal static class SignCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var bundle = new Argument<string>("BUNDLE") { Description = "The bundle, made by slipway pack or by a build." };
        var key = new Option<string>("--key")
        {
            Description = "An SSH key, a .pub file whose key is in the agent, or an ECDSA P-256 key in PEM.",
            HelpName = "KEY",
            Required = true,
        };
        var (application, format) = (AttachOptions.Application(), Options.Format());
        var command = new Command("sign", """
            Reads every byte of a bundle and adds a signature to those that it has. The revision stays the same, and nothing is packed again.

            Example:
              slipway sign orders.zip --key ~/.ssh/id_ed25519
            """)
        {
            bundle, key, application, format,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            var path = surroundings.ExistingPath(parsed.GetRequiredValue(bundle), "The bundle");
            if (Directory.Exists(path)) throw new UsageException(new("SLW0002", $"{parsed.GetValue(bundle)} is a folder; pack it first, with --sign."));
            var signer = AttachOptions.OpenKey(parsed.GetRequiredValue(key), surroundings);

            // Of a bundle that comes from elsewhere nothing more is known here than what it holds.
            var facts = new Slipway.Revisions.Provenance.ProvenanceFacts
            {
                ApplicationName = AttachOptions.NameOf(parsed.GetValue(application), surroundings),
                SlipwayVersion = CheckoutProvenance.SlipwayVersion,
            };
            var (signature, identity) = RevisionSigning.Sign(path, signer, facts, cancellation);
            if (parsed.GetValue(format) == "json")
            {
                Json.Write(surroundings.Output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("file", path);
                    writer.WriteString("revision", identity);
                    writer.WriteString("signature", signature);
                    writer.WriteEndObject();
                });
            }
            else
            {
                surroundings.Output.WriteLine($"{path}: revision {identity[..12]} signed ({signature})");
            }

            return ExitCode.Done;
        }, cancellation));
        return command;
    }
}
