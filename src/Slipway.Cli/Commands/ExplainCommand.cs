using System.CommandLine;
using Slipway.Cli.Explaining;
using Slipway.Cli.Output;
using Slipway.Specifications.Rules;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway explain</c></summary>
internal static class ExplainCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string>("RULE") { Description = "The id of a rule, as a finding shows it." };
        var format = Options.Format();
        var command = new Command("explain", """
            Prints the page of a rule: what goes wrong, an example, and what to write instead.

            Example:
              slipway explain SLW2007
            """)
        {
            id, format,
        };
        command.SetAction(parsed =>
        {
            var given = parsed.GetRequiredValue(id);
            if (RuleCatalogue.Find(given.Trim().ToUpperInvariant()) is not { } rule || RulePages.Of(rule.Id) is not { } page)
                throw new UsageException(new("SLW0001", $"There is no rule '{given}'. Rules are called SLW1001 to SLW9999; errors of the engine, below SLW1000, are listed in docs/errors."));
            if (parsed.GetValue(format) == "json") PrintJson(rule, page, surroundings.Output);
            else surroundings.Output.Write(surroundings.IsLive ? TerminalPage.Of(page) : page);
            return ExitCode.Done;
        });
        return command;
    }

    private static void PrintJson(Rule rule, string page, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("rule", rule.Id);
        writer.WriteString("title", rule.Title);
        writer.WriteString("severity", rule.DefaultSeverity.ToString());
        writer.WriteString("link", rule.HelpLink);
        writer.WriteString("markdown", page);
        writer.WriteEndObject();
    });
}
