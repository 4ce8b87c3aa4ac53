using System.Text;
using Slipway.Proxy.Configuration;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Proxy.Tests;

public sealed class ProxyConfigurationTests
{
    private const string Sample = """
        listen: [ "http://*:8080", { url: "https://[::]:8443", certificate: tls/cert.pem, key: /etc/key.pem } ]
        adminSocket: /run/slipway/proxy.sock
        services:
          - name: orders
            hosts: [ orders.example.com ]
            healthCheck: { path: /health, intervalInSeconds: 0.5, healthyAfter: 3 }
            drainTimeoutInSeconds: 60
            servers:
              - { name: web-1, address: "http://10.0.0.5:5000" }
              - { name: web-2, address: "https://web-2.example.com" }
          - name: rest
            servers: [ { name: a, address: "http://[::1]:5000/" } ]
        """;

    [Fact]
    public void Reads_all_there_is()
    {
        var read = Parse(Sample);
        Assert.Equal(["http://*:8080", "https://[::]:8443"], read.Listen.Select(address => address.ToString().Replace(":::", "[::]:")));
        Assert.Equal(("/srv/tls/cert.pem", "/etc/key.pem"), (read.Listen[1].Certificate, read.Listen[1].Key));
        Assert.Equal(("/run/slipway/proxy.sock", "/srv/proxy.state.json"), (read.AdminSocket, read.StateFile));
        var orders = read.Services[0];
        Assert.Equal(["orders.example.com"], orders.Hosts);
        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5)), (orders.DrainTimeout, orders.ConnectTimeout));
        Assert.Equal(("/health", TimeSpan.FromSeconds(0.5), 3, 3), (orders.HealthCheck.Path, orders.HealthCheck.Interval, orders.HealthCheck.HealthyAfter, orders.HealthCheck.UnhealthyAfter));
        Assert.Equal(["http://10.0.0.5:5000/", "https://web-2.example.com/"], orders.Servers.Select(server => server.Address.ToString()));
        Assert.Null(read.Services[1].HealthCheck.Path);
    }

    [Fact]
    public void Reads_the_same_as_JSON() =>
        Assert.Equal("a", Parse("""{"listen":["http://127.0.0.1:80"],"adminSocket":"s","services":[{"name":"o","servers":[{"name":"a","address":"http://b:1"}]}]}""").Services[0].Servers[0].Name);

    [Theory]
    [InlineData("\"http://*:8080\"", "\"http://*\"", 1, "not an address to listen on")]
    [InlineData("\"http://*:8080\"", "\"https://*:8080\"", 1, "needs a certificate")]
    [InlineData("\"http://*:8080\"", "\"http://example.com:8080\"", 1, "not an IP address")]
    [InlineData("\"http://*:8080\"", "\"http://*:99999\"", 1, "not an address to listen on")]
    [InlineData("adminSocket: /run/slipway/proxy.sock", "adminSockt: x", 2, "no 'adminSockt'")]
    [InlineData("  - name: rest", "  - name: orders", 4, "two with the service 'orders'")]
    [InlineData("    hosts: [ orders.example.com ]\n", "", 4, "Only one service")]
    [InlineData("orders.example.com", "http://orders", 5, "without scheme")]
    [InlineData("path: /health", "path: health", 6, "begins with /")]
    [InlineData("intervalInSeconds: 0.5", "intervalInSeconds: soon", 6, "not 'soon'")]
    [InlineData("healthyAfter: 3", "healthyAfter: 0", 6, "not '0'")]
    [InlineData("drainTimeoutInSeconds: 60", "drainTimeoutInSeconds: -1", 7, "not '-1'")]
    [InlineData("name: web-1", "name: web-2", 9, "two with the server 'web-2'")]
    [InlineData("name: web-1", "name: \"web 1; x\"", 9, "cannot be the name")]
    [InlineData("http://10.0.0.5:5000", "http://10.0.0.5:5000/path", 9, "without a path")]
    [InlineData("http://10.0.0.5:5000", "ftp://10.0.0.5", 9, "not a server's address")]
    [InlineData("servers: [ { name: a, address: \"http://[::1]:5000/\" } ]", "servers: []", 12, "needs 'servers'")]
    public void Names_the_line_of_a_mistake(string right, string wrong, int line, string message)
    {
        Assert.Contains(right, Sample, StringComparison.Ordinal);
        var error = Assert.Throws<SlipwayException>(() => Parse(Sample.Replace(right, wrong))).Error;
        Assert.Equal(("SLW0501", line), (error.Code, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a: [")]
    [InlineData("\0")]
    public void Refuses_what_is_not_YAML(string text) => Assert.Equal("SLW0500", Assert.Throws<SlipwayException>(() => Parse(text)).Error.Code);

    [Fact]
    public void Refuses_a_file_that_is_not_there() =>
        Assert.Equal("SLW0500", Assert.Throws<SlipwayException>(() => ProxyConfigurationReader.Read("/nowhere/proxy.yml")).Error.Code);

    private static ProxyConfiguration Parse(string text) => ProxyConfigurationReader.Parse("/srv/proxy.yml", Encoding.UTF8.GetBytes(text));
}
