using System.CommandLine;
using System.Text;
using Slipway.Cli.Output;
using Slipway.Revisions;
using Slipway.Specifications;
using Slipway.Specifications.Resolving;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway resolve</c></summary>
internal static class ResolveCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "The folder with appspec.yml and everything that belongs to the revision (default: the working folder).",
            DefaultValueFactory = _ => ".",
        };
        var file = new Option<string?>("--output", "-o") { Description = "The file to write (default: standard output).", HelpName = "FILE" };
        var (properties, format) = (PropertyOption.Create(), Options.Format());
        var command = new Command("resolve", """
            Prints the appspec as `slipway pack` would pack it: $(Property) replaced, patterns and exclude written as plain mappings, scripts with
            arguments named by the script that passes them.

            Example:
              slipway resolve publish/ -p Port=5000
            """)
        {
            folder, properties, file, format,
        };
        command.SetAction(parsed =>
        {
            var given = parsed.GetRequiredValue(folder);
            var source = surroundings.ExistingPath(given, "The folder");
            if (!Directory.Exists(source))
                throw new UsageException(new("SLW0002", $"{given} is a file; resolve takes the folder that holds appspec.yml, because patterns stand for its files."));
            var files = UnderItsProperName(RevisionGathering.FromFolder(source));
            var appSpec = files.FirstOrDefault(item => item.Path == PackedAppSpec.Name)
                ?? throw new SlipwayException(new("SLW0005", "There is no appspec.yml in this folder. Name the folder that holds it.", given));
            var resolved = PackedAppSpec.Of(files, PropertyOption.Of(parsed, properties));
            if (!PackedAppSpec.Report(resolved, files, given, surroundings)) return ExitCode.Failed;
            Print(resolved, resolved?.Text ?? File.ReadAllText(appSpec.SourcePath), parsed.GetValue(format) == "json", parsed.GetValue(file), surroundings);
            return ExitCode.Done;
        });
        return command;
    }

    // As pack does.
    private static IReadOnlyList<RevisionFile> UnderItsProperName(IReadOnlyList<RevisionFile> files) => files.Any(file => file.Path == PackedAppSpec.Name) ? files
        : [.. files.Select(file => file.Path == "appspec.yaml" ? file with { Path = PackedAppSpec.Name } : file)];

    private static void Print(ResolvedAppSpec? resolved, string text, bool json, string? file, Surroundings surroundings)
    {
        if (file is not null) Write(surroundings.FullPath(file), file, text);
        if (json) PrintJson(resolved, text, surroundings);
        else if (file is null) surroundings.Output.Write(text);
        if (json) return;
        foreach (var generated in resolved?.Files ?? []) surroundings.Error.WriteLine($"Packed besides: {generated.Path}, which starts {generated.Script} with its arguments.");
    }

    private static void PrintJson(ResolvedAppSpec? resolved, string text, Surroundings surroundings) => Json.Write(surroundings.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("appspec", text);
        writer.WriteBoolean("changed", resolved?.Text is not null);
        writer.WriteStartArray("files");
        foreach (var generated in resolved?.Files ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("path", generated.Path);
            writer.WriteString("script", generated.Script);
            writer.WriteString("text", generated.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Write(string path, string shown, string text)
    {
        try
        {
            File.WriteAllText(path, text, new UTF8Encoding(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(new("SLW0002", $"{shown} cannot be written: {e.Message}"));
        }
    }
}
