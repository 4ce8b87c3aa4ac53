using Slipway.Checks.ShellCheck;
using Slipway.Specifications.Rules;
using Xunit;

namespace Slipway.Checks.Tests;

public sealed class ShellCheckTests : IDisposable
{
    private const string AppSpec = "version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: Scripts/a.sh\n";
    private const string Doubtful = "#!/bin/bash\nset -e\nif [ $1 = x ]; then echo \"$(cat /etc/motd)\"; fi\nlocal_var=(a b)\necho $local_var\n";

    private readonly TempFolder folder = new();
    private readonly List<CheckNote> notes = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Its_remarks_are_findings_that_a_comment_can_suppress()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/shellcheck"), "shellcheck is needed.");
        folder.Write("appspec.yml", AppSpec);
        folder.Write("Scripts/a.sh", Doubtful);
        var finding = Assert.Single(folder.Check(request => request with { ShellCheck = true }).Findings, finding => finding.Rule == "SLW5031");
        Assert.Equal(("Scripts/a.sh", 5, 6), (finding.File, finding.Range.Line, finding.Range.Column));
        Assert.StartsWith("SC2128: ", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Check().Findings, found => found.Rule == "SLW5031");
        folder.Write("Scripts/a.sh", Doubtful.Replace("echo $local_var", "echo $local_var # slipway: disable SLW5031", StringComparison.Ordinal));
        Assert.DoesNotContain(folder.Check(request => request with { ShellCheck = true }).Findings, found => found.Rule is "SLW5031" or "SLW1023");
        // Where it does not run, nobody can say that the comment has no effect.
        Assert.DoesNotContain(folder.Check().Findings, found => found.Rule == "SLW1023");
    }

    [Fact]
    public void What_the_user_has_set_for_himself_does_not_count()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/shellcheck"), "shellcheck is needed.");
        Environment.SetEnvironmentVariable("SHELLCHECK_OPTS", "--exclude=SC2128");
        ShellCheckOutcome outcome;
        try
        {
            outcome = new ShellCheckProgram().Run([folder.Write("a.sh", Doubtful)], default);
        }
        finally
        {
            Environment.SetEnvironmentVariable("SHELLCHECK_OPTS", null);
        }

        Assert.Equal(2128, Assert.Single(outcome.Remarks!).Remark.Code);
    }

    [Theory]
    [InlineData("echo 'cannot do this' >&2; exit 4\n", "exit code 4: cannot do this")]
    [InlineData("echo '{\"comments\": 1}'\n", "cannot be read")]
    [InlineData("echo 'not json'\n", "cannot be read")]
    [InlineData("cat >/dev/null; sleep 60\n", "did not end within")]
    [InlineData("yes\n", "")]
    public void Whatever_goes_wrong_is_one_note_and_no_error(string body, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell is needed.");
        var program = new ShellCheckProgram { Program = Program(body), Limit = TimeSpan.FromSeconds(2) };
        Assert.Null(Remarks(program));
        Assert.Contains(expected, Assert.Single(notes).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_not_installed_is_not_missed()
    {
        Assert.Null(Remarks(new ShellCheckProgram { Program = folder.PathOf("none") }));
        Assert.Empty(notes);
    }

    [Fact]
    public void A_program_of_the_checkout_is_never_run()
    {
        if (OperatingSystem.IsWindows()) return;
        var program = Program("exit 0\n");
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, folder.Path);
        Assert.Null(ShellCheckProgram.Find("program", $":.:{relative}:{folder.PathOf("none")}"));
        Assert.Null(ShellCheckProgram.Find("program", null));
        Assert.Equal(program, ShellCheckProgram.Find("program", $".:{folder.PathOf("none")}:{folder.Path}"));
        File.SetUnixFileMode(program, UnixFileMode.UserRead);
        Assert.Null(ShellCheckProgram.Find("program", folder.Path));
    }

    [Fact]
    public void Only_shell_scripts_are_shown_to_it_and_only_so_many()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell is needed.");
        var program = new ShellCheckProgram { Program = Program($"printf '%s\\n' \"$@\" > {folder.PathOf("arguments")}\necho '{{\"comments\":[]}}'\n") };
        var scripts = Enumerable.Range(0, ShellCheckProgram.MostScripts + 3).Select(i => Script($"Scripts/{i}.sh")).Append(Script("Scripts/x.ps1"))
            .Prepend(new ScriptFile("Scripts/large.sh", "Scripts/large.sh", [.. "echo\n"u8, .. new byte[ShellCheckProgram.LargestScript].Select(_ => (byte)'#')])).ToList();
        Assert.NotNull(ShellCheckHooks.Remarks(scripts, path => "/p/" + path, program, notes, default));
        var arguments = File.ReadAllLines(folder.PathOf("arguments"));
        Assert.Equal(ShellCheckProgram.MostScripts, arguments.Count(argument => argument.EndsWith(".sh", StringComparison.Ordinal)));
        Assert.DoesNotContain(arguments, argument => argument.EndsWith(".ps1", StringComparison.Ordinal));
        Assert.DoesNotContain("/p/Scripts/large.sh", arguments);
        Assert.StartsWith("shellcheck was not asked about 4 of the scripts", Assert.Single(notes).Reason, StringComparison.Ordinal);
    }

    private IReadOnlyDictionary<string, IReadOnlyList<Specifications.Scripts.Shell.ShellCheckRemark>>? Remarks(ShellCheckProgram program) =>
        ShellCheckHooks.Remarks([Script("Scripts/a.sh")], path => "/p/" + path, program, notes, default);

    private static ScriptFile Script(string path) => new(path, path, "echo\n"u8.ToArray());

    private string Program(string body)
    {
        var path = folder.Write("program", "#!/bin/sh\n" + body);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }
}
