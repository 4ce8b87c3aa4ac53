using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Slipway.Cli.Tests;

/// <summary>What only a process of its own can show: signals, sudden death, several at once.</summary>
public sealed class WholeProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("slipway-process-").FullName;

    public WholeProcessTests() => Directory.CreateDirectory(PathOf("root"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0, "--version")]
    [InlineData(0, "deployments", "--state", "nowhere")]
    [InlineData(1, "show", "d-ABCDEFGHI", "--state", "nowhere")]
    [InlineData(2)]
    [InlineData(2, "deploy", "nowhere")]
    public void The_exit_code_is_the_contracts(int code, params string[] arguments) => Assert.Equal(code, Finish(Start(arguments)).ExitCode);

    [Fact]
    public void Nothing_of_the_AWS_SDK_is_loaded_for_revisions_in_folders()
    {
        // Whoever loads one of them fails: they are empty here.
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            var name = Path.GetFileName(file);
            if (name.StartsWith("AWSSDK.", StringComparison.Ordinal)) File.WriteAllBytes(PathOf(name), []);
            else if (name.StartsWith("slipway.", StringComparison.Ordinal)) File.Copy(file, PathOf(name));
            else File.CreateSymbolicLink(PathOf(name), file);
        }

        Directory.CreateSymbolicLink(PathOf("runtimes"), Path.Combine(AppContext.BaseDirectory, "runtimes"));
        string[][] lines =
        [
            ["pack", Revision.Write(PathOf("one"), "1"), "-o", "one.zip"],
            ["store", "put", "one.zip", "--application", "Orders", "--store", "store"],
            ["store", "list", "--store", "store"],
            ["deploy", "one.zip", "--root", "root", "--state", "state", "--store", "store", "--application", "Orders"],
        ];
        Assert.All(lines, line => Assert.Equal(0, Finish(StartFrom(folder, line)).ExitCode));
        Assert.NotEqual(0, Finish(StartFrom(folder, "store", "list", "--store", "s3://bucket/prefix")).ExitCode);
    }

    [Theory]
    [InlineData("INT", 1)]
    [InlineData("TERM", 1)]
    [InlineData("HUP", 1)]
    [InlineData("INT", 3)]
    public void A_signal_stops_the_deployment_in_an_orderly_way_however_often_it_comes(string signal, int times)
    {
        Deploy("1");
        var (process, _) = StartSlow("2");
        for (var i = 0; i < times; i++) Kill(signal, process.Id);
        var (exitCode, output, error) = Finish(process);
        Assert.Equal(1, exitCode);
        Assert.Equal("Stopped", JsonDocument.Parse(output).RootElement.GetProperty("status").GetString());
        Assert.Contains("stopping", error, StringComparison.Ordinal);
        Assert.Equal("1", Installed());
        Deploy("3");
        Assert.Equal("3", Installed());
    }

    [Fact]
    public void A_killed_deployment_is_told_resumed_and_in_nobodys_way()
    {
        Deploy("1");
        var (process, id) = StartSlow("2");
        Kill("KILL", process.Id);
        Finish(process);
        Assert.Contains("Interrupted", Finish(Start("deployments", "--state", "state")).Output, StringComparison.Ordinal);
        Assert.Contains("AfterInstall", Finish(Start("show", id, "--state", "state")).Output, StringComparison.Ordinal);
        var resumed = Finish(Start("resume", "--root", "root", "--state", "state"));
        Assert.Equal(1, resumed.ExitCode);
        Assert.Matches(": error SLW0407: .*" + id, resumed.Error);
        Assert.Equal("1", Installed());
        Assert.Equal(1, Finish(Start("resume", id, "--state", "state")).ExitCode);
        Assert.Equal(0, Finish(Start("resume", "--state", "state")).ExitCode);
        var shown = JsonDocument.Parse(Finish(Start("show", id, "--state", "state", "--format", "json")).Output).RootElement;
        Assert.Equal(("Failed", "SLW0407"), (shown.GetProperty("status").GetString(), shown.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public void The_next_deployment_recovers_a_killed_one_and_says_so()
    {
        Deploy("1");
        var (process, id) = StartSlow("2");
        Kill("KILL", process.Id);
        Finish(process);
        var next = Finish(Start(Arguments("3")));
        Assert.True(next.ExitCode == 0, next.Error);
        Assert.Contains(id, next.Error, StringComparison.Ordinal);
        Assert.Contains("restored", next.Error, StringComparison.Ordinal);
        Assert.Equal("3", Installed());
    }

    [Fact]
    public void Of_processes_that_find_a_dead_lease_at_once_each_wins_or_is_refused_and_none_mixes()
    {
        Deploy("0");
        var (dead, _) = StartSlow("1");
        Kill("KILL", dead.Id);
        Finish(dead);
        var processes = Enumerable.Range(2, 4).Select(v => Start(Arguments(v.ToString(CultureInfo.InvariantCulture)))).ToList();
        var ended = processes.ConvertAll(Finish);
        Assert.Contains(ended, e => e.ExitCode == 0);
        Assert.All(ended, e => Assert.True(e.ExitCode == 0 || e.Error.Contains("SLW0401", StringComparison.Ordinal) || e.Error.Contains("SLW0201", StringComparison.Ordinal), e.Error));
        var last = Finish(Start("deployments", "--state", "state", "--format", "json"));
        var newest = JsonDocument.Parse(last.Output).RootElement.GetProperty("deployments").EnumerateArray().First(d => d.GetProperty("status").GetString() == "Succeeded");
        Assert.EndsWith("/" + Installed(), newest.GetProperty("revision").GetString(), StringComparison.Ordinal);
    }

    private void Deploy(string version)
    {
        var run = Finish(Start(Arguments(version)));
        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Fact]
    public void A_pack_that_is_killed_leaves_neither_a_bundle_nor_a_cache_that_harms_the_next()
    {
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            Directory.CreateDirectory(PathOf("tree"));
            File.WriteAllText(PathOf($"tree/f{i}"), string.Concat(Enumerable.Range(0, 40_000).Select(_ => $"{random.Next(1000)} ")));
        }

        Assert.Equal(0, Finish(Start("pack", "tree", "-o", "cold.zip", "--no-cache")).ExitCode);
        foreach (var bytes in (int[])[0, 1, 1_000_000, 3_000_000])
        {
            var process = Start("pack", "tree", "-o", "killed.zip", "--cache", "cache");
            SpinWait.SpinUntil(() => process.HasExited || (Directory.Exists(PathOf("cache/forms")) && Directory.GetFiles(PathOf("cache/forms")).Sum(f => new FileInfo(f).Length) >= bytes), Patience);
            Kill("KILL", process.Id);
            Finish(process);
            Assert.False(File.Exists(PathOf("killed.zip")) && !File.ReadAllBytes(PathOf("killed.zip")).AsSpan().SequenceEqual(File.ReadAllBytes(PathOf("cold.zip"))));
            File.Delete(PathOf("killed.zip"));
        }

        Assert.Equal(0, Finish(Start("pack", "tree", "-o", "warm.zip", "--cache", "cache")).ExitCode);
        Assert.Equal(File.ReadAllBytes(PathOf("cold.zip")), File.ReadAllBytes(PathOf("warm.zip")));
    }

    /// <summary>Starts a deployment and waits until its AfterInstall script runs.</summary>
    private (Process Process, string Id) StartSlow(string version)
    {
        var started = PathOf("started");
        File.Delete(started);
        var process = Start(Arguments(version, ("AfterInstall", $"echo $DEPLOYMENT_ID > {started}.part; mv {started}.part {started}; sleep 600")));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(started) || process.HasExited, Patience));
        return (process, File.ReadAllText(started).Trim());
    }

    private string[] Arguments(string version, params (string, string)[] hooks) =>
        ["deploy", Revision.Write(PathOf(version), version, hooks), "--root", "root", "--state", "state", "--format", "json"];

    [Fact]
    public void Without_ssh_keygen_an_ssh_key_does_not_sign_and_that_is_told()
    {
        Revision.Write(Path.Combine(folder, "revision"), "1");
        byte[] key = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. new byte[32]];
        File.WriteAllText(Path.Combine(folder, "key.pub"), $"ssh-ed25519 {Convert.ToBase64String(key)} anna\n");
        var (exitCode, _, error) = Finish(StartIn(folder, "pack", "revision", "-o", "signed.zip", "--sign", "key.pub"));
        Assert.Equal(1, exitCode);
        Assert.Contains("key.pub: error SLW0145: ssh-keygen is needed", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "signed.zip")));
    }

    [Fact]
    public void Without_ssh_keygen_a_second_signature_counts_that_needs_none()
    {
        Revision.Write(Path.Combine(folder, "revision"), "1");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(folder, "anna.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "anna.pub.pem"), key.ExportSubjectPublicKeyInfoPem());
        try
        {
            using var keygen = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "bert")]);
            keygen.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ssh-keygen is not installed");
        }

        Assert.Equal(0, Finish(Start("pack", "revision", "-o", "signed.zip", "--sign", "anna.pem", "--sign", "bert")).ExitCode);
        Assert.Equal(0, Finish(StartIn(folder, "verify", "signed.zip", "--allowed-signers", "anna.pub.pem")).ExitCode);
        Assert.Contains("SLW0145", Finish(StartIn(folder, "verify", "signed.zip")).Error, StringComparison.Ordinal);
    }

    private Process Start(params string[] arguments) => Start(AppContext.BaseDirectory, searchPath: null, arguments);

    private Process StartIn(string searchPath, params string[] arguments) => Start(AppContext.BaseDirectory, searchPath, arguments);

    private Process StartFrom(string program, params string[] arguments) => Start(program, searchPath: null, arguments);

    private Process Start(string program, string? searchPath, string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).First(File.Exists);
        var start = new ProcessStartInfo(dotnet, [Path.Combine(program, "slipway.dll"), .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("SLIPWAY_STATE");
        if (searchPath is not null) start.Environment["PATH"] = searchPath;
        return Process.Start(start)!;
    }

    private static (int ExitCode, string Output, string Error) Finish(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException();
            }

            return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
    }

    private static void Kill(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.ToString(CultureInfo.InvariantCulture)])!;
        kill.WaitForExit();
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private string Installed() => File.ReadAllText(PathOf("root/srv/app/version"));
}
