using System.CommandLine;

namespace Slipway.Cli.Commands;

/// <summary><c>-p NAME=VALUE</c>: what <c>$(NAME)</c> in an appspec stands for.</summary>
internal static class PropertyOption
{
    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--property", "-p") { Description = "What $(NAME) in the appspec stands for. May be repeated.", HelpName = "NAME=VALUE" };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=', StringComparison.Ordinal) <= 0) result.AddError($"--property takes a name and a value, as in -p Port=5000, not '{token.Value}'.");
            }
        });
        return option;
    }

    /// <summary>The values by name, in any case; of one name the last counts.</summary>
    public static IReadOnlyDictionary<string, string> Of(ParseResult parsed, Option<string[]> option)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in parsed.GetValue(option) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            values[text[..equals].Trim()] = text[(equals + 1)..];
        }

        return values;
    }
}
