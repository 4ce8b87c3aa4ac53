using System.CommandLine;
using System.Diagnostics;
using Slipway.Cli.Output;
using Slipway.Revisions;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway pack</c></summary>
internal static class PackCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder with appspec.yml and everything that belongs to the revision." };
        var file = new Option<string>("--output", "-o") { Description = "The bundle to write.", HelpName = "FILE", Required = true };
        var type = new Option<string?>("--type") { Description = "The bundle's type (default: by the file's ending, else zip).", HelpName = "zip|tar|tgz" };
        type.AcceptOnlyFromAmong("zip", "tar", "tgz");
        var packing = new PackingOptions(surroundings);
        var format = Options.Format();
        var attach = new AttachOptions();
        var properties = PropertyOption.Create();
        var command = new Command("pack", """
            Packs a folder into a revision: the same content always gives the same bytes. What has not changed since the last time comes out of a
            cache. A folder with a secret in it is not packed. An appspec with $(Property), patterns, exclude or arguments is packed as the plain
            one that `slipway resolve` shows.

            Example:
              slipway pack publish/ -o orders.zip
              slipway pack publish/ -o orders.zip --sbom --sign ~/.ssh/id_ed25519
            """)
        {
            folder, file, type, properties, format,
        };
        packing.AddTo(command);
        foreach (var option in attach.All) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = surroundings.ExistingPath(parsed.GetRequiredValue(folder), "The folder");
            if (!Directory.Exists(source))
                throw new UsageException(new("SLW0002", $"{parsed.GetValue(folder)} is a file; pack takes the folder that holds appspec.yml."));
            var bundle = surroundings.FullPath(parsed.GetRequiredValue(file));
            if (Directory.Exists(bundle)) throw new UsageException(new("SLW0002", $"{parsed.GetValue(file)} is a folder; name the bundle's file."));
            var json = parsed.GetValue(format) == "json";
            var started = Stopwatch.GetTimestamp();
            var files = packing.Files(parsed, UnderItsProperName(RevisionGathering.FromFolder(source, except: bundle), surroundings));
            using var resolved = PackedAppSpec.Resolve(files, PropertyOption.Of(parsed, properties), parsed.GetRequiredValue(folder), surroundings);
            if (resolved is null) return ExitCode.Failed;
            var options = packing.Of(parsed, TypeOf(parsed.GetValue(type), bundle), source, parsed.GetRequiredValue(folder), json) with { Attach = attach.Of(parsed, source, surroundings) };
            var packed = await RevisionPacker.PackAsync(resolved.Files, bundle, options, cancellation).ConfigureAwait(false);
            if (packed.CacheWarning is { } reason) surroundings.Error.WriteLine(Warning.Of(PackingOptions.CacheUnusable(options.CacheFolder!, reason)));
            Print(packed, Stopwatch.GetElapsedTime(started), json, surroundings.Output);
            return ExitCode.Done;
        });
        return command;
    }

    private static BundleType TypeOf(string? named, string bundle) => (named ?? Path.GetFileName(bundle)).ToLowerInvariant() switch
    {
        var n when n.EndsWith("tgz", StringComparison.Ordinal) || n.EndsWith(".tar.gz", StringComparison.Ordinal) => BundleType.Tgz,
        var n when n.EndsWith("tar", StringComparison.Ordinal) => BundleType.Tar,
        _ => BundleType.Zip,
    };

    // The agent looks for appspec.yml; appspec.yaml is what people write who are used to that ending.
    private static List<RevisionFile> UnderItsProperName(IReadOnlyList<RevisionFile> files, Surroundings surroundings)
    {
        if (files.Any(f => f.Path == "appspec.yml")) return [.. files];
        if (!files.Any(f => f.Path == "appspec.yaml"))
            surroundings.Error.WriteLine(Warning.Of(new("SLW0004", "The folder has no appspec.yml at its root; a revision without one cannot be deployed.")));
        return [.. files.Select(f => f.Path == "appspec.yaml" ? f with { Path = "appspec.yml" } : f)];
    }

    private static void Print(PackedRevision packed, TimeSpan time, bool json, TextWriter output)
    {
        var files = packed.Manifest.Entries.Count(e => e.Kind != Revisions.Unix.FileKind.Directory);
        if (!json)
        {
            output.WriteLine($"{packed.BundleFile}: {Amounts.Count(files, "file")}, {Amounts.Bytes(packed.Size)}, revision {packed.Manifest.Identity[..12]}");
            output.WriteLine(
                $"{Amounts.Count(packed.Effort.FilesRead, "file")} read, {Amounts.Bytes(packed.Effort.BytesCompressed)} compressed, "
                + $"{Amounts.Bytes(packed.Effort.BytesFromCache)} from the cache, {Amounts.Duration(time)}");
            return;
        }

        Json.Write(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("file", packed.BundleFile);
            writer.WriteString("type", packed.Type.ToString().ToLowerInvariant());
            writer.WriteString("revision", packed.Manifest.Identity);
            writer.WriteNumber("files", files);
            writer.WriteNumber("size", packed.Size);
            writer.WriteNumber("filesRead", packed.Effort.FilesRead);
            writer.WriteNumber("bytesRead", packed.Effort.BytesRead);
            writer.WriteNumber("bytesCompressed", packed.Effort.BytesCompressed);
            writer.WriteNumber("bytesFromCache", packed.Effort.BytesFromCache);
            writer.WriteNumber("seconds", Math.Round(time.TotalSeconds, 3));
            writer.WriteEndObject();
        });
    }
}
