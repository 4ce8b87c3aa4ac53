using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Slipway.Revisions.Unix;
using Slipway.Specifications.AppSpecs;
using Slipway.Tests.Ssh;
using Xunit;

namespace Slipway.Instances.Tests.Deploying;

/// <summary>What would make a deployment fail is found on the instance before it begins.</summary>
public sealed class PreflightTests
{
    private const string Mapping = "files:\n  - source: app\n    destination: /srv/app\n";

    [Fact]
    public void A_deployment_that_would_succeed_has_no_findings()
    {
        using var sandbox = new Sandbox();
        Assert.Empty(Preflight(sandbox, sandbox.Revision(Mapping + Hook("hook.sh"), ("app/a", "1"), ("hook.sh", "#!/bin/sh\n"))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Root));
    }

    [Fact]
    public void Foreign_files_are_found()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("srv/app/a", "foreign");
        var finding = Assert.Single(Preflight(sandbox, sandbox.Revision(Mapping, ("app/a", "1"))));
        Assert.Equal((PreflightCheck.ForeignFiles, "SLW0215", false), (finding.Check, finding.Error.Code, finding.IsPrediction));
        finding = Assert.Single(Preflight(sandbox, sandbox.Revision(Mapping + Hook("hook.sh", "BeforeInstall"), ("app/a", "1"), ("hook.sh", "#!/bin/sh\n"))));
        Assert.True(finding.IsPrediction);
    }

    [Theory]
    [InlineData("#!/usr/bin/nothing\n", "'/usr/bin/nothing' is not installed")]
    [InlineData("#!/bin/sh\r\n", "CR LF")]
    [InlineData("#!/usr/bin/env -S nothing-of-that-name -x\n", "'nothing-of-that-name' is not in the PATH")]
    [InlineData("#!/usr/bin/env A=b nothing-of-that-name\n", "'nothing-of-that-name' is not in the PATH")]
    [InlineData("#!/etc/passwd\n", "may not run its interpreter '/etc/passwd'")]
    public void Interpreters_that_are_missing_are_found(string head, string said)
    {
        using var sandbox = new Sandbox();
        var finding = Assert.Single(Preflight(sandbox, sandbox.Revision(Mapping + Hook("hook.sh"), ("app/a", "1"), ("hook.sh", head))));
        Assert.Equal((PreflightCheck.Interpreters, "SLW0272"), (finding.Check, finding.Error.Code));
        Assert.Contains(said, finding.Error.Message, StringComparison.Ordinal);
        Assert.True(finding.Error.Line > 0);
    }

    [Fact]
    public void A_program_for_another_machine_is_found()
    {
        using var sandbox = new Sandbox();
        var revision = sandbox.Revision(Mapping + Hook("program"), ("app/a", "1"), ("program", "x"));
        var elf = new byte[64];
        (elf[0], elf[1], elf[2], elf[3], elf[4], elf[5], elf[18]) = (0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 8);
        File.WriteAllBytes(Path.Combine(revision, "program"), elf);
        var finding = Assert.Single(Preflight(sandbox, revision));
        Assert.Contains("another processor architecture", finding.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accounts_that_do_not_exist_are_found()
    {
        using var sandbox = new Sandbox();
        var findings = Preflight(sandbox, sandbox.Revision(
            Mapping + "permissions:\n  - object: /srv/app\n    owner: nobody-of-that-name\nhooks:\n  AfterInstall:\n    - location: hook.sh\n      runas: someone-else-entirely\n",
            ("app/a", "1"), ("hook.sh", "#!/bin/sh\n")));
        Assert.Contains(findings, f => f is { Check: PreflightCheck.Accounts, Error.Code: "SLW0223" });
        Assert.Contains(findings, f => f is { Check: PreflightCheck.Accounts, Error.Code: "SLW0271" });
    }

    [Fact]
    public void Folders_that_may_not_be_written_are_found()
    {
        Assert.SkipWhen(Closed is null, "needs a folder that this account may not write, such as one of a file system that is mounted read-only");
        using var sandbox = new Sandbox();
        var revision = sandbox.Revision($"files:\n  - source: app\n    destination: {Closed}/slipway/app\n", ("app/a", "1"));
        var findings = new Instance(new() { Name = "x", Root = "", StateFolder = Closed + "/state" }).Preflight(Sandbox.Deployment(revision), default).Where(f => f.Check == PreflightCheck.Rights).ToList();
        Assert.Equal(2, findings.Count);
        Assert.All(findings, f => Assert.Equal("SLW0270", f.Error.Code));
        Assert.Contains(Closed + "/state", findings[0].Error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{Closed}", findings[1].Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_system_without_room_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("slipway-room-").FullName;
        await using var mounted = Mounted.Of(folder, "size=1m");
        Assert.SkipWhen(mounted is null, "a file system cannot be mounted here");
        using var sandbox = new Sandbox();
        var revision = sandbox.Revision(Mapping, ("app/a", "1"));

        // A hole is as large as it says, and takes nothing here.
        using (var file = File.OpenHandle(Path.Combine(revision, "app/hole"), FileMode.CreateNew, FileAccess.Write)) RandomAccess.SetLength(file, 64 << 20);
        var findings = new Instance(new() { Name = "x", Root = sandbox.Root, StateFolder = folder + "/state" }).Preflight(Sandbox.Deployment(revision), default);
        Assert.Contains(findings, f => f is { Check: PreflightCheck.FreeSpace, Error.Code: "SLW0273" });
    }

    [Fact]
    public void A_port_that_somebody_else_listens_on_is_named_with_the_process()
    {
        using var sandbox = new Sandbox();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var revision = sandbox.Revision(Mapping, ("app/a", "1"));
        var found = With(("ASPNETCORE_URLS", $"http://*:{port};https://localhost:1"), ("APP_PORT", $"{port}"));
        var finding = Assert.Single(found);
        Assert.Equal((PreflightCheck.Ports, "SLW0274", true), (finding.Check, finding.Error.Code, finding.IsPrediction));
        Assert.Contains($"process {Environment.ProcessId} (", finding.Error.Message, StringComparison.Ordinal);
        Assert.Empty(With(("DB_HOST", "db"), ("DB_PORT", $"{port}"), ("PORT", "none"), ("ASPNETCORE_HTTP_PORTS", "x;99999;")));

        IReadOnlyList<PreflightFinding> With(params (string, string)[] variables) => new Instance(
            new() { Name = "x", Root = sandbox.Root, StateFolder = sandbox.State, Environment = variables.ToDictionary(v => v.Item1, v => v.Item2) }).Preflight(Sandbox.Deployment(revision), default);
    }

    [Fact]
    public void The_port_of_the_revision_in_place_is_its_own()
    {
        using var sandbox = new Sandbox();
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var start = new ProcessStartInfo("python3", ["-c", $"import socket,time\ns=socket.socket()\ns.bind(('127.0.0.1',{port}))\ns.listen()\nprint('on',flush=True)\ntime.sleep(60)"]) { RedirectStandardOutput = true };
        Assert.SkipUnless(File.Exists("/usr/bin/python3") || File.Exists("/usr/local/bin/python3"), "needs python3");
        (start.Environment["SLIPWAY_INSTANCE_NAME"], start.Environment["SLIPWAY_INSTANCE_ROOT"]) = ("x", sandbox.Root);
        using var application = Process.Start(start)!;
        try
        {
            application.StandardOutput.ReadLine();
            var instance = new Instance(new() { Name = "x", Root = sandbox.Root, StateFolder = sandbox.State, Environment = new Dictionary<string, string> { ["PORT"] = $"{port}" } });
            Assert.Empty(instance.Preflight(Sandbox.Deployment(sandbox.Revision(Mapping, ("app/a", "1"))), default));
        }
        finally
        {
            application.Kill();
        }
    }

    [Fact]
    public void A_revision_that_cannot_be_deployed_at_all_is_a_finding()
    {
        using var sandbox = new Sandbox();
        var finding = Assert.Single(Preflight(sandbox, sandbox.Revision("files:\n  - source: missing\n    destination: /srv\n", ("app/a", "1"))));
        Assert.Equal((PreflightCheck.Revision, "SLW0210"), (finding.Check, finding.Error.Code));
    }

    [Fact]
    public void A_restart_looks_at_the_scripts_in_place()
    {
        using var sandbox = new Sandbox();
        Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping + Hook("hook.sh", LifecycleEvents.ApplicationStart), ("app/a", "1"), ("hook.sh", "#!/bin/sh\n"))));
        File.WriteAllText(Directory.EnumerateFiles(sandbox.State, "hook.sh", SearchOption.AllDirectories).Single(), "#!/no/such\n");
        Assert.Equal("SLW0272", Assert.Single(sandbox.Instance().Preflight(Sandbox.Deployment("") with { Revision = null, RestartOnly = true }, default)).Error.Code);
    }

    /// <summary>A folder that this account may not write; root needs a read-only mount for that.</summary>
    private static string? Closed => UnixFiles.EffectiveUser != 0 ? "/"
        : File.ReadLines("/proc/mounts").Select(line => line.Split(' ')).Where(m => m[3].Split(',')[0] == "ro" && Directory.Exists(m[1])).Select(m => m[1]).FirstOrDefault();

    private static string Hook(string script, string lifecycleEvent = "AfterInstall") => $"hooks:\n  {lifecycleEvent}:\n    - location: {script}\n";

    private static IReadOnlyList<PreflightFinding> Preflight(Sandbox sandbox, string revision) => sandbox.Instance().Preflight(Sandbox.Deployment(revision), default);
}
