using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.Conformance;

/// <summary>The measured appspecs, through <c>slipway check</c> and, where the agent refuses them, through <c>slipway deploy</c>.</summary>
public sealed class AppSpecConformanceTests
{
    [Fact]
    public void Check_says_what_the_agent_says() => Assert.Empty(Differing(AppSpecCase.Chosen(), Check));

    [Fact]
    public void An_appspec_that_the_agent_refuses_is_a_failed_deployment_with_a_coded_error() =>
        Assert.Empty(Differing(AppSpecCase.Chosen().Where(one => !one.IsAccepted), Deploy));

    private static IEnumerable<string> Differing(IEnumerable<AppSpecCase> cases, Func<AppSpecCase, Scratch, IEnumerable<string>> compare)
    {
        var differences = new ConcurrentBag<string>();
        Parallel.ForEach(cases, new ParallelOptions { MaxDegreeOfParallelism = 2 }, one =>
        {
            using var scratch = new Scratch();
            foreach (var difference in compare(one, scratch))
            {
                differences.Add($"{one.Name}: {difference}");
            }
        });
        return differences.Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Check(AppSpecCase one, Scratch scratch)
    {
        var file = scratch.PathOf(one.File);
        File.WriteAllBytes(file, one.Bytes);
        var run = CommandLine.Slipway("check", file, "--format", "json");
        var report = Parse(run);
        if (report is null)
        {
            return [$"no JSON, {run}"];
        }
        var differences = new List<string>();
        var accepts = report["agents"]?["1.8"]?["accepts"]?.GetValue<bool>();
        if (accepts != one.IsAccepted)
        {
            differences.Add($"agent accepts: {one.IsAccepted}, slipway says: {accepts}");
        }
        if (one.Model is { } model && !JsonNode.DeepEquals(JsonNode.Parse(model.GetRawText()), report["model"]))
        {
            differences.Add($"model: expected {model}, found {report["model"]?.ToJsonString()}");
        }
        var hasErrors = report["findings"]!.AsArray().Any(finding => string.Equals(finding!["severity"]!.GetValue<string>(), "error", StringComparison.OrdinalIgnoreCase));
        if (run.ExitCode != (hasErrors ? 1 : 0))
        {
            differences.Add($"exit code {run.ExitCode} with {(hasErrors ? "an" : "no")} Error among the findings");
        }
        if (!one.IsAccepted && !hasErrors)
        {
            differences.Add("the agent refuses it and no finding says so");
        }
        return differences;
    }

    private static IEnumerable<string> Deploy(AppSpecCase one, Scratch scratch)
    {
        var revision = scratch.PathOf("revision");
        Directory.CreateDirectory(revision);
        File.WriteAllBytes(Path.Combine(revision, "appspec.yml"), one.Bytes);
        var run = CommandLine.Slipway("deploy", revision, "--root", scratch.Root, "--state", scratch.State);
        return [
            .. Manners.Breaches(run),
            .. run.ExitCode == 1 ? (string[])[] : [$"exit code 1 expected, {run}"],
            .. TreeEntry.Below(scratch.Root).Select(entry => $"left behind: {entry.Path}")];
    }

    private static JsonNode? Parse(Run run)
    {
        try
        {
            return JsonNode.Parse(run.Output);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
