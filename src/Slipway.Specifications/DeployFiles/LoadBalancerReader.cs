using System.Text.RegularExpressions;

namespace Slipway.Specifications.DeployFiles;

/// <summary>Reads <c>loadBalancerInfo</c> of a group that Slipway runs.</summary>
internal static class LoadBalancerReader
{
    private static readonly string[] Kinds = ["haproxy", "nginx", "proxy", "command"];
    private static readonly string[] OfAws = ["targetGroupInfoList", "elbInfoList", "targetGroupPairInfoList"];

    /// <summary>The load balancer; null where the section names none.</summary>
    /// <exception cref="SlipwayException">SLW0414: it cannot be used.</exception>
    public static LoadBalancerDefinition? Read(Section info, DeployFileSource source)
    {
        if (OfAws.FirstOrDefault(info.Has) is { } aws && info.Find(aws) is not Yaml.YamlSequence { Items.Count: 0 })
            throw info.RefusedKey(aws, $"{aws} is not available in this version for groups that Slipway runs; haproxy, nginx, proxy and command are.");
        var named = Kinds.Where(info.Has).ToList();
        if (named.Count == 0) return null;
        if (named.Count > 1) throw info.RefusedKey(named[1], $"A group has one load balancer, but '{named[0]}' and '{named[1]}' are named. Remove one.");
        var definition = new LoadBalancerDefinition
        {
            Haproxy = info.Child("haproxy") is { } haproxy ? Haproxy(haproxy, source) : null,
            Nginx = info.Child("nginx") is { } nginx ? Nginx(nginx, source) : null,
            Proxy = info.Child("proxy") is { } proxy ? new(Path(proxy, "socket", "The embedded proxy", source), proxy.Text("service")) : null,
            Command = info.Program("command") is { } program ? new(program) : null,
        };
        if (info.Seconds("drainTimeoutInSeconds") is { } drain) definition = definition with { DrainTimeout = drain };
        if (info.Seconds("healthTimeoutInSeconds") is { } health) definition = definition with { HealthTimeout = health };
        return definition;
    }

    private static HaproxyDefinition Haproxy(Section section, DeployFileSource source)
    {
        var socket = section.Needed("socket", "HAProxy");

        // host:port is the Runtime API over TCP; all else is a path, also C:\x.
        var address = Regex.Match(socket, @"^[^/\\]+:(?<port>[0-9]+)$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        if (!address.Success) socket = source.FullPath(section.Find("socket")!, socket);
        else if (!int.TryParse(address.Groups["port"].Value, out var port) || port is < 1 or > 65535)
            throw section.Refused("socket", $"'{socket}' has no port of a TCP socket; ports are 1 to 65535.");
        var backend = section.Needed("backend", "HAProxy");
        if (backend.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '/' or ';')) throw section.Refused("backend", $"'{backend}' can be no name of a backend.");
        return new(socket, backend);
    }

    private static NginxDefinition Nginx(Section section, DeployFileSource source)
    {
        var definition = new NginxDefinition(Path(section, "upstreamFile", "nginx", source), section.Needed("upstream", "nginx")) { HealthPath = section.Text("healthPath") };
        if (definition.Upstream.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ';' or '{' or '}')) throw section.Refused("upstream", $"'{definition.Upstream}' can be no name of an upstream.");
        if (section.Program("testCommand") is { } test) definition = definition with { TestCommand = test };
        if (section.Program("reloadCommand") is { } reload) definition = definition with { ReloadCommand = reload };
        return definition;
    }

    private static string Path(Section section, string key, string what, DeployFileSource source)
    {
        var path = section.Needed(key, what);
        return source.FullPath(section.Find(key)!, path);
    }
}
