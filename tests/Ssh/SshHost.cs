using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Slipway.Tests.Ssh;

/// <summary>
/// A real sshd on a free port of the loopback, with keys of its own, for one account of this machine with a home of its own. Linked as source by the test projects that need hosts. Nothing is
/// written outside its folder, and nothing is left running.
/// </summary>
internal sealed class SshHost : IAsyncDisposable
{
    private Process? sshd;

    private SshHost(string folder, string user, int port) => (Folder, User, Port) = (folder, user, port);

    /// <summary>Why there can be no host here; null when there can.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() ? "sshd is started on Linux only"
        : Program("sshd") is null ? "sshd is not installed"
        : Program("ssh") is null || Program("ssh-keygen") is null ? "the OpenSSH client is not installed"
        : Environment.UserName == "root" || File.Exists("/run/sshd") || Directory.Exists("/run/sshd") ? null : "sshd needs /run/sshd";

    /// <summary>Everything of this host.</summary>
    public string Folder { get; }

    /// <summary>The account.</summary>
    public string User { get; }

    /// <summary>Its port.</summary>
    public int Port { get; private set; }

    /// <summary>The home that the account has here.</summary>
    public string Home => Path.Join(Folder, "home");

    /// <summary>Where its agents come to stand.</summary>
    public string Agents => Path.Join(Home, ".cache", "slipway", "agents");

    /// <summary>The configuration for ssh, <c>SLIPWAY_SSH_CONFIG</c>.</summary>
    public string ConfigFile => Path.Join(Folder, "ssh_config");

    /// <summary>The known hosts of that configuration.</summary>
    public string KnownHosts => Path.Join(Folder, "known_hosts");

    /// <summary>The private key that is let in.</summary>
    public string Key => Path.Join(Folder, "user_key");

    /// <summary>The processes of open sessions, the server's own not among them.</summary>
    public IReadOnlyList<int> Sessions => sshd is null ? [] : [.. ChildrenOf(sshd.Id)];

    /// <summary>A host, listening.</summary>
    /// <param name="user">The account; null for the one that runs the test.</param>
    /// <param name="options">More lines for sshd's configuration.</param>
    public static async Task<SshHost> StartAsync(string? user = null, params string[] options)
    {
        var host = new SshHost(Directory.CreateTempSubdirectory("slipway-ssh-").FullName, user ?? Environment.UserName, FreePort());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(host.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(host.Home);
        Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Join(host.Folder, "host_key"));
        Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", host.Key);
        File.Copy(host.Key + ".pub", Path.Join(host.Folder, "authorized_keys"));
        host.WriteKnownHosts();
        if (user is not null) Run("chown", user, host.Home, Path.Join(host.Folder, "authorized_keys"));
        host.WriteConfig();
        await host.ListenAsync(options).ConfigureAwait(false);
        return host;
    }

    /// <summary>An account beside root with a login shell; null when there is none or root is not who runs the test.</summary>
    public static string? PlainUser => Environment.UserName != "root" ? null : File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
        .FirstOrDefault(f => f.Length == 7 && int.Parse(f[2], CultureInfo.InvariantCulture) is >= 1000 and < 60000 && f[6] is "/bin/bash" or "/bin/sh")?[0];

    /// <summary>The environment by which the deploying side finds this host's configuration.</summary>
    public string? Variable(string name) => name == "SLIPWAY_SSH_CONFIG" ? ConfigFile : Environment.GetEnvironmentVariable(name);

    /// <summary>Makes the host's key the known one, or another.</summary>
    public void WriteKnownHosts(string? publicKeyFile = null) =>
        File.WriteAllText(KnownHosts, $"[127.0.0.1]:{Port} {File.ReadAllText(publicKeyFile ?? Path.Join(Folder, "host_key.pub"))}");

    /// <summary>Writes the client's configuration, with another key when one is given.</summary>
    public void WriteConfig(string? key = null) => File.WriteAllText(
        ConfigFile,
        $"Host *\n  User {User}\n  Port {Port}\n  IdentityFile {key ?? Key}\n  IdentitiesOnly yes\n  UserKnownHostsFile {KnownHosts}\n  GlobalKnownHostsFile /dev/null\n  UpdateHostKeys no\n");

    /// <summary>The host goes away: no connection is taken, and those that stand are cut.</summary>
    public void GoDown()
    {
        var servers = Sessions.SelectMany(s => ChildrenOf(s).Where(IsSshd).Append(s)).ToList();
        StopListening();
        foreach (var server in servers) Kill(server);
    }

    /// <summary>Ends all sessions as a crash of sshd or a cut cable does for the client: nobody says goodbye. What they ran goes on.</summary>
    public void CutSessions()
    {
        foreach (var session in Sessions.SelectMany(s => ChildrenOf(s).Where(IsSshd).Append(s)).ToList()) Kill(session);
    }

    /// <summary>No connection is taken any more.</summary>
    public void StopListening()
    {
        if (sshd is { HasExited: false }) sshd.Kill();
        sshd?.WaitForExit();
    }

    /// <summary>Connections are taken again, on the same port.</summary>
    public async Task ListenAsync(params string[] options)
    {
        await File.WriteAllTextAsync(Path.Join(Folder, "sshd_config"), string.Join('\n', (string[])
        [
            $"Port {Port}", "ListenAddress 127.0.0.1", $"HostKey {Folder}/host_key", "PidFile none", $"AuthorizedKeysFile {Folder}/authorized_keys", "StrictModes no",
            "PasswordAuthentication no", "KbdInteractiveAuthentication no", "PermitRootLogin prohibit-password", "PrintMotd no", "UseDNS no", "LoginGraceTime 20", "MaxStartups 200",
            // The first value of a keyword counts; an account without a password is locked unless PAM says otherwise.
            .. options, $"SetEnv HOME={Home}", $"UsePAM {(User == Environment.UserName ? "no" : "yes")}", "",
        ])).ConfigureAwait(false);
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd");
        sshd = Process.Start(new ProcessStartInfo(Program("sshd")!, ["-D", "-E", Path.Join(Folder, "sshd.log"), "-f", Path.Join(Folder, "sshd_config")]))!;
        for (var deadline = Environment.TickCount64 + 10_000; ; await Task.Delay(10).ConfigureAwait(false))
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port).ConfigureAwait(false);
                return;
            }
            catch (SocketException) when (Environment.TickCount64 < deadline && !sshd.HasExited)
            {
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        var sessions = Sessions.SelectMany(s => ChildrenOf(s).Append(s)).ToList();
        StopListening();
        foreach (var session in sessions.Where(IsSshd)) Kill(session);
        sshd?.Dispose();
        for (var tries = 0; ; tries++)
        {
            try
            {
                Directory.Delete(Folder, recursive: true);
                return ValueTask.CompletedTask;
            }
            catch (IOException) when (tries < 50)
            {
                // An agent that was left alone writes its last line.
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>The children of a process.</summary>
    public static IEnumerable<int> ChildrenOf(int process)
    {
        var file = $"/proc/{process}/task/{process}/children";
        if (!File.Exists(file)) return [];
        try
        {
            return [.. File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Ends a process at once, by its id.</summary>
    public static void Kill(int process)
    {
        try
        {
            using var running = Process.GetProcessById(process);
            running.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <summary>The path of a program; null when it is not installed.</summary>
    public static string? Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':').Select(f => Path.Join(f, name)).FirstOrDefault(File.Exists);

    private static bool IsSshd(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").StartsWith("sshd", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program}: {said}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
