using System.Security.Cryptography;

namespace Slipway.Proxy;

/// <summary>Looks once a second whether the configuration or a certificate has changed. By content: files are replaced by renaming, by links that turn, on file systems that tell nobody.</summary>
internal static class ConfigurationWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(ProxyServer proxy, string file, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period);
        var known = Fingerprint(file);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                proxy.RefreshCertificates();
                // A file that is gone is being replaced, or was removed; the running proxy is not.
                if (Fingerprint(file) is not { } now || now == known) continue;
                known = now;
                await proxy.ReloadAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The proxy ends.
        }
    }

    private static string? Fingerprint(string file)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
