using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.S3;
using Xunit;

namespace Slipway.Aws.Tests;

/// <summary>
/// moto on a free loopback port, one for all tests of the collection. It checks signatures and IAM policies: the tests work under the policy that the guide
/// prints, an administrator of theirs makes buckets and keys.
/// </summary>
public sealed partial class MotoServer : IAsyncLifetime
{
    public const string Region = "eu-central-1";

    // moto compares signatures over a query that werkzeug has decoded for reading, so no prefix with a slash ever fits: it gets the query as it came. And what S3
    // does atomically, a conditional write, takes moto several steps: one request at a time makes them one.
    private const string Corrections = """
        import threading
        import werkzeug.serving
        import werkzeug.urls

        werkzeug.urls._unquote_query = lambda query: query
        run, lock = werkzeug.serving.run_simple, threading.Lock()

        def run_simple(host, port, application, **options):
            def one_at_a_time(environ, start_response):
                with lock:
                    return application(environ, start_response)
            run(host, port, one_at_a_time, **options)

        werkzeug.serving.run_simple = run_simple
        """;

    private readonly HttpClient _http = new();
    private readonly string _corrections = Directory.CreateTempSubdirectory("slipway-moto-").FullName;
    private readonly Dictionary<string, BasicAWSCredentials> _without = [];
    private Process? _process;

    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Why there is no server; null when there is one.</summary>
    public string? Missing { get; private set; }

    public BasicAWSCredentials Administrator { get; private set; } = new("none", "none");

    public BasicAWSCredentials Deployer { get; private set; } = new("none", "none");

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        Url = new Uri($"http://127.0.0.1:{port}");
        await File.WriteAllTextAsync(Path.Join(_corrections, "sitecustomize.py"), Corrections);
        var start = new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = _corrections;
        try
        {
            _process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing = "moto_server is not installed (pip install 'moto[server]')";
            return;
        }

        _process!.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(1)) throw new InvalidOperationException("moto_server did not start");
            await Task.Delay(50);
        }

        Administrator = await UserAsync("administrator", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","kms:*"],"Resource":"*"}]}""");
        Deployer = await UserAsync("deployer", Guide.Policy("BUCKET", "bucket*"));
        foreach (var action in (string[])["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
            _without[action] = await UserAsync("without-" + action[3..], Guide.Policy("BUCKET", "bucket*").Replace($"\"{action}\"", "\"s3:GetBucketTagging\"", StringComparison.Ordinal));
        using var enforce = new ByteArrayContent("0"u8.ToArray());
        enforce.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        (await _http.PostAsync(new Uri(Url, "/moto-api/reset-auth"), enforce)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Directory.Delete(_corrections, recursive: true);
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public IAmazonS3 S3(AWSCredentials? credentials = null, Uri? url = null) => new AmazonS3Client(credentials ?? Deployer, new AmazonS3Config
    {
        ServiceURL = (url ?? Url).ToString(),
        AuthenticationRegion = Region,
        ForcePathStyle = true,
        MaxErrorRetry = 1,
    });

    public IAmazonKeyManagementService Kms(AWSCredentials credentials) =>
        new AmazonKeyManagementServiceClient(credentials, new AmazonKeyManagementServiceConfig { ServiceURL = Url.ToString(), AuthenticationRegion = Region, MaxErrorRetry = 1 });

    /// <summary>A user with the guide's policy less one action.</summary>
    public BasicAWSCredentials Without(string action) => _without[action];

    // Before signatures are checked: nobody has signed this.
    private async Task<BasicAWSCredentials> UserAsync(string name, string policy)
    {
        await IamAsync(("Action", "CreateUser"), ("UserName", name));
        await IamAsync(("Action", "PutUserPolicy"), ("UserName", name), ("PolicyName", "policy"), ("PolicyDocument", policy));
        var key = await IamAsync(("Action", "CreateAccessKey"), ("UserName", name));
        string Value(string element) => key.Descendants().Single(e => e.Name.LocalName == element).Value;
        return new BasicAWSCredentials(Value("AccessKeyId"), Value("SecretAccessKey"));
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await _http.GetAsync(new Uri(Url, "/moto-api/"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<XElement> IamAsync(params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url)
        {
            Content = new FormUrlEncodedContent(form.Append(("Version", "2010-05-08")).Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=x/20260101/{Region}/iam/aws4_request, SignedHeaders=host, Signature=x");
        using var response = await _http.SendAsync(request);
        return XElement.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }
}

/// <summary>The guide, as far as it is part of the tests.</summary>
internal static partial class Guide
{
    /// <summary>The IAM policy that the guide prints, for another bucket.</summary>
    public static string Policy(string bucket, string replacement)
    {
        using var reader = new StreamReader(typeof(Guide).Assembly.GetManifestResourceStream("revision-stores.md")!, Encoding.UTF8);
        return Json().Match(reader.ReadToEnd()).Groups["json"].Value.Replace(bucket, replacement, StringComparison.Ordinal);
    }

    [GeneratedRegex("""```json\n(?<json>\{\s*"Version".*?)```""", RegexOptions.Singleline)]
    private static partial Regex Json();
}

[CollectionDefinition(Name)]
public sealed class MotoTests : ICollectionFixture<MotoServer>
{
    public const string Name = "moto";
}
