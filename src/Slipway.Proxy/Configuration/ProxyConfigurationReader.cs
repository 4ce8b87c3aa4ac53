using System.Net;
using System.Text.RegularExpressions;
using Slipway.Specifications;
using Slipway.Specifications.Yaml;

namespace Slipway.Proxy.Configuration;

/// <summary>Reads proxy.yml (or the same as JSON). docs/load-balancers.md is its reference.</summary>
internal static partial class ProxyConfigurationReader
{
    private const int LongestFile = 1 << 20;

    // The longest path that a Unix socket can have on Linux; macOS takes 4 fewer.
    private const int LongestSocketPath = 103;

    /// <exception cref="SlipwayException">SLW0500: the file cannot be read or is not YAML; SLW0501: it says something that is not possible.</exception>
    public static ProxyConfiguration Read(string file)
    {
        try
        {
            file = Path.GetFullPath(file);
            if (new FileInfo(file).Length > LongestFile) throw new SlipwayException(new SlipwayError("SLW0500", "A configuration of more than 1 MiB is not read.", file));
            return Parse(file, File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SlipwayException(new SlipwayError("SLW0500", $"The proxy's configuration cannot be read: {e.Message}", file), e);
        }
    }

    public static ProxyConfiguration Parse(string file, byte[] content)
    {
        var document = YamlDocument.Parse(content);
        if (document.Fault is { } fault) throw new SlipwayException(new SlipwayError("SLW0500", $"This is not YAML: {fault.Message}.", file, fault.Range.Line, fault.Range.Column));
        if (document.Root is not { } node) throw new SlipwayException(new SlipwayError("SLW0500", "The file is empty; it has listen, adminSocket and services.", file, 1, 1));
        var root = new Section(file, node, "proxy.yml", "listen", "adminSocket", "stateFile", "services");
        var listen = root.Items("listen").Select(item => Listen(file, item)).ToList();
        var services = root.Items("services").Select(item => Service(file, item)).ToList();
        if (listen.Count == 0) throw root.Error("listen", "proxy.yml needs 'listen': a list of addresses like http://0.0.0.0:8080.");
        if (services.Count == 0) throw root.Error("services", "proxy.yml needs 'services': a list with a name and servers each.");
        RequireDifferent(root, "services", services.Select(service => service.Name), "service");
        RequireDifferent(root, "services", services.SelectMany(service => service.Hosts.Count == 0 ? ["(every host)"] : service.Hosts), "host");
        RequireDifferent(root, "listen", listen.Select(address => address.ToString()), "address");
        var folder = Path.GetDirectoryName(file)!;
        var socket = Path.GetFullPath(root.Required("adminSocket"), folder);
        if (System.Text.Encoding.UTF8.GetByteCount(socket) > LongestSocketPath) throw root.Error("adminSocket", $"The path of a Unix socket has at most {LongestSocketPath} bytes; choose a shorter one.");
        return new ProxyConfiguration
        {
            File = file,
            Listen = listen,
            AdminSocket = socket,
            StateFile = Path.GetFullPath(root.Text("stateFile") ?? Path.GetFileNameWithoutExtension(file) + ".state.json", folder),
            Services = services,
        };
    }

    private static ListenAddress Listen(string file, YamlNode node)
    {
        if (node is YamlScalar text) return Listen(file, node, text.Value);
        var section = new Section(file, node, "An address to listen on", "url", "certificate", "key");
        var folder = Path.GetDirectoryName(file)!;
        var address = Listen(file, node, section.Required("url"), hasCertificate: true);
        if (!address.IsHttps) throw section.Error("url", "An address with a certificate begins with https://.");
        return address with { Certificate = Path.GetFullPath(section.Required("certificate"), folder), Key = Path.GetFullPath(section.Required("key"), folder) };
    }

    private static ListenAddress Listen(string file, YamlNode node, string text, bool hasCertificate = false)
    {
        var match = ListenText().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["port"].Value, out var port) || port is 0 or > 65535)
            throw Section.Error(file, node, $"'{text}' is not an address to listen on; write http://0.0.0.0:8080 or https://[::]:8443.");
        var host = match.Groups["host"].Value.Trim('[', ']');
        if (host != "*" && host != "localhost" && !IPAddress.TryParse(host, out _))
            throw Section.Error(file, node, $"'{host}' is not an IP address of this machine; write 0.0.0.0, [::], * or one of its addresses.");
        var isHttps = match.Groups["scheme"].Value == "https";
        if (isHttps && !hasCertificate) throw Section.Error(file, node, $"https needs a certificate: {{ url: \"{text}\", certificate: FILE.pem, key: FILE.pem }}.");
        return new ListenAddress(isHttps, host, port) { Line = node.Range.Line };
    }

    private static ServiceConfiguration Service(string file, YamlNode node)
    {
        var section = new Section(
            file, node, "A service", "name", "hosts", "servers", "healthCheck", "drainTimeoutInSeconds", "connectTimeoutInSeconds", "responseTimeoutInSeconds");
        var servers = section.Items("servers").Select(item => Server(file, item)).ToList();
        if (servers.Count == 0) throw section.Error("servers", "A service needs 'servers': a list with a name and an address each.");
        RequireDifferent(section, "servers", servers.Select(server => server.Name), "server");
        var otherwise = new ServiceConfiguration(Name(section, "service"), servers);
        return otherwise with
        {
            Hosts = [.. section.Items("hosts").Select(host => Host(section, host))],
            HealthCheck = section.Find("healthCheck") is { } check ? HealthCheck(file, check) : otherwise.HealthCheck,
            DrainTimeout = section.Seconds("drainTimeoutInSeconds", otherwise.DrainTimeout, 0),
            ConnectTimeout = section.Seconds("connectTimeoutInSeconds", otherwise.ConnectTimeout, 0.1),
            ResponseTimeout = section.Seconds("responseTimeoutInSeconds", otherwise.ResponseTimeout, 1),
        };
    }

    private static ServerConfiguration Server(string file, YamlNode node)
    {
        var section = new Section(file, node, "A server", "name", "address");
        var text = section.Required("address");
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/" && address.UserInfo.Length == 0 && address.Fragment.Length == 0;
        return isAddress ? new ServerConfiguration(Name(section, "server"), address!) : throw section.Error("address", $"'{text}' is not a server's address; write http://10.0.0.5:5000, without a path.");
    }

    private static HealthCheckConfiguration HealthCheck(string file, YamlNode node)
    {
        var section = new Section(file, node, "healthCheck", "path", "intervalInSeconds", "timeoutInSeconds", "healthyAfter", "unhealthyAfter");
        var otherwise = new HealthCheckConfiguration();
        if (section.Text("path") is { } path && !path.StartsWith('/')) throw section.Error("path", "A path begins with /.");
        return new HealthCheckConfiguration
        {
            Path = section.Text("path"),
            Interval = section.Seconds("intervalInSeconds", otherwise.Interval, 0.05),
            Timeout = section.Seconds("timeoutInSeconds", otherwise.Timeout, 0.05),
            HealthyAfter = section.Count("healthyAfter", otherwise.HealthyAfter),
            UnhealthyAfter = section.Count("unhealthyAfter", otherwise.UnhealthyAfter),
        };
    }

    private static string Name(Section section, string kind)
    {
        var name = section.Required("name");
        return NameText().IsMatch(name) ? name : throw section.Error("name", $"'{name}' cannot be the name of a {kind}: letters, digits and . _ - : [ ] are allowed, up to 255.");
    }

    private static string Host(Section section, YamlNode node) =>
        node is YamlScalar { Value: var host } && Uri.CheckHostName(host.Trim('[', ']')) != UriHostNameType.Unknown ? host
            : throw section.Error(node, "A host is a name like orders.example.com, without scheme and port.");

    private static void RequireDifferent(Section section, string key, IEnumerable<string> names, string kind)
    {
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw section.Error(key, twice.Key == "(every host)" ? "Only one service may be without 'hosts'; it gets what no other names." : $"There are two with the {kind} '{twice.Key}'.");
    }

    [GeneratedRegex(@"\A(?<scheme>https?)://(?<host>\*|\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(?<port>\d{1,5})/?\z")]
    private static partial Regex ListenText();

    // As the deploying side has it.
    [GeneratedRegex(@"\A[A-Za-z0-9_.:\[\]][A-Za-z0-9_.:\[\]-]{0,254}\z")]
    private static partial Regex NameText();
}
