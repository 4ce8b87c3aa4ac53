using System.CommandLine;
using System.Text;
using Slipway.Specifications.Schemas;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway schema</c></summary>
internal static class SchemaCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var names = JsonSchema.Names.ToArray();
        var name = new Argument<string>("NAME")
        {
            Description = "The document that the schema is for.",
            HelpName = string.Join('|', names),
            DefaultValueFactory = _ => names[0],
        };
        name.AcceptOnlyFromAmong(names);
        var file = new Option<string?>("--output", "-o") { Description = "The file to write (default: standard output).", HelpName = "FILE" };
        var format = Options.OneOf("--format", "How to print the result; a schema is JSON.", "json");
        var command = new Command("schema", """
            Prints the JSON schema of a document, with which editors complete and check it while you type.

            Example:
              slipway schema appspec -o appspec.schema.json
            """)
        {
            name, file, format,
        };
        command.SetAction(parsed =>
        {
            var schema = JsonSchema.Of(parsed.GetRequiredValue(name));
            if (parsed.GetValue(file) is not { } path) surroundings.Output.Write(schema);
            else Write(surroundings.FullPath(path), path, schema);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(string full, string given, string schema)
    {
        try
        {
            File.WriteAllText(full, schema, new UTF8Encoding(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(new("SLW0002", $"{given} cannot be written: {e.Message}"));
        }
    }
}
