namespace Slipway.Specifications.Tests.Rules.Scripts;
public sealed class DumpTests
{
    [Fact]
    public void Dump()
    {
        var o = new System.Text.StringBuilder();
        foreach (var f in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "hooks"), "*.sh").Order())
            foreach (var e in new[] { "ApplicationStop", "AfterInstall", "ApplicationStart" })
                foreach (var x in ShellCase.Findings(File.ReadAllText(f), e)) o.AppendLine($"{Path.GetFileName(f)} {e[..10]} {x}");
        File.WriteAllText("/tmp/dump.txt", o.ToString());
    }
}
