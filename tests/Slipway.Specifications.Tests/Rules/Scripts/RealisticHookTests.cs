using Slipway.Specifications.Findings;
using Slipway.Specifications.Scripts.Shell;
using Slipway.Specifications.Tests.Scripts;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>Scripts as people write them are read whole, and nothing in them is called an error.</summary>
public sealed class RealisticHookTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "hooks");

    public static TheoryData<string> Scripts => [.. Directory.GetFiles(Folder, "*.sh").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_many() => Assert.True(Scripts.Count >= 60);

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Is_read_whole_and_has_no_error(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));

        Assert.True(ShellScript.Parse(text).IsWhole, ShellScript.Parse(text).Fault?.ToString() ?? "not understood");
        foreach (var @event in new[] { "ApplicationStop", "AfterInstall", "ApplicationStart" })
        {
            Assert.DoesNotContain(ShellCase.Findings(text, @event), finding => finding.Severity == Severity.Error);
        }
    }

    [Fact]
    public void Bash_agrees()
    {
        Assert.SkipUnless(Bash.IsThere, "There is no bash here.");

        Assert.All(Directory.GetFiles(Folder, "*.sh"), file => Assert.True(Bash.Accepts(File.ReadAllText(file)), file));
    }

    [Fact]
    public void Of_every_start_of_a_script_bash_and_the_reader_think_the_same()
    {
        Assert.SkipUnless(Bash.IsThere, "There is no bash here.");
        var differences = new List<string>();
        var random = new Random(7);
        foreach (var file in Directory.GetFiles(Folder, "*.sh").Order(StringComparer.Ordinal))
        {
            var lines = File.ReadAllText(file).Split('\n');
            for (var i = 0; i < 3; i++)
            {
                var text = string.Join("\n", lines.Take(random.Next(1, lines.Length))) + "\n";
                var script = ShellScript.Parse(text);
                if (script.IsUnderstood && (script.Fault is null) != Bash.Accepts(text)) differences.Add($"{Path.GetFileName(file)} up to line {text.Count(c => c == '\n')}: {script.Fault}");
            }
        }

        Assert.Empty(differences);
    }
}
