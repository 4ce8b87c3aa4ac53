using System.Diagnostics;
using CsCheck;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules;
using static Slipway.Specifications.Tests.Resolving.Resolver;

namespace Slipway.Specifications.Tests.Resolving;

/// <summary><c>arguments</c> of hooks.</summary>
public sealed class HookTests
{
    private const string Hooks = Header + "hooks:\n  AfterInstall:\n";

    [Fact]
    public void The_hook_names_a_script_that_starts_the_users_own()
    {
        var resolved = Resolve(Hooks + "    - location: Scripts/start.sh # ours\n      arguments: [--port, $(Port)]\n      timeout: 30\n", Tree("Scripts/start.sh"), ("Port", "5000"));

        Assert.Equal(Hooks + "    - location: slipway-hooks/AfterInstall-1-start.sh # ours\n      timeout: 30\n", resolved.Text);
        var file = Assert.Single(resolved.Files);
        Assert.Equal(("slipway-hooks/AfterInstall-1-start.sh", "Scripts/start.sh"), (file.Path, file.Script));
        Assert.EndsWith("exec \"${0%/*}/..\"/Scripts/start.sh --port 5000\n", file.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arguments: 0644", "0644")]
    [InlineData("arguments: [yes, 1.50, null, '']", "yes 1.50 null ''")]
    [InlineData("arguments:\n        - a b\n        - \"it's\"", "'a b' 'it'\\''s'")]
    [InlineData("arguments: ['$$(date)']", "'$(date)'")]
    public void Arguments_are_passed_as_they_are_written(string arguments, string passed) =>
        Assert.EndsWith("start.sh " + passed + "\n", Assert.Single(Resolve(Hooks + $"    - location: start.sh\n      {arguments}\n", Tree("start.sh")).Files).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("arguments: []")]
    [InlineData("arguments:")]
    public void Without_any_the_key_only_goes(string arguments)
    {
        var resolved = Resolve(Hooks + $"    - location: start.sh\n      {arguments}\n", Tree("start.sh"));

        Assert.Equal(Hooks + "    - location: start.sh\n", resolved.Text);
        Assert.Empty(resolved.Files);
    }

    [Fact]
    public void The_folder_is_one_that_the_revision_does_not_have() =>
        Assert.StartsWith("slipway-hooks-3/", Assert.Single(Resolve(Hooks + "    - location: a\n      arguments: b\n", Tree("a", "Slipway-Hooks/x", "slipway-hooks-2")).Files).Path, StringComparison.Ordinal);

    [Fact]
    public void Events_that_differ_only_in_strange_characters_have_files_of_their_own() => Assert.Equal(
        ["slipway-hooks/A_b-1-a.sh", "slipway-hooks/a_B-1.2-a.sh"],
        Resolve(Header + "hooks:\n  A b:\n    - {location: a.sh, arguments: c}\n  a:B:\n    - {location: a.sh, arguments: d}\n", Tree("a.sh")).Files.Select(file => file.Path));

    [Fact]
    public void A_secret_that_comes_in_with_a_value_is_found_before_it_is_packed()
    {
        var key = "AKIA" + string.Concat(Enumerable.Range(0, 16).Select(i => "QZ7RW2KX"[(i * 5) % 8]));
        const string text = Hooks + "    - location: a.sh\n      arguments: [--key, $(Key)]\nx-note: $(Key)\n";
        var revision = Tree("appspec.yml", "a.sh");

        var findings = AppSpecCheck.Run(new RuleInputs
        {
            File = "appspec.yml",
            Text = text,
            Revision = revision,
            IsResolvedAtPacking = true,
            Resolved = Resolve(text, revision, ("Key", key)),
            Contents = path => path == "appspec.yml" ? System.Text.Encoding.UTF8.GetBytes(text) : null,
        }).Where(finding => finding.Rule == "SLW9011").ToList();

        Assert.Equal(["appspec.yml", "slipway-hooks/AfterInstall-1-a.sh"], findings.Select(finding => finding.File));
        Assert.Equal((7, 9), (findings[0].Range.Line, findings[0].Range.Column));
    }

    [Fact]
    public void Findings_about_the_users_script_stay_with_it() => Assert.Equal(
        (5, 17), Assert.Single(FindingsOf(Hooks + "    - location: Scripts/strat.sh\n      arguments: [a]\n", Tree("Scripts/start.sh")), finding => finding.Rule == "SLW9003").Range is var range ? (range.Line, range.Column) : default);

    [Theory]
    [InlineData("arguments: {‹a: b›}")]
    [InlineData("arguments: [a, ‹[b]›]")]
    [InlineData("arguments: [a, ‹\"b\\0\"›]")]
    public void What_is_no_text_is_an_error_there(string marked)
    {
        var text = Hooks + "    - location: a\n      " + marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal) + "\n";

        var finding = Assert.Single(FindingsOf(text, Tree("a")), finding => finding.Rule == "SLW4012");

        Assert.Equal((Severity.Error, 6), (finding.Severity, finding.Range.Line));
    }

    [Theory]
    [InlineData("s.ps1", "[-Port, '5000', it's, 'a\u2019b']", "slipway-hooks/AfterInstall-1-s.ps1", "& (Join-Path $PSScriptRoot '..\\Scripts\\s.ps1') -Port '5000' 'it''s' 'a\u2019\u2019b'\r\nif (-not $?) { exit $LASTEXITCODE }\r\n")]
    [InlineData("s.cmd", "[a, 'b c', '100%']", "slipway-hooks/AfterInstall-1-s.cmd", "@\"%~dp0..\\Scripts\\s.cmd\" a \"b c\" \"100%%\"\r\n")]
    [InlineData("s.exe", "['b c\\']", "slipway-hooks/AfterInstall-1-s.exe.cmd", "@\"%~dp0..\\Scripts\\s.exe\" \"b c\\\\\"\r\n@exit /b %errorlevel%\r\n")]
    public void Windows_scripts_are_started_in_their_own_language(string script, string arguments, string path, string ending)
    {
        var file = Assert.Single(Resolve($"version: 0.0\nos: windows\nhooks:\n  AfterInstall:\n    - location: Scripts\\{script}\n      arguments: {arguments}\n", Tree("Scripts/" + script)).Files);

        Assert.Equal(path, file.Path);
        Assert.EndsWith(ending, file.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s.cmd", "'say \"hi\"'")]
    [InlineData("s.bat", "\"a\\nb\"")]
    [InlineData("s.py", "a")]
    public void What_Windows_cannot_pass_is_an_error(string script, string argument) => Assert.Single(
        FindingsOf($"version: 0.0\nos: windows\nhooks:\n  AfterInstall:\n    - location: {script}\n      arguments: [{argument}]\n", Tree(script)), finding => finding.Rule == "SLW4012");

    [Fact]
    public void Any_text_arrives_as_one_argument()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /bin/sh");
        var folder = Directory.CreateTempSubdirectory("slipway-hooks-");
        try
        {
            Directory.CreateDirectory(Path.Join(folder.FullName, "my scripts"));
            Directory.CreateDirectory(Path.Join(folder.FullName, "slipway-hooks"));
            var script = Path.Join(folder.FullName, "my scripts", "it's.sh");
            File.WriteAllText(script, "#!/bin/sh\nfor argument; do printf '%s\\0' \"$argument\"; done\ncat\nexit 7\n");
            var starter = Path.Join(folder.FullName, "slipway-hooks", "x.sh");
            foreach (var file in new[] { script, starter })
            {
                if (!File.Exists(file)) File.WriteAllText(file, "");
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
            }

            var text = Gen.Char["ab '\"\\$`!*?[]{}()<>|&;#~=%@:,\t\n\r\u00E4\u2019-"].Array[0, 12].Select(letters => new string(letters));
            text.Array[1, 60].Array[12].Sample(runs =>
            {
                foreach (var arguments in runs)
                {
                    File.WriteAllText(starter, new ShellStarter().Write("my scripts/it's.sh", arguments));
                    // By sh, as a kernel would: a file that was just written may still be open in a child of another test.
                    var start = new ProcessStartInfo("/bin/sh", [starter]) { RedirectStandardInput = true, RedirectStandardOutput = true };
                    using var process = Process.Start(start)!;
                    process.StandardInput.Write("input");
                    process.StandardInput.Close();
                    Assert.Equal(string.Concat(arguments.Select(argument => argument + "\0")) + "input", process.StandardOutput.ReadToEnd());
                    process.WaitForExit();
                    Assert.Equal(7, process.ExitCode);
                }
            }, iter: 4, threads: 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_resolved_revision_is_one_that_no_rule_complains_of()
    {
        var resolved = Resolve(Hooks + "    - location: Scripts/start.sh\n      arguments: [--port, \"a\\r\\nb\"]\n", Tree("Scripts/start.sh"));
        var user = new ScriptFile("Scripts/start.sh", "Scripts/start.sh", "#!/bin/sh\nset -e\necho \"$1\"\n"u8.ToArray());
        var ours = resolved.Files.Select(file => new ScriptFile(file.Path, file.Path, System.Text.Encoding.UTF8.GetBytes(file.Text)));

        var findings = AppSpecCheck.Run(new RuleInputs { File = "appspec.yml", Text = resolved.Text, Scripts = [user, .. ours], Revision = Tree(["appspec.yml", "Scripts/start.sh", .. resolved.Files.Select(file => file.Path)]) });

        Assert.Empty(findings);
    }
}
