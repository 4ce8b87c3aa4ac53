using System.Diagnostics;
using System.Runtime.InteropServices;
using Slipway.Specifications;

namespace Slipway.Cli.Proxying;

/// <summary>The program slipway-proxy, which stands beside this one in the folder <c>proxy</c>.</summary>
internal static partial class ProxyProgram
{
    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "proxy", "slipway-proxy.dll");

    /// <summary>
    /// Runs the proxy. Where the system can, this process becomes it: the pid that a supervisor started is the proxy's, and signals reach it. Elsewhere it is a child that ends with the console.
    /// </summary>
    /// <returns>Its exit code, where this process has not become it.</returns>
    /// <exception cref="SlipwayException">SLW0508: it or its runtime is not installed.</exception>
    public static async Task<int> RunAsync(string configuration)
    {
        if (!File.Exists(Assembly)) throw Missing($"{Assembly} is missing. Install the tool again: dotnet tool update -g Slipway.Tool");
        var dotnet = Dotnet();
        string[] arguments = [dotnet, Assembly, "--config", configuration];
        if (!OperatingSystem.IsWindows())
        {
            _ = Execute(dotnet, [.. arguments, null]);
            throw Missing($"{dotnet} cannot be started: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
        using var process = Process.Start(new ProcessStartInfo(dotnet, arguments[1..]))!;
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode;
    }

    // The host of the runtime that runs this program, however it was started: as a tool, it was not by dotnet.
    private static string Dotnet()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var dotnet = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        if (!File.Exists(dotnet)) throw Missing($"there is no {dotnet}. Install the .NET runtime with ASP.NET Core 10");
        var web = Path.Combine(root, "shared", "Microsoft.AspNetCore.App");
        return Directory.Exists(web) && Directory.EnumerateDirectories(web, "10.*").Any() ? dotnet
            : throw Missing($"{root} has no ASP.NET Core 10, on which the proxy stands. Install the package aspnetcore-runtime-10.0");
    }

    private static SlipwayException Missing(string what) => new(new SlipwayError("SLW0508", $"The proxy cannot be started: {what}."));

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);
}
