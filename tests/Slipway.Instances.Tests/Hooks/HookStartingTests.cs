using System.Runtime.InteropServices;
using Slipway.Instances.Hooks;
using Xunit;

namespace Slipway.Instances.Tests.Hooks;

public sealed class HookStartingTests : IDisposable
{
    private readonly HookFolder _hooks = new();

    public void Dispose() => _hooks.Dispose();

    [Theory]
    [InlineData("a b.sh")]
    [InlineData("$(touch made);'\"`x`.sh")]
    [InlineData("-h.sh")]
    [InlineData("новый ☃.sh")]
    [InlineData("line\nbreak.sh")]
    public void Runs_exactly_the_named_file_whatever_its_name_means_to_a_shell(string name)
    {
        _hooks.Add(name, "#!/bin/sh\necho \"$0\"\n");
        var outcome = _hooks.Run(_hooks.Start(name));
        Assert.Null(outcome.Error);
        Assert.Equal(_hooks.PathOf(name), string.Join('\n', _hooks.StandardOutput));
        Assert.False(File.Exists(_hooks.PathOf("made")));
    }

    [Fact]
    public void A_success_has_exit_code_0_and_no_error()
    {
        var outcome = _hooks.RunText("exit 0");
        Assert.True(outcome.Succeeded);
        Assert.Equal(new("h.sh", 0, null, "Success"), outcome.Result);
    }

    [Fact]
    public void A_script_without_shebang_is_run_by_sh()
    {
        _hooks.Add("h.sh", "[ -z \"$BASH_VERSION\" ] && echo \"not bash: $0\"\n");
        Assert.Null(_hooks.Run(_hooks.Start()).Error);
        Assert.Equal([$"not bash: {_hooks.PathOf("h.sh")}"], _hooks.StandardOutput);
    }

    [Fact]
    public void An_empty_script_succeeds()
    {
        _hooks.Add("h.sh", "");
        Assert.Null(_hooks.Run(_hooks.Start()).Error);
    }

    [Fact]
    public void A_byte_order_mark_before_the_shebang_makes_sh_run_it()
    {
        _hooks.Add("h.sh", "\uFEFF#!/bin/bash\necho ran\n");
        Assert.Null(_hooks.Run(_hooks.Start()).Error);
        Assert.Equal(["ran"], _hooks.StandardOutput);
        Assert.NotEmpty(_hooks.StandardError);
    }

    [Fact]
    public void A_missing_script_is_the_appspecs_fault()
    {
        var outcome = _hooks.Run(_hooks.Start("none.sh"));
        Assert.Equal(new("none.sh", null, null, "ScriptMissing"), outcome.Result);
        Assert.Equal("appspec.yml(7,1): error SLW0301: AfterInstall names the script 'none.sh'", outcome.Error!.ToString().Split(", but")[0]);
    }

    [Theory]
    [InlineData("a\0b.sh")]
    [InlineData("loop.sh")]
    [InlineData("dangling.sh")]
    public void A_name_that_leads_nowhere_is_a_missing_script(string name)
    {
        File.CreateSymbolicLink(_hooks.PathOf("loop.sh"), "loop.sh");
        File.CreateSymbolicLink(_hooks.PathOf("dangling.sh"), "nothing");
        Assert.Equal("ScriptMissing", _hooks.Run(_hooks.Start(name)).Result.ErrorCode);
        Assert.Equal("ScriptMissing", _hooks.Run(_hooks.Start(new string('x', 300))).Result.ErrorCode);
    }

    [Theory]
    [InlineData(0x1A4, "755")] // 0644
    [InlineData(0x180, "711")] // 0600
    public void A_script_without_execute_permission_gets_all_three_bits_and_a_warning(int mode, string expected)
    {
        _hooks.Add("h.sh", "#!/bin/sh\nstat -c %a \"$0\"\n", mode);
        Assert.Null(_hooks.Run(_hooks.Start()).Error);
        Assert.Equal([expected], _hooks.StandardOutput);
        Assert.Equal("'h.sh' was not executable and has been made so (chmod +x).", Assert.Single(_hooks.Warnings));
    }

    [Fact]
    public void A_script_that_cannot_be_made_executable_is_said_so()
    {
        var outcome = _hooks.Run(_hooks.Start() with { ScriptFile = "/proc/self/cmdline" }); // Nobody may change its mode.
        Assert.Equal(("ScriptNotExecutable", "SLW0302"), (outcome.Result.ErrorCode, outcome.Error!.Code));
        Assert.Contains("Operation not permitted", outcome.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_cannot_be_started()
    {
        Directory.CreateDirectory(_hooks.PathOf("s"));
        var outcome = _hooks.Run(_hooks.Start("s"));
        Assert.Equal(new("s", null, null, "ScriptFailed"), outcome.Result);
        Assert.Equal("SLW0308", outcome.Error!.Code);
        Assert.Contains("'s' could not be started: it is a directory", outcome.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_line_ends_in_the_shebang_are_named_as_what_the_kernel_looks_for()
    {
        _hooks.Add("h.sh", "#!/bin/bash\r\nexit 0\r\n");
        var error = _hooks.Run(_hooks.Start()).Error!;
        Assert.Equal("SLW0308", error.Code);
        Assert.Contains(@"the kernel looks for '/bin/bash\r'", error.Message, StringComparison.Ordinal);
        Assert.Contains("SLW5001", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interpreter_that_is_not_installed_is_named()
    {
        _hooks.Add("h.sh", "#! /no/such/interpreter -x\nexit 0\n");
        var error = _hooks.Run(_hooks.Start()).Error!;
        Assert.Equal("SLW0308", error.Code);
        Assert.Contains("its interpreter '/no/such/interpreter' is not installed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_for_another_system_is_not_fed_to_a_shell()
    {
        // The head of an ELF file whose machine is none.
        var elf = new byte[64];
        (elf[0], elf[1], elf[2], elf[3], elf[4], elf[5]) = (0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1);
        _hooks.Add("h", elf);
        var error = _hooks.Run(_hooks.Start("h")).Error!;
        Assert.Equal("SLW0308", error.Code);
        Assert.Contains("another processor architecture", error.Message, StringComparison.Ordinal);
        Assert.Empty(_hooks.Output);
    }

    [Fact]
    public void A_working_directory_that_is_gone_is_not_blamed_on_the_script()
    {
        _hooks.Add("h.sh", "#!/bin/sh\n");
        var error = _hooks.Run(_hooks.Start() with { WorkingDirectory = _hooks.PathOf("gone") }).Error!;
        Assert.Equal("SLW0312", error.Code);
    }

    [Theory]
    [InlineData("A=B", "x")]
    [InlineData("A", "x\0y")]
    [InlineData("", "x")]
    public void A_variable_that_cannot_be_handed_on_is_refused(string name, string value)
    {
        _hooks.Add("h.sh", "#!/bin/sh\n");
        var variables = new Dictionary<string, string> { [name] = value };
        var outcome = _hooks.Run(_hooks.Start() with { Environment = variables });
        Assert.Equal(("UnknownError", "SLW0305"), (outcome.Result.ErrorCode, outcome.Error!.Code));
    }

    [Fact]
    public void The_environment_is_the_given_one_and_nothing_else()
    {
        _hooks.Add("h.sh", "#!/usr/bin/env -S sh\nenv | grep -v -e ^PWD= -e ^OLDPWD= -e ^SHLVL= -e ^_=\n");
        var outcome = _hooks.Run(_hooks.Start() with { Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["GREETING"] = "grüße = a b" } });
        Assert.Null(outcome.Error);
        Assert.Equal(["GREETING=grüße = a b", "PATH=/usr/bin:/bin"], _hooks.StandardOutput.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_starts_in_the_working_directory_with_stdin_at_its_end_in_its_own_process_group()
    {
        (int Id, long StartTime) started = default;
        _hooks.Add("h.sh", "#!/bin/sh\npwd; cat; [ -t 0 ] || echo no tty; ps -o pgid= -p $$ 2>/dev/null || cut -d' ' -f5 /proc/$$/stat; echo $$\n");
        var outcome = _hooks.Run(_hooks.Start() with { OnStarted = (id, time) => started = (id, time) });
        Assert.Null(outcome.Error);
        Assert.Equal([_hooks.Root, "no tty", $"{started.Id}", $"{started.Id}"], _hooks.StandardOutput.Select(l => l.Trim()));
        Assert.True(started.StartTime > 0);
    }

    [Fact]
    public void Signals_are_the_default_ones_and_none_is_blocked()
    {
        Assert.Null(_hooks.RunText("grep -E '^Sig(Ign|Blk)' /proc/self/status").Error);
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], _hooks.StandardOutput);
    }

    [Fact]
    public void No_descriptor_of_ours_leaks_into_it()
    {
        using var held = File.Open(_hooks.PathOf("held"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        var leaky = dup((int)held.SafeFileHandle.DangerousGetHandle()); // Without close-on-exec, as an inherited one would be.
        try
        {
            Assert.Null(_hooks.RunText("exec 9</dev/null; ls /proc/$$/fd").Error);
            Assert.DoesNotContain(leaky.ToString(), _hooks.StandardOutput);
            Assert.All(_hooks.StandardOutput, descriptor => Assert.Contains(descriptor, new[] { "0", "1", "2", "9", "10", "255" }));
        }
        finally
        {
            _ = close(leaky);
        }
    }

    [Fact]
    public void The_umask_is_inherited() => Assert.Equal(
        (null, Convert.ToString(Revisions.Unix.UnixFiles.Umask(), 8).PadLeft(4, '0')), (_hooks.RunText("umask").Error, _hooks.StandardOutput.Single()));

    [Fact]
    public void Two_hundred_scripts_written_and_started_by_several_threads_all_run()
    {
        // The classic "text file busy": a child forked by one thread still holds the file that another has just written.
        var failed = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            _hooks.Add($"s{i}.sh", "#!/bin/sh\nexit 0\n");
            if (HookRunner.Run(_hooks.Start($"s{i}.sh"), _ => { }, CancellationToken.None).Error is { } error) failed.Add(error.Message);
        });
        Assert.Empty(failed);
    }

#pragma warning disable SYSLIB1054, CA5392, CA2101
    [DllImport("libc")]
    private static extern int dup(int descriptor);

    [DllImport("libc")]
    private static extern int close(int descriptor);
#pragma warning restore SYSLIB1054, CA5392, CA2101
}
