using System.CommandLine;
using Slipway.Cli.Output;
using Slipway.Cli.Stores;
using Slipway.Deployments;
using Slipway.Revisions;
using Slipway.Revisions.Inventory;
using Slipway.Revisions.Signing;
using Slipway.Specifications;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway verify</c></summary>
internal static class VerifyCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var revision = new Argument<string>("REVISION") { Description = "A bundle, or a revision of the store by its identity (8 digits or more) or s3:// address." };
        var signers = new Option<string[]>("--allowed-signers")
        {
            Description = "Whose signatures count: a file in the format of OpenSSH's allowed_signers, or an ECDSA P-256 public key in PEM. May be repeated.",
            HelpName = "FILE",
        };
        var deployFile = Options.Text("--deploy-file", "FILE", "The deploy.yml whose allowedSigners count (default: deploy.yml in the working folder, if it has any).");
        var group = Options.Text("--group", "NAME", "The deployment group whose allowedSigners count (default: those of the whole file).");
        var any = new Option<bool>("--any-signer") { Description = "Take a good signature by anybody: says that nothing changed since somebody signed, not who." };
        var format = Options.Format();
        var command = new Command("verify", """
            Reads every byte of a bundle, verifies the content against the manifest and the manifest against the signatures, and says who signed what,
            from which repository, commit and build. Ends with 1 unless an allowed signer signed it.

            Example:
              slipway verify orders.zip --allowed-signers allowed_signers
            """)
        {
            revision, signers, deployFile, group, any, format,
        };
        var (storeOptions, application) = (new StoreOptions(), Options.Application());
        storeOptions.AddTo(command);
        command.Add(application);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var reference = await RevisionReference.OpenAsync(
                parsed.GetRequiredValue(revision), storeOptions.Given(parsed, surroundings), parsed.GetValue(application), surroundings, cancellation).ConfigureAwait(false);
            var path = reference.Path;
            if (Directory.Exists(path))
                throw new UsageException(new("SLW0002", $"{parsed.GetValue(revision)} is a folder, which nobody can have signed; name a bundle."));
            var allowed = Allowed(parsed.GetValue(signers) ?? [], parsed.GetValue(deployFile), parsed.GetValue(group), surroundings);
            var (_, manifest) = RevisionVerification.Verify(path, cancellation);
            var trust = RevisionTrust.Examine(manifest.Identity, RevisionBundle.ReadAttachments(path), allowed);
            var error = Judge(path, trust, allowed is not null, parsed.GetValue(any));
            if (parsed.GetValue(format) == "json") VerifyReport.PrintJson(path, manifest, trust, error, surroundings.Output);
            else VerifyReport.PrintText(path, manifest, trust, surroundings.Output);
            if (error is null) return ExitCode.Done;
            surroundings.Error.WriteLine(error);
            return ExitCode.Failed;
        });
        return command;
    }

    private static AllowedSigners? Allowed(string[] files, string? deployFile, string? group, Surroundings surroundings)
    {
        if (files.Length > 0) return AllowedSigners.Of(files.Select(file => AllowedSigners.FromFile(surroundings.ExistingPath(file, "The file of allowed signers"))));
        var path = deployFile is not null ? surroundings.ExistingPath(deployFile, "The deploy file")
            : Path.Combine(surroundings.WorkingFolder, "deploy.yml") is var found && File.Exists(found) ? found : null;
        if (path is null && group is not null)
            throw new UsageException(new("SLW0002", $"There is no deploy.yml in {surroundings.WorkingFolder} to find group {group} in; name one with --deploy-file."));
        return path is null ? null : DeployFile.Read(path).FindSigners(group);
    }

    private static SlipwayError? Judge(string path, RevisionTrust trust, bool hasSigners, bool any)
    {
        if (trust.Fault is { } fault) return new("SLW0147", $"The signatures cannot be believed: {fault}. Pack and sign the revision again.", path);
        if (trust.Signatures.Count == 0)
            return new("SLW0149", "The content is what the manifest lists, and nobody has signed it. Sign it with 'slipway sign'.", path);
        if (trust.SignedBy.Count > 0 || any) return null;
        return new("SLW0149", hasSigners
            ? "No allowed signer has signed this revision. Have one of them sign it, or add the key that is shown to the allowed signers."
            : "The signature is good, and nobody vouches for its key. Name the allowed signers (--allowed-signers, or allowedSigners in deploy.yml), "
                + "or take anybody's with --any-signer.",
            path);
    }
}
