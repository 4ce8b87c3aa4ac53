using System.Globalization;
using System.Text.Json;

namespace Orders;

/// <summary>What the service takes from its environment: variables first, then the config file of the revision, then the defaults.</summary>
/// <param name="Title">Heading of the page.</param>
/// <param name="Port">Port on the loopback address.</param>
/// <param name="DatabaseFile">The SQLite file, outside of everything that a deployment replaces.</param>
/// <param name="DeploymentId">Id of the deployment that started this process.</param>
public sealed record OrdersSettings(string Title, int Port, string DatabaseFile, string DeploymentId)
{
    /// <summary>Where the service answers.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Version of the program.</summary>
    public static string Version => typeof(OrdersSettings).Assembly.GetName().Version!.ToString(3);

    /// <summary>Reads ORDERS_CONFIG, ORDERS_PORT, ORDERS_DATA and what the deployment tells.</summary>
    public static OrdersSettings Load()
    {
        var configFile = Environment.GetEnvironmentVariable("ORDERS_CONFIG") ?? Path.Combine(AppContext.BaseDirectory, "Config", "orders.json");
        var config = File.Exists(configFile) ? JsonSerializer.Deserialize<ConfigFile>(File.ReadAllText(configFile), JsonSerializerOptions.Web)! : new ConfigFile();
        var port = Environment.GetEnvironmentVariable("ORDERS_PORT") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : config.Port;
        var data = Environment.GetEnvironmentVariable("ORDERS_DATA") ?? Path.Combine(AppContext.BaseDirectory, "data");
        return new OrdersSettings(config.Title, port, Path.Combine(data, "orders.db"), DeploymentEnvironment.Current.DeploymentId ?? "none");
    }

    private sealed record ConfigFile(string Title = "Orders", int Port = 5080);
}
