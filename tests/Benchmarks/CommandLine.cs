using System.Diagnostics;
using System.Globalization;

namespace Slipway.Benchmarks;

/// <summary>The command line as a user gets it: <c>dotnet publish</c> (ReadyToRun), started as <c>dotnet slipway.dll</c>.</summary>
internal sealed class CommandLine
{
    private readonly string _assembly;

    /// <param name="folder">Where to publish to; deleted by the caller.</param>
    internal CommandLine(string folder)
    {
        var target = Path.Join(folder, "slipway");
        Measure.Execute("dotnet", "publish", Path.Join(Checkout, "src/Slipway.Cli"), "-c", "Release", "-o", target, "-v", "quiet");
        _assembly = Path.Join(target, "slipway.dll");
    }

    /// <summary>The root of this checkout.</summary>
    internal static string Checkout { get; } = FindCheckout();

    internal void Run(params string[] arguments) => Measure.Execute("dotnet", [_assembly, .. arguments]);

    /// <summary>A command line of it, to be run under another program.</summary>
    internal string[] Command(params string[] arguments) => ["dotnet", _assembly, .. arguments];

    /// <summary>Highest resident memory of a run, in KiB, as the kernel accounts it.</summary>
    internal long PeakMemory(params string[] arguments)
    {
        string[] all = ["-f", "%M", "dotnet", _assembly, .. arguments];
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/time", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(error);
        return long.Parse(error.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture);
    }

    private static string FindCheckout()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "Toolkit.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the benchmarks from a checkout.");
        }

        return folder;
    }
}
