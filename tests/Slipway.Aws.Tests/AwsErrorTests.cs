using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Revisions;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Aws.Tests;

[Collection(MotoTests.Name)]
public sealed class AwsErrorTests(MotoServer moto) : IDisposable
{
    private static readonly string[] Variables =
    [
        "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_EC2_METADATA_DISABLED", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE",
    ];

    private readonly string _temp = Directory.CreateTempSubdirectory("slipway-aws-").FullName;
    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public void Dispose()
    {
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
        Directory.Delete(_temp, recursive: true);
    }

    [Fact]
    public async Task Credentials_that_aws_does_not_know_are_told()
    {
        NeedsMoto();
        var wrongSecret = new BasicAWSCredentials((await moto.Deployer.GetCredentialsAsync()).AccessKey, "wrong");
        Assert.Contains("secret", await Refused("SLW0611", moto.S3(wrongSecret)), StringComparison.Ordinal);
        await Refused("SLW0611", moto.S3(new BasicAWSCredentials("AKIAIOSFODNN7NOTHERE", "wrong")));
    }

    [Theory]
    [InlineData("s3:ListBucket")]
    [InlineData("s3:GetObject")]
    [InlineData("s3:PutObject")]
    [InlineData("s3:DeleteObject")]
    public async Task A_missing_permission_is_told_by_the_actions_name(string action)
    {
        NeedsMoto();
        var bucket = await BucketAsync();
        var e = await Assert.ThrowsAsync<SlipwayException>(async () =>
        {
            using var store = new S3RevisionStore(S3Address.Parse($"s3://{bucket}/builds"), moto.S3(moto.Without(action)), new());
            await store.CheckAsync(default);
            var put = await store.PutAsync(await BundleAsync(), "Orders", default);
            (await store.GetAsync("Orders", put.Identity, default)).Dispose();
            await store.PruneAsync("Orders", new(0) { Fresh = default }, default);
        });
        Assert.Equal("SLW0602", e.Error.Code);
        Assert.Contains($"denied {action}.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_told()
    {
        NeedsMoto();
        Assert.Contains("bucket-nowhere", await Refused("SLW0603", moto.S3(), "s3://bucket-nowhere/builds"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_told()
    {
        using var client = Client(new Uri($"http://127.0.0.1:{MotoServer.FreePort()}"));
        Assert.Contains("refused", await Refused("SLW0605", client), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(400, "ExpiredToken", "SLW0601")]
    [InlineData(403, "AccessDenied", "SLW0602")]
    [InlineData(404, "NoSuchBucket", "SLW0603")]
    [InlineData(301, "PermanentRedirect", "SLW0604")]
    [InlineData(400, "AuthorizationHeaderMalformed", "SLW0604")]
    [InlineData(503, "SlowDown", "SLW0606")]
    [InlineData(403, "RequestTimeTooSkewed", "SLW0607")]
    [InlineData(400, "KMS.DisabledException", "SLW0610")]
    [InlineData(403, "InvalidAccessKeyId", "SLW0611")]
    [InlineData(400, "SomethingNew", "SLW0619")]
    public async Task Every_answer_of_aws_is_one_coded_line(int status, string code, string expected)
    {
        using var server = new AnsweringServer(status, code, "the server's words");
        using var client = Client(server.Url);
        Assert.DoesNotContain('\n', await Refused(expected, client));
    }

    [Theory]
    [InlineData("http://192.0.2.1:9000", "SLW0608")]
    [InlineData("http://storage.example.com", "SLW0608")]
    public void An_endpoint_without_encryption_is_refused_before_anything_is_sent(string endpoint, string code)
    {
        Set(("AWS_ENDPOINT_URL", endpoint), ("AWS_REGION", MotoServer.Region), ("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"));
        Assert.Equal(code, Assert.Throws<SlipwayException>(() => RevisionStores.Open("s3://bucket/builds", null, "/")).Error.Code);
        Assert.Equal(code, Assert.Throws<SlipwayException>(() => RevisionStores.Open("/tmp/store", "alias/key", "/")).Error.Code);
    }

    [Theory]
    [InlineData("https://storage.example.com")]
    [InlineData("http://127.0.0.1:9000")]
    [InlineData("http://localhost:9000")]
    [InlineData(null)]
    public void An_encrypted_endpoint_or_this_machine_is_taken(string? endpoint)
    {
        Set(("AWS_ENDPOINT_URL", endpoint), ("AWS_REGION", MotoServer.Region), ("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"));
        RevisionStores.Open("s3://bucket/builds", null, "/").Dispose();
    }

    [Fact]
    public async Task Without_credentials_it_says_where_they_come_from()
    {
        Set(("AWS_REGION", MotoServer.Region), ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_SHARED_CREDENTIALS_FILE", "/nowhere"), ("AWS_CONFIG_FILE", "/nowhere"));
        using var store = RevisionStores.Open("s3://bucket/builds", null, "/");
        Assert.Contains("AWS_PROFILE", (await Assert.ThrowsAsync<SlipwayException>(() => store.CheckAsync(default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_region_it_says_what_to_set()
    {
        Set(("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_SHARED_CREDENTIALS_FILE", "/nowhere"), ("AWS_CONFIG_FILE", "/nowhere"), ("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"));
        Assert.Equal("SLW0612", Assert.Throws<SlipwayException>(() => RevisionStores.Open("s3://bucket/builds", null, "/")).Error.Code);
    }

    [Fact]
    public async Task What_the_environment_names_is_used()
    {
        NeedsMoto();
        var keys = await moto.Deployer.GetCredentialsAsync();
        Set(("AWS_ENDPOINT_URL", moto.Url.ToString()), ("AWS_REGION", MotoServer.Region), ("AWS_ACCESS_KEY_ID", keys.AccessKey), ("AWS_SECRET_ACCESS_KEY", keys.SecretKey));
        using var store = RevisionStores.Open($"s3://{await BucketAsync()}", null, "/");
        var put = await store.PutAsync(await BundleAsync(), "Orders", default);
        (await store.GetAsync("Orders", put.Identity, default)).Dispose();
    }

    private static AmazonS3Client Client(Uri url) => new(new BasicAWSCredentials("a", "b"), new AmazonS3Config
    {
        ServiceURL = url.ToString(),
        AuthenticationRegion = MotoServer.Region,
        ForcePathStyle = true,
        MaxErrorRetry = 0,
    });

    private void NeedsMoto() => Assert.SkipWhen(moto.Missing is not null, moto.Missing ?? "");

    private static void Set(params (string Name, string? Value)[] variables)
    {
        foreach (var name in Variables) Environment.SetEnvironmentVariable(name, variables.FirstOrDefault(v => v.Name == name).Value);
    }

    private async Task<string> BucketAsync()
    {
        var bucket = $"bucket-{Guid.NewGuid():n}";
        using var administrator = moto.S3(moto.Administrator);
        await administrator.PutBucketAsync(new PutBucketRequest { BucketName = bucket, BucketRegionName = MotoServer.Region });
        return bucket;
    }

    private async Task<string> BundleAsync()
    {
        await File.WriteAllTextAsync(Path.Join(_temp, "appspec.yml"), "version: 0.0");
        return (await RevisionPacker.PackAsync([new("appspec.yml", Path.Join(_temp, "appspec.yml"))], Path.Join(_temp, "b.zip"), BundleType.Zip, default)).BundleFile;
    }

    private static async Task<string> Refused(string code, IAmazonS3 client, string address = "s3://bucket-any/builds")
    {
        using var store = new S3RevisionStore(S3Address.Parse(address), client, new());
        var error = (await Assert.ThrowsAsync<SlipwayException>(() => store.ListAsync("Orders", default))).Error;
        Assert.Equal(code, error.Code);
        Assert.Equal(address, error.File);
        return error.Message;
    }
}
