using System.Globalization;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>How the OpenSSH client is called. Pure.</summary>
internal static class SshCommandLine
{
    /// <summary>The program: <c>ssh</c> unless <c>$SLIPWAY_SSH</c> names another.</summary>
    internal static string Program(Func<string, string?> variable) => variable("SLIPWAY_SSH") is { Length: > 0 } named ? named : "ssh";

    /// <summary>
    /// Its arguments. The user's configuration counts, except where a deployment depends on it: host keys are verified, nobody is asked, nothing is forwarded, no terminal is made, and no
    /// master process is left behind that would keep our pipes open.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0437: host or user could be taken for something else.</exception>
    internal static IReadOnlyList<string> Arguments(InstanceConnection connection, string command, string? configFile, TimeSpan connectTimeout)
    {
        if (!IsHost(connection.Host)) throw SshErrors.BadName("a host", connection.Host);
        if (connection.User is { } name && !IsUser(name)) throw SshErrors.BadName("a user", name);
        List<string> arguments = [];
        if (configFile is { Length: > 0 }) arguments.AddRange(["-F", configFile]);
        arguments.Add("-T");
        foreach (var option in Options(connectTimeout)) arguments.AddRange(["-o", option]);
        if (connection.User is { } user) arguments.AddRange(["-l", user]);
        if (connection.Port is { } port) arguments.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        arguments.AddRange(["--", connection.Host, command]);
        return arguments;
    }

    /// <summary>A name, an IPv4 or IPv6 address (with its zone), or an alias of the ssh configuration.</summary>
    internal static bool IsHost(string host) =>
        host.Length is > 0 and <= 255 && host[0] != '-' && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '%');

    /// <summary>An account, also of a domain (<c>DOMAIN\name</c>, <c>name@domain</c>).</summary>
    internal static bool IsUser(string user) =>
        user.Length is > 0 and <= 255 && user[0] != '-' && user.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+' or '\\');

    private static IEnumerable<string> Options(TimeSpan connectTimeout) =>
    [
        "BatchMode=yes",
        "StrictHostKeyChecking=yes",
        "ConnectTimeout=" + ((long)Math.Ceiling(connectTimeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
        "ConnectionAttempts=1",
        "ServerAliveInterval=5",
        "ServerAliveCountMax=3",
        "ClearAllForwardings=yes",
        "ForwardAgent=no",
        "ForwardX11=no",
        "PermitLocalCommand=no",
        "RequestTTY=no",
        "EscapeChar=none",
        "RemoteCommand=none",
        "ControlMaster=no",
        "LogLevel=ERROR",
    ];
}
