using System.Diagnostics;
using Slipway.Instances.Hooks;
using Xunit;

namespace Slipway.Instances.Tests.Hooks;

public sealed class HookEndingTests : IDisposable
{
    private readonly HookFolder _hooks = new();

    public void Dispose() => _hooks.Dispose();

    [Fact]
    public void A_failure_carries_script_exit_code_and_last_lines()
    {
        var outcome = _hooks.RunText("echo out; echo err >&2; exit 3");
        Assert.Equal(new("h.sh", 3, null, "ScriptFailed"), outcome.Result);
        Assert.Equal(("SLW0304", "h.sh"), (outcome.Error!.Code, outcome.Error.File));
        Assert.StartsWith("AfterInstall: script 'h.sh' failed with exit code 3. Its last output:\n", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Contains("\n    out\n", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Contains("\n    err\n", outcome.Error.Message, StringComparison.Ordinal);
        Assert.EndsWith("slipway logs d-ABC", outcome.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 143", 143, null)]
    [InlineData("kill -TERM $$", null, "SIGTERM")]
    [InlineData("kill -9 $$", null, "SIGKILL")]
    [InlineData("exit 255", 255, null)]
    [InlineData("kill -PIPE $$; exit 1", null, "SIGPIPE")]
    public void Exit_codes_and_signals_are_told_apart(string script, int? exitCode, string? signal)
    {
        var outcome = _hooks.RunText(script);
        Assert.Equal(new("h.sh", exitCode, signal, "ScriptFailed"), outcome.Result);
        Assert.Contains(signal ?? $"exit code {exitCode}", outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_line_ends_in_the_body_are_suspected()
    {
        _hooks.Add("h.sh", "#!/bin/sh\necho a\r\nfalse\r\n");
        Assert.Contains("Line 2 of it ends in CR LF", _hooks.Run(_hooks.Start()).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_env_shebang_with_a_carriage_return_is_suspected()
    {
        _hooks.Add("h.sh", "#!/usr/bin/env bash\r\nexit 0\r\n");
        var outcome = _hooks.Run(_hooks.Start());
        Assert.InRange(outcome.Result.ExitCode!.Value, 126, 127); // 126 when a folder of PATH is closed to this account.
        Assert.Contains("SLW5001", outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_the_deadline_the_script_and_all_it_started_end()
    {
        var outcome = _hooks.RunText("sleep 61 & setsid sleep 62 & timeout 90 sleep 63 & echo $$ started; sleep 64", timeout: 2);
        Assert.Equal(new("h.sh", null, "SIGTERM", "ScriptTimedOut"), outcome.Result);
        Assert.Equal("SLW0303", outcome.Error!.Code);
        Assert.Contains("did not end within 2 seconds", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Contains("started", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Empty(_hooks.LivingProcesses());
    }

    [Fact]
    public void A_script_that_ignores_SIGTERM_gets_SIGKILL()
    {
        _hooks.Add("h.sh", "#!/bin/sh\ntrap '' TERM; sleep 60\n");
        var outcome = _hooks.Run(_hooks.Start(timeout: 2) with { KillAfter = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(new("h.sh", null, "SIGKILL", "ScriptTimedOut"), outcome.Result);
        Assert.Empty(_hooks.LivingProcesses());
    }

    [Fact]
    public void A_script_may_clean_up_after_SIGTERM_and_its_words_are_kept()
    {
        var outcome = _hooks.RunText("trap 'echo cleaned; exit 5' TERM; sleep 60 & wait", timeout: 2);
        Assert.Equal(new("h.sh", 5, null, "ScriptTimedOut"), outcome.Result);
        Assert.Equal(["cleaned"], _hooks.StandardOutput);
    }

    [Theory]
    [InlineData("sleep 60 & echo started", "stdout and stderr")]
    [InlineData("sleep 60 >/dev/null & echo started", "stderr")]
    [InlineData("setsid sleep 60 2>/dev/null & echo started", "stdout")]
    public void Who_holds_an_output_open_is_named_and_ended(string script, string streams)
    {
        var outcome = _hooks.RunText(script, timeout: 2);
        Assert.Equal(new("h.sh", 0, null, "OutputLeftOpen"), outcome.Result);
        Assert.Equal("SLW0306", outcome.Error!.Code);
        Assert.Matches($@"ended with exit code 0, but process \d+ \(sleep 60\) still held its {streams} open after 2 seconds,", outcome.Error.Message);
        Assert.Equal(["started"], _hooks.StandardOutput);
        Assert.Empty(_hooks.LivingProcesses());
    }

    [Fact]
    public void Late_output_of_a_background_child_is_kept()
    {
        Assert.Null(_hooks.RunText("(sleep 0.2; echo late) & echo early").Error);
        Assert.Equal(["early", "late"], _hooks.StandardOutput);
    }

    [Fact]
    public void A_background_program_with_redirected_outputs_stays()
    {
        var outcome = _hooks.RunText("sleep 30 >/dev/null 2>&1 & echo $!");
        Assert.Null(outcome.Error);
        using var background = Process.GetProcessById(int.Parse(_hooks.StandardOutput.Single()));
        Assert.False(background.HasExited);
        background.Kill();
    }

    [Fact]
    public void Cancellation_ends_the_script()
    {
        _hooks.Add("h.sh", "#!/bin/sh\necho ready; sleep 60\n");
        using var source = new CancellationTokenSource();
        var outcome = HookRunner.Run(_hooks.Start(), _ => source.Cancel(), source.Token);
        Assert.Equal(new("h.sh", null, "SIGTERM", "ScriptFailed"), outcome.Result);
        Assert.Equal("SLW0309", outcome.Error!.Code);
        Assert.Empty(_hooks.LivingProcesses());
    }

    [Fact]
    public void After_cancellation_nothing_is_started()
    {
        var outcome = _hooks.Run(_hooks.Start(), new CancellationToken(canceled: true));
        Assert.Equal("SLW0309", outcome.Error!.Code);
        Assert.Null(outcome.Result.ExitCode);
    }

    [Fact]
    public async Task A_script_of_a_dead_deployment_is_found_and_ended_by_its_start_time()
    {
        var started = new TaskCompletionSource<(int Id, long StartTime)>();
        _hooks.Add("h.sh", "#!/bin/sh\nsleep 60 & sleep 60\n");
        var start = _hooks.Start() with { OnStarted = (id, time) => started.SetResult((id, time)) };
        var run = Task.Run(() => _hooks.Run(start));
        var (id, time) = await started.Task;
        Assert.False(LeftOverScript.End(id, time + 1, TimeSpan.FromSeconds(1)));
        Assert.True(LeftOverScript.End(id, time, TimeSpan.FromSeconds(1)));
        Assert.Equal("SIGTERM", (await run).Result.Signal);
        Assert.Empty(_hooks.LivingProcesses());
        Assert.False(LeftOverScript.End(id, time, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_script_whose_start_cannot_be_written_down_is_gone_before_anybody_hears_of_it()
    {
        _hooks.Add("h.sh", "#!/bin/sh\nsleep 60 & sleep 60\n");
        var start = _hooks.Start() with { OnStarted = (_, _) => throw new IOException("No space left on device") };
        Assert.Throws<IOException>(() => _hooks.Run(start));
        Assert.Empty(_hooks.LivingProcesses());
    }

    [Fact]
    public void A_script_whose_output_nobody_takes_is_gone_before_anybody_hears_of_it()
    {
        _hooks.Add("h.sh", "#!/bin/sh\nsleep 60 & echo out; sleep 60\n");
        Assert.Throws<IOException>(() => HookRunner.Run(_hooks.Start(), _ => throw new IOException("No space left on device"), CancellationToken.None));
        Assert.Empty(_hooks.LivingProcesses());
    }
}
