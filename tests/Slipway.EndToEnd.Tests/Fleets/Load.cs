using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Slipway.EndToEnd.Tests.Running;

namespace Slipway.EndToEnd.Tests.Fleets;

/// <summary>wrk at work: 32 connections that never retry, until they are told to stop.</summary>
internal sealed partial class Load : IDisposable
{
    private readonly Process process;

    private Load(Process process) => this.process = process;

    public static Load On(string url, bool keepsConnections = true)
    {
        string[] close = keepsConnections ? [] : ["-H", "Connection: close"];
        var start = new ProcessStartInfo("wrk", ["-t1", "-c32", "-d600", "--timeout", "20", .. close, url]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new(Process.Start(start)!);
    }

    /// <summary>Ends it and tells what it saw.</summary>
    public LoadResult Stop()
    {
        const int Interrupt = 2;
        _ = Kill(process.Id, Interrupt);
        var run = CommandLine.Finish(process);
        return new(Number(Requests(), run), Number(Errors(), run, "connect", "read", "write", "timeout") + Number(BadAnswers(), run), run.ToString());
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private static long Number(Regex pattern, Run run, params string[] groups)
    {
        var match = pattern.Match(run.Output);
        return groups.DefaultIfEmpty("n").Sum(g => long.TryParse(match.Groups[g].Value, CultureInfo.InvariantCulture, out var n) ? n : 0);
    }

    [GeneratedRegex(@"(?<n>\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Socket errors: connect (?<connect>\d+), read (?<read>\d+), write (?<write>\d+), timeout (?<timeout>\d+)")]
    private static partial Regex Errors();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (?<n>\d+)")]
    private static partial Regex BadAnswers();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

/// <summary>What a load saw.</summary>
internal sealed record LoadResult(long Requests, long Failed, string Output);
