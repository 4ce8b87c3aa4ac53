using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Slipway.Proxy.Configuration;
using Slipway.Specifications;

namespace Slipway.Proxy;

/// <summary>The certificate of an address, with those that lead to its root; read again when its files change, so that a renewed one needs no restart.</summary>
internal sealed class Certificates
{
    private readonly ListenAddress address;
    private readonly string configurationFile;
    private SslStreamCertificateContext current;
    private (DateTime, DateTime) readAt;

    /// <exception cref="SlipwayException">SLW0504: it cannot be read.</exception>
    public Certificates(ListenAddress address, string configurationFile)
    {
        this.address = address;
        this.configurationFile = configurationFile;
        readAt = WrittenAt();
        current = Load();
    }

    /// <summary>The one for a new connection.</summary>
    public SslStreamCertificateContext Current => Volatile.Read(ref current);

    /// <summary>Reads it again when its files have changed.</summary>
    /// <returns>What went wrong; the old one is kept then.</returns>
    public SlipwayError? Refresh()
    {
        var now = WrittenAt();
        if (now == readAt) return null;
        readAt = now;
        try
        {
            Volatile.Write(ref current, Load());
            return null;
        }
        catch (SlipwayException e)
        {
            return e.Error;
        }
    }

    private (DateTime, DateTime) WrittenAt() => (File.GetLastWriteTimeUtc(address.Certificate!), File.GetLastWriteTimeUtc(address.Key!));

    private SslStreamCertificateContext Load()
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(address.Certificate!);
            using var pem = X509Certificate2.CreateFromPemFile(address.Certificate!, address.Key!);
            // Windows cannot use a key that is only in memory.
            var certificate = OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null) : new X509Certificate2(pem);
            return SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new SlipwayException(new SlipwayError(
                "SLW0504", $"The certificate {address.Certificate} with the key {address.Key} cannot be used: {e.Message} Both are PEM files, the key without a password.", configurationFile, address.Line, 1), e);
        }
    }
}
