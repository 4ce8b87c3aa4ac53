using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Slipway.Testing;
using Xunit;

namespace Slipway.Proxy.Tests;

public sealed class TlsTests : IAsyncDisposable
{
    private readonly TinyServer server = new("web-1");
    private readonly RunningProxy proxy = new();
    private readonly int port = RunningProgram.FreePort();

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Speaks_HTTP_1_and_2_over_TLS_and_takes_a_renewed_certificate_without_a_restart()
    {
        var first = Certify();
        proxy.Configure([server], listen: $"  - {{ url: \"https://127.0.0.1:{port}\", certificate: cert.pem, key: key.pem }}");
        await proxy.StartAsync();
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            var (answer, thumbprint) = await GetAsync(version);
            Assert.Equal(("web-1", first), (answer, thumbprint));
        }
        var renewed = Certify();
        await Eventually.IsTrueAsync(async () => (await GetAsync(HttpVersion.Version11)).Thumbprint == renewed, "the renewed certificate is shown");
        await File.WriteAllTextAsync(Path.Combine(proxy.Folder, "key.pem"), "broken");
        await Eventually.IsTrueAsync(() => proxy.Program!.Output.Contains("SLW0504", StringComparison.Ordinal), "a broken one is reported");
        Assert.Equal(renewed, (await GetAsync(HttpVersion.Version11)).Thumbprint);
    }

    [Fact]
    public async Task Names_the_line_of_a_certificate_that_is_not_there()
    {
        proxy.Configure([server], listen: $"  - {{ url: \"https://127.0.0.1:{port}\", certificate: cert.pem, key: key.pem }}");
        await using var program = proxy.New();
        await program.WaitForExitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, program.ExitCode);
        await Eventually.IsTrueAsync(() => program.Output.Contains("proxy.yml(3,1): error SLW0504", StringComparison.Ordinal), "it names the line: " + program.Output);
    }

    private async Task<(string Answer, string? Thumbprint)> GetAsync(Version version)
    {
        string? thumbprint = null;
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => (thumbprint = certificate!.GetCertHashString()) is not null,
            },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{port}/") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request);
        return (await answer.Content.ReadAsStringAsync(), thumbprint);
    }

    /// <summary>Makes a key and a certificate of its own.</summary>
    private string Certify()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=orders.example.com", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(proxy.Folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(proxy.Folder, "cert.pem"), certificate.ExportCertificatePem());
        return certificate.GetCertHashString();
    }
}
