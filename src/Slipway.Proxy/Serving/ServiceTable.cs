using System.Collections.Frozen;

namespace Slipway.Proxy.Serving;

/// <summary>The services as they are now, found by host; replaced whole by a reload.</summary>
internal sealed class ServiceTable
{
    private readonly FrozenDictionary<string, Service> byHost;
    private readonly Service? otherwise;

    public ServiceTable(IReadOnlyList<Service> services)
    {
        Services = services;
        byHost = services.SelectMany(service => service.Configuration.Hosts.Select(host => KeyValuePair.Create(host, service))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        otherwise = services.FirstOrDefault(service => service.Configuration.Hosts.Count == 0);
    }

    public IReadOnlyList<Service> Services { get; }

    public Service? Find(string host) => byHost.Count > 0 && byHost.TryGetValue(host, out var service) ? service : otherwise;
}
