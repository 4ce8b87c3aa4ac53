using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Slipway.Revisions;
using Slipway.Revisions.Encryption;

namespace Slipway.Benchmarks;

/// <summary>
/// A bundle of 50 MB: envelopes against a copy; and put, put again and get in S3 (moto on this machine) through the command line, against `aws s3 cp` with its
/// process start. What is compared with moto says what we add, not how fast S3 is.
/// </summary>
internal static class StoreBenchmark
{
    private const int Megabytes = 50;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 5;
        var folder = Directory.CreateDirectory($"/dev/shm/slipway-store-{Environment.ProcessId}").FullName;
        try
        {
            File.WriteAllBytes(Path.Join(folder, "content"), RandomNumberGenerator.GetBytes(Megabytes * 1_000_000));
            var bundle = RevisionPacker.PackAsync([new("appspec.yml", Path.Join(folder, "content"))], Path.Join(folder, "bundle.zip"), BundleType.Zip, default).GetAwaiter().GetResult().BundleFile;
            Folders(rounds, folder, bundle);
            S3(rounds, folder, bundle);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Folders(int rounds, string folder, string bundle)
    {
        var key = KeyFile.Create(Path.Join(folder, "key"));
        var context = new EnvelopeContext("App", new string('a', 64));
        var (envelope, plain) = (Path.Join(folder, "sealed"), Path.Join(folder, "opened"));
        var store = new FolderRevisionStore(Path.Join(folder, "store"));
        Measure.Alternating(
            rounds,
            ("Envelope.SealAsync", () => Copy(bundle, envelope, (from, to) => Envelope.SealAsync(from, to, key, context, default))),
            ("Envelope.OpenAsync", () => Copy(envelope, plain, (from, to) => Envelope.OpenAsync(from, to, "sealed", key, context, default))),
            ("FolderRevisionStore.PutAsync (there already)", () => store.PutAsync(bundle, "App", default).GetAwaiter().GetResult()),
            ("copy of the same file", () => Copy(bundle, plain, (from, to) => from.CopyToAsync(to))));
    }

    private static void S3(int rounds, string folder, string bundle)
    {
        var port = FreePort();
        using var moto = TryStart("moto_server", "-H", "127.0.0.1", "-p", $"{port}");
        if (moto is null || TryStart("aws", "--version") is null)
        {
            Console.WriteLine("moto_server or aws is not installed: no figures for S3");
            return;
        }

        try
        {
            foreach (var (name, value) in new[] { ("AWS_ENDPOINT_URL", $"http://127.0.0.1:{port}"), ("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"), ("AWS_REGION", "us-east-1") })
                Environment.SetEnvironmentVariable(name, value);
            while (!Answers(port)) Thread.Sleep(50);
            Measure.Execute("aws", "s3", "mb", "s3://bucket");
            var slipway = new CommandLine(folder);
            var (next, target) = (0, Path.Join(folder, "fetched"));
            slipway.Run("store", "put", bundle, "--application", "App", "--store", "s3://bucket/builds");
            Measure.Execute("aws", "s3", "cp", bundle, "s3://bucket/peer");
            Console.WriteLine("upload");
            Measure.Alternating(
                rounds,
                ("slipway store put, there already", () => slipway.Run("store", "put", bundle, "--application", "App", "--store", "s3://bucket/builds")),
                ("slipway store put", () => slipway.Run("store", "put", bundle, "--application", $"App{next++}", "--store", "s3://bucket/builds")),
                ("aws s3 cp", () => Measure.Execute("aws", "s3", "cp", bundle, "s3://bucket/peer")));
            Console.WriteLine("download");
            var identity = RevisionBundle.Read(bundle).Manifest!.Identity;
            Measure.Alternating(
                rounds,
                ("slipway store get", () => slipway.Run("store", "get", identity, "--application", "App", "-o", target, "--store", "s3://bucket/builds")),
                ("aws s3 cp", () => Measure.Execute("aws", "s3", "cp", "s3://bucket/peer", target)));
        }
        finally
        {
            moto.Kill(entireProcessTree: true);
        }
    }

    private static void Copy(string from, string to, Func<Stream, Stream, Task> copy)
    {
        using var source = File.OpenRead(from);
        using var target = File.Create(to);
        copy(source, target).GetAwaiter().GetResult();
    }

    private static Process? TryStart(string program, params string[] arguments)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
