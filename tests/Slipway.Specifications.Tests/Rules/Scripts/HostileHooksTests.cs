using System.Text;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>Broken, huge and deep scripts end without an exception, with spans inside the text.</summary>
public sealed class HostileHooksTests
{
    private static readonly string[] Pieces =
    [
        "'", "\"", "$(", ")", "{", "}", "@{", "@(", "@'\n", "\n'@", "@\"\n", "\n\"@", "`", "<#", "#>", "#", "$", "${", "|", "||", "&&", "&", ";", "=", "[", "]", "::", "??", "?", "-", "--%", ">", "2>&1", ",", "\r\n", "\0",
        "if (", "else", "try {", "catch", "function x", "param(", "switch", "exit 1", "^", "%", "%x:a=b%", "!", "(", "for %%i in (", "do", "goto x", ":x", "call :y", "rem ", "::", "\u201c", "\ud83d", "é", "$x", "Remove-Item * -Recurse", "rd /s /q .",
    ];

    private static readonly string[] Paths = ["hook.ps1", "hook.bat", "hook.cs"];

    private static string[] Sources => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "hooks")).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    [Fact]
    public void Mutated_scripts_end_in_findings_with_valid_places()
    {
        var sources = Sources;
        var random = new Random(5101);
        var count = Environment.GetEnvironmentVariable("SLIPWAY_FULL") == "1" ? 200_000 : 5_000;
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder(sources[random.Next(sources.Length)]);
            for (var change = random.Next(1, 8); change > 0 && text.Length > 0; change--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0: text.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                    case 1: text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at)); break;
                    case 2: text.Length = at; break;
                    default: text[at] = (char)random.Next(1, 300); break;
                }
            }

            Check(Paths[i % 3 == 2 ? random.Next(3) : i % 2], text.ToString(), i % 2 == 0 ? "ApplicationStop" : "AfterInstall");
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("(")]
    [InlineData("$(")]
    [InlineData("\"$(")]
    [InlineData("@{a=")]
    [InlineData("[")]
    [InlineData("if (1) {")]
    [InlineData("if exist a (")]
    [InlineData("if a==b ")]
    [InlineData("for %%i in (x) do ")]
    [InlineData("try { throw } catch { exit 1 }\n")]
    [InlineData("function a { exit 1 }\n")]
    [InlineData("$x = 1;")]
    [InlineData("dotnet x\n")]
    [InlineData("Remove-Item $x\\y -Recurse\n")]
    [InlineData("goto x\n")]
    [InlineData("rd /s /q %x%\\y & ")]
    [InlineData("# a\n")]
    [InlineData("rem %x\n")]
    [InlineData("%")]
    [InlineData("`")]
    [InlineData("^")]
    [InlineData("d-A1B2C3D4E\\")]
    [InlineData("$env:DEPLOYMENT_GROUPNAME ")]
    [InlineData("{}\n")]
    [InlineData("a | ")]
    public void Long_scripts_of_one_thing_end(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 150_000 / piece.Length).ToString();
        foreach (var path in Paths) Check(path, text, "ApplicationStop");
    }

    private static void Check(string path, string text, string lifecycleEvent)
    {
        var script = new ScriptFile(path, path, Encoding.UTF8.GetBytes(text));
        var findings = AppSpecCheck.Run(new RuleInputs
        {
            File = "appspec.yml",
            Text = $"version: 0.0\nos: windows\nhooks:\n  {lifecycleEvent}:\n    - location: {path}\n",
            Scripts = [script],
            Revision = [new RevisionItem(path), new RevisionItem("tools/x.bat")],
        });
        foreach (var finding in findings.Where(finding => finding.File == path))
        {
            Assert.True(finding.Range is { Offset: >= 0, Length: >= 0 } range && range.Offset + range.Length <= script.Text.Length, $"{finding} {finding.Range}");
            Assert.All(finding.Fix?.Changes ?? [], change => Assert.True(change.Offset >= 0 && change.Length >= 0 && change.End <= script.Text.Length, $"{finding} {change}"));
        }
    }
}
