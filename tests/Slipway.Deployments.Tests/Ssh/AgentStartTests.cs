using System.Net;
using System.Net.Sockets;
using Slipway.Deployments.Transports;
using Slipway.Deployments.Transports.Ssh;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;
using Slipway.Tests.Ssh;
using Xunit;

namespace Slipway.Deployments.Tests.Ssh;

/// <summary>From nothing to a running agent, through a real sshd; and what is said when that fails.</summary>
public sealed class AgentStartTests : IAsyncLifetime
{
    private readonly string agents = Directory.CreateTempSubdirectory("slipway-agents-").FullName;
    private SshHost host = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(SshHost.Missing is not null, SshHost.Missing ?? "");
        host = await SshHost.StartAsync();
        WriteAgent();
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
        Directory.Delete(agents, recursive: true);
    }

    [Fact]
    public void Sends_the_agent_once_and_starts_it_from_then_on()
    {
        Assert.True(Start());
        Assert.False(Start());
        Assert.Single(Directory.GetDirectories(host.Agents));
        var agent = Directory.GetFiles(host.Agents, "*", SearchOption.AllDirectories).Single();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(agent));
    }

    [Fact]
    public void Passes_over_what_start_files_print()
    {
        File.WriteAllText(Path.Join(host.Home, ".bashrc"), "yes Welcome_to_this_host | head -c 1000000; printf 'no line end'; printf '\\0\\377\\n slipway' >&2\n");
        Assert.True(Start());
        Assert.False(Start());
    }

    [Theory]
    [InlineData("dash"), InlineData("tcsh"), InlineData("fish"), InlineData("busybox")]
    public async Task Any_login_shell_will_do(string shell)
    {
        var program = SshHost.Program(shell);
        Assert.SkipWhen(program is null, $"{shell} is not installed");
        await using var other = await SshHost.StartAsync(null, $"ForceCommand exec {program} {(shell == "busybox" ? "sh " : "")}-c \"$SSH_ORIGINAL_COMMAND\"");
        Assert.True(Start(other));
        Assert.False(Start(other));
    }

    [Fact]
    public void Only_the_three_newest_agents_stay()
    {
        for (var i = 0; i < 5; i++)
        {
            WriteAgent($"# version {i}");
            Assert.True(Start());
        }

        Assert.Equal(Bootstrap.KeptAgents, Directory.GetDirectories(host.Agents).Length);
        Assert.False(Start());
    }

    [Fact]
    public void An_agent_that_arrives_in_pieces_is_not_started_and_the_rest_goes()
    {
        var arrived = Directory.CreateDirectory(Path.Join(host.Agents, Programs().All["Linux-x86_64"].Sha256)).FullName;
        File.WriteAllText(Path.Join(arrived, "other"), "");
        File.WriteAllText(Path.Join(arrived, ".new-1"), "half of it");
        Assert.True(Start());
    }

    [Fact]
    public async Task An_account_without_rights_of_root_will_do()
    {
        var user = SshHost.PlainUser;
        Assert.SkipWhen(user is null, "there is no other account");
        await using var other = await SshHost.StartAsync(user);
        Assert.True(Start(other));
        Assert.False(Start(other));
    }

    [Fact]
    public void An_unknown_host_key_is_refused_with_the_way_out()
    {
        File.WriteAllText(host.KnownHosts, "");
        Refused("SLW0430", "ssh-keyscan");
    }

    [Fact]
    public void A_changed_host_key_is_refused_with_a_warning()
    {
        host.WriteKnownHosts(host.Key + ".pub");
        Refused("SLW0431", "ssh-keygen -R");
    }

    [Fact]
    public void A_key_that_is_not_let_in_is_named_with_the_way_out()
    {
        host.WriteConfig(Path.Join(host.Folder, "host_key"));
        Refused("SLW0432", "ssh-copy-id");
    }

    [Fact]
    public void A_closed_port_and_an_unknown_name_are_told_apart()
    {
        host.StopListening();
        Refused("SLW0433", "refused");
        var error = Assert.Throws<InstanceUnreachableException>(() => Start(host, to: new(false, "no-such-host.invalid"))).Error;
        Assert.Equal("SLW0434", error.Code);
    }

    [Fact]
    public void A_host_that_never_answers_is_given_up()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var to = new InstanceConnection(false, "127.0.0.1", null, ((IPEndPoint)mute.LocalEndpoint).Port);
        var error = Assert.Throws<InstanceUnreachableException>(() => Start(host, to: to, connectTimeout: TimeSpan.FromSeconds(1))).Error;
        Assert.Equal("SLW0433", error.Code);
    }

    [Fact]
    public void A_start_file_that_never_ends_is_given_up()
    {
        File.WriteAllText(Path.Join(host.Home, ".bashrc"), "echo waiting for something; exec sleep 600\n");
        var error = Assert.Throws<InstanceUnreachableException>(() => Start(host, connectTimeout: TimeSpan.FromSeconds(1))).Error;
        Assert.Equal("SLW0433", error.Code);
        Assert.Contains("waiting for something", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_runs_no_commands_is_named_with_what_it_says()
    {
        await using var other = await SshHost.StartAsync(null, "ForceCommand echo This account is closed.");
        var error = Assert.Throws<SlipwayException>(() => Start(other)).Error;
        Assert.Equal("SLW0442", error.Code);
        Assert.Contains("This account is closed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_missing_is_named_in_one_error()
    {
        var tools = Directory.CreateDirectory(Path.Join(host.Folder, "tools")).FullName;
        foreach (var tool in (string[])["sh", "uname", "mkdir", "chmod", "wc", "mv", "ls"]) File.CreateSymbolicLink(Path.Join(tools, tool), SshHost.Program(tool)!);
        File.WriteAllText(Path.Join(host.Folder, "a file"), "");
        await using var other = await SshHost.StartAsync(null, $"SetEnv PATH={tools} HOME={host.Home} \"XDG_CACHE_HOME={host.Folder}/a file\"");
        var error = Assert.Throws<SlipwayException>(() => Start(other)).Error;
        Assert.Equal("SLW0439", error.Code);
        foreach (var missing in (string[])["'head'", "'rm'", "cannot be written"]) Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_for_which_there_is_no_agent_is_named()
    {
        Directory.Move(Path.Join(agents, "linux-x64"), Path.Join(agents, "linux-arm64"));
        Assert.SkipWhen(System.Runtime.InteropServices.RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64, "for x64");
        Refused<SlipwayException>("SLW0439", "no agent for Linux-x86_64");
    }

    [Fact]
    public async Task An_agent_that_does_not_run_there_is_named_with_the_reason()
    {
        File.WriteAllText(Path.Join(agents, "linux-x64", "slipway-agent"), "#!/no/such/interpreter\n");
        Refused<SlipwayException>("SLW0439", "does not run");

        // The shell removes it when it ends, which is after it has said so.
        await Fleet.Until(() => Directory.GetFiles(host.Agents, "*", SearchOption.AllDirectories).Length == 0, "it was not removed");
    }

    [Fact]
    public async Task A_cache_folder_from_which_nothing_may_run_is_named()
    {
        await using var mount = Mounted.Of(host.Home, "size=16m,noexec,mode=755");
        Assert.SkipWhen(mount is null, "a file system cannot be mounted here");
        Refused<SlipwayException>("SLW0439", "noexec");
    }

    [Fact]
    public async Task A_full_disk_is_named()
    {
        await using var mount = Mounted.Of(host.Home, "size=64k,mode=755");
        Assert.SkipWhen(mount is null, "a file system cannot be mounted here");
        WriteAgent(new string('#', 1 << 20));
        Refused<SlipwayException>("SLW0439", "full");
    }

    [Fact]
    public void Sudo_that_asks_for_a_password_or_is_not_there_is_named()
    {
        File.WriteAllText(Path.Join(host.Home, ".bashrc"), $"PATH={host.Folder}/bin:$PATH\n");
        Directory.CreateDirectory(Path.Join(host.Folder, "bin"));
        var sudo = Path.Join(host.Folder, "bin", "sudo");
        File.WriteAllText(sudo, "#!/bin/sh\necho sudo: a password is required >&2\nexit 1\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(sudo, (UnixFileMode)0x1ed);
        Assert.Equal("SLW0440", Assert.Throws<SlipwayException>(() => Start(host, sudo: true)).Error.Code);
        File.WriteAllText(sudo, "#!/bin/sh\n[ \"$1 $2\" = \"-n --\" ] && shift 2 && exec \"$@\"\n");
        Assert.False(Start(host, sudo: true));
    }

    [Fact]
    public async Task Real_sudo_runs_the_agent_where_sudoers_allow_it()
    {
        var user = SshHost.PlainUser;
        Assert.SkipWhen(user is null || SshHost.Program("sudo") is null, user is null ? "there is no other account" : "sudo is not installed");
        Assert.True(Start(host, sudo: true));
        await using var other = await SshHost.StartAsync(user);
        Assert.Equal("SLW0440", Assert.Throws<SlipwayException>(() => Start(other, sudo: true)).Error.Code);
    }

    [Fact]
    public void Ctrl_C_in_the_terminal_does_not_take_the_connection_away()
    {
        var to = new InstanceConnection(false, "127.0.0.1");
        var programs = Programs();
        using var ssh = SshProcess.Start("ssh", SshCommandLine.Arguments(to, Bootstrap.Command(programs.All, sudo: false), host.ConfigFile, TimeSpan.FromSeconds(10)));
        new AgentStart(ssh, new("web-1", to, false), programs.All, TimeSpan.FromSeconds(20)).Run();
        foreach (var signal in (string[])["-INT", "-QUIT", "-HUP"]) System.Diagnostics.Process.Start("/bin/kill", [signal, $"{ssh.Id}"]).WaitForExit();
        ssh.Input.Write("still here\n"u8);
        Assert.Equal("still here", ssh.Output.ReadLine());
    }

    [Fact]
    public void A_missing_ssh_program_and_missing_agents_are_named()
    {
        Assert.Equal("SLW0436", Assert.Throws<SlipwayException>(() => SshProcess.Start("no-such-ssh", [])).Error.Code);
        Assert.Empty(new AgentPrograms(Settings(host) with { AgentsFolder = host.Folder }).All);
    }

    private void WriteAgent(string more = "")
    {
        var folder = Directory.CreateDirectory(Path.Join(agents, "linux-x64")).FullName;
        File.WriteAllText(Path.Join(folder, "slipway-agent"), $"#!/bin/sh\n[ \"$1\" = --version ] && exit\necho slipway-agent 1 ready\nexec cat\n{more}\n");
    }

    private void Refused(string code, string way) => Refused<InstanceUnreachableException>(code, way);

    private void Refused<T>(string code, string way)
        where T : SlipwayException
    {
        var error = Assert.Throws<T>(() => Start()).Error;
        Assert.Equal(code, error.Code);
        Assert.Contains(way, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Whether the agent had to be sent. A real connection says something through it and back.</summary>
    private bool Start(SshHost? at = null, InstanceConnection? to = null, bool sudo = false, TimeSpan? connectTimeout = null)
    {
        var settings = Settings(at ?? host) with { ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(10) };
        var programs = Programs();
        to ??= new(false, "127.0.0.1");
        using var ssh = SshProcess.Start("ssh", SshCommandLine.Arguments(to, Bootstrap.Command(programs.All, sudo), settings.Variable("SLIPWAY_SSH_CONFIG"), settings.ConnectTimeout));
        var start = new AgentStart(ssh, new("web-1", to, sudo), programs.All, settings.ConnectTimeout * 2);
        start.Run();
        ssh.Input.Write("there and back\n"u8);
        Assert.Equal("there and back", ssh.Output.ReadLine());
        return start.HasSent;
    }

    private AgentPrograms Programs() => new(Settings(host));

    private TransportSettings Settings(SshHost at) => new() { State = History.StateFolder.At(at.Folder), AgentsFolder = agents, Variable = at.Variable };
}
