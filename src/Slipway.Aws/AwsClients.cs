using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Specifications;

namespace Slipway.Aws;

/// <summary>Makes the SDK's clients: credentials, region and endpoint by the SDK's default chain, and never over an unencrypted line.</summary>
internal static class AwsClients
{
    internal static AmazonS3Client S3(string place, string bucket) => Make(place, () =>
    {
        var config = Configured(new AmazonS3Config());

        // A server of one's own has one name for all buckets.
        config.ForcePathStyle = config.ServiceURL is not null;
        var client = new AmazonS3Client(config);
        return Checked(client, place, client.DetermineServiceOperationEndpoint(new ListObjectsV2Request { BucketName = bucket }).URL);
    });

    internal static AmazonKeyManagementServiceClient Kms(string place) => Make(place, () =>
    {
        var client = new AmazonKeyManagementServiceClient(Configured(new AmazonKeyManagementServiceConfig()));
        return Checked(client, place, client.DetermineServiceOperationEndpoint(new GenerateDataKeyRequest()).URL);
    });

    private static T Make<T>(string place, Func<T> make)
    {
        // A build node lives on from build to build, and with it what the SDK remembers of an environment that may be another one by now.
        FallbackRegionFactory.Reset();
        FallbackInternalConfigurationFactory.Reset();
        try
        {
            return make();
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            throw AwsFailure.Of(e, "the connection", place, "");
        }
    }

    private static T Configured<T>(T config)
        where T : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = 4;

        // The SDK forgets an endpoint of the environment or the profile when it is asked for the region (seen with 4.0.102), and an endpoint of one's own
        // has no region, but every signature names one.
        if (config.ServiceURL is not { } endpoint) return config;
        config.ServiceURL = endpoint;
        config.AuthenticationRegion = FallbackRegionFactory.GetRegionEndpoint()?.SystemName ?? "us-east-1";
        return config;
    }

    /// <exception cref="SlipwayException">SLW0608: an endpoint without TLS that is not this machine.</exception>
    private static T Checked<T>(T client, string place, string url)
        where T : IDisposable
    {
        var endpoint = new Uri(url);
        if (endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback) return client;
        client.Dispose();
        throw AwsErrors.NotEncrypted(place, endpoint);
    }
}
