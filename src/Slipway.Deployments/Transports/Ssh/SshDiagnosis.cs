using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>Says why a connection did not come to stand, by what ssh and the other side wrote. Pure.</summary>
/// <param name="InstanceName">The instance.</param>
/// <param name="Connection">How it is reached.</param>
/// <param name="Sudo">Whether the agent was to be root.</param>
internal sealed record SshDiagnosis(string InstanceName, InstanceConnection Connection, bool Sudo)
{
    private const int FailureOfSsh = 255;
    private const int LongestQuote = 1500;

    /// <summary>For a process that ended before the agent was there.</summary>
    /// <param name="exitCode">Its exit code; null when it had to be ended.</param>
    /// <param name="messages">What it wrote as messages.</param>
    /// <param name="printed">What was printed in place of the agent's word.</param>
    public SlipwayException Of(int? exitCode, string messages, string printed)
    {
        if (exitCode == FailureOfSsh && OfSsh(messages) is { } known) return known;
        if (Sudo && messages.Contains("sudo:", StringComparison.Ordinal))
            return SshErrors.Of("SLW0440", $"The agent cannot run as root on instance {InstanceName}: {Quoted(messages)} Allow {Account} there 'NOPASSWD' in sudoers, or leave out 'sudo: true'.");
        if (exitCode is 126 or 127)
            return SshErrors.Of("SLW0441", $"The agent cannot be started on instance {InstanceName}: {Quoted(messages)} It needs a POSIX 'sh', and a home folder from which programs may be run.");
        if (exitCode == FailureOfSsh) return SshErrors.Unreachable("SLW0435", $"ssh cannot connect to instance {InstanceName} ({Connection}): {Quoted(messages)}");
        var said = string.Join(" ", new[] { printed.Trim(), messages.Trim() }.Where(text => text.Length > 0));
        return SshErrors.Of(
            "SLW0442",
            $"Instance {InstanceName} did not start the agent but ended with code {exitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}: "
            + $"{Quoted(said)} The account needs a login shell that runs the commands of ssh (no forced command, no 'nologin', no 'exit' in its start files).");
    }

    /// <summary>For one that did not come to stand in time.</summary>
    public InstanceUnreachableException TooSlow(TimeSpan waited, string messages, string printed)
    {
        var said = string.Join(" ", new[] { printed.Trim(), messages.Trim() }.Where(text => text.Length > 0));
        return SshErrors.Unreachable(
            "SLW0433",
            $"Instance {InstanceName} ({Connection}) gave no answer within {waited.TotalSeconds:0} s{(said.Length == 0 ? "." : ": " + Quoted(said))} "
            + "See whether the host is up, the port is right, no firewall swallows packets, and the account's start files come to an end.");
    }

    /// <summary>For what the bootstrap found missing: all of it in one error.</summary>
    public SlipwayException Missing(IReadOnlyList<string> problems, IReadOnlyDictionary<string, AgentProgram> agents)
    {
        var texts = problems.Select(p => Text(p, agents)).Distinct().ToList();
        return SshErrors.Of("SLW0439", $"Instance {InstanceName} ({Connection}) cannot run the agent: {string.Join("; ", texts)}.");
    }

    private string Account => Connection.User ?? "the account";

    private InstanceUnreachableException? OfSsh(string messages)
    {
        bool Says(string text) => messages.Contains(text, StringComparison.OrdinalIgnoreCase);
        var (host, port) = (Connection.Host, Connection.Port is { } p ? $"-p {p} " : "");
        var knownName = Connection.Port is { } other and not 22 ? $"\"[{host}]:{other}\"" : host;
        if (Says("HOST IDENTIFICATION HAS CHANGED") || (Says("host key for") && Says("has changed")))
            return Because("SLW0431", "its host key is not the one that is known", messages,
                $"Find out why first: a new installation, or somebody in between. If it is rightly new: 'ssh-keygen -R {knownName}', then 'ssh-keyscan {port}{host} >> ~/.ssh/known_hosts' and compare the fingerprint.");
        if (Says("Host key verification failed") || Says("host key is known for"))
            return Because("SLW0430", "its host key is not known here", messages,
                $"Run 'ssh-keyscan {port}{host} >> ~/.ssh/known_hosts' (on a build server as a step before) and compare the fingerprint with 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' there.");
        if (Says("Permission denied (") || Says("Too many authentication failures"))
            return Because("SLW0432", "it does not let us in", messages,
                $"Nobody is asked for a password: put a key in with 'ssh-copy-id {port}{(Connection.User is null ? "" : Connection.User + "@")}{host}', load one that has a passphrase into ssh-agent, or name it with IdentityFile in ~/.ssh/config.");
        if (Says("Could not resolve hostname") || Says("Name or service not known"))
            return Because("SLW0434", "its name is not known", messages, "Correct 'connection' in deploy.yml, or give the host an entry in DNS or ~/.ssh/config.");
        if (Says("Connection refused") || Says("timed out") || Says("No route to host") || Says("Network is unreachable") || Says("banner exchange")
            || Says("Connection closed by") || Says("Connection reset") || Says("kex_exchange_identification") || Says("closed by remote host") || Says("not responding"))
            return Because("SLW0433", "there is no connection", messages, "See whether the host is up, sshd runs there, the port is right and no firewall is in between.");
        return null;
    }

    private InstanceUnreachableException Because(string code, string why, string messages, string fix) =>
        SshErrors.Unreachable(code, $"Instance {InstanceName} ({Connection}) cannot be reached: {why}. ssh says: {Quoted(messages)} {fix}");

    private static string Text(string problem, IReadOnlyDictionary<string, AgentProgram> agents)
    {
        var space = problem.IndexOf(' ', StringComparison.Ordinal);
        var (kind, detail) = space < 0 ? (problem, "") : (problem[..space], problem[(space + 1)..].Trim());
        return kind switch
        {
            "tool" => $"the program '{detail}' is missing there",
            "system" => $"there is no agent for {detail} (there are some for {string.Join(", ", agents.Keys.Order(StringComparer.Ordinal))})",
            "home" => "the account has no home folder (set HOME or XDG_CACHE_HOME there)",
            "folder" => $"its cache folder (XDG_CACHE_HOME, else ~/.cache) cannot be written: {Shortened(detail)}",
            "short" => $"the agent did not arrive whole; the disk of its cache folder (XDG_CACHE_HOME, else ~/.cache) is full or over quota ({Shortened(detail)} bytes were written)",
            "hash" => "the agent arrived with other bytes than were sent",
            "run" when detail.StartsWith("126", StringComparison.Ordinal) =>
                $"the agent may not be run from its cache folder, which is mounted noexec or forbidden by a policy ({Shortened(detail)}); set XDG_CACHE_HOME there to another folder",
            "run" => $"the agent does not run there ({Shortened(detail)})",
            "musl" => "its C library is musl, and the agent needs glibc (on Alpine: apk add gcompat, or a glibc image)",
            _ => Shortened(problem),
        };
    }

    private static string Quoted(string text) => Shortened(text) is { Length: > 0 } quote ? $"\"{quote}\"" : "it said nothing.";

    // Terminal codes and line ends of other machines do not get into our messages.
    private static string Shortened(string text)
    {
        var plain = string.Join(" ", new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return plain.Length <= LongestQuote ? plain : "…" + plain[^LongestQuote..];
    }
}
