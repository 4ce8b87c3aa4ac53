using System.Text.Json;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Specifications.Tests.AppSpecs;

/// <summary>Agreement with agent 1.8.1 on every case of the conformance pack.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public void Accepts_and_refuses_what_agent_1_8_does()
    {
        var wrong = ConformanceCase.All
            .Select(item => (item, reading: AppSpecReader.Read(item.Content, AgentVersion.Agent18, HostPlatform.Linux)))
            .Where(pair => pair.reading.Accepts != pair.item.Accepts)
            .Select(pair => $"{pair.item.Name}: {pair.reading.Message ?? pair.item.Error}")
            .ToList();

        Assert.True(ConformanceCase.All.Count >= 988);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Holds_the_same_model_as_agent_1_8()
    {
        var wrong = new List<string>();
        foreach (var item in ConformanceCase.All)
        {
            if (item.Model is not { } expected) continue;
            var json = AppSpecModelJson.Write(AppSpecReader.Read(item.Content, AgentVersion.Agent18, HostPlatform.Linux));
            if (json is null || !SameJson(expected, JsonDocument.Parse(json).RootElement)) wrong.Add($"{item.Name}: {expected} but {json}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_refusal_says_more_than_the_agent_and_has_a_place()
    {
        foreach (var item in ConformanceCase.All.Where(item => !item.Accepts))
        {
            var reading = AppSpecReader.Read(item.Content, AgentVersion.Agent18, HostPlatform.Linux);

            Assert.Null(reading.AppSpec);
            Assert.NotNull(reading.Message);
            Assert.True(reading.Range is { Line: >= 1, Column: >= 1 }, item.Name);
        }
    }

    [Fact]
    public void Quotes_the_message_of_the_agent_when_a_rule_of_the_agent_refuses()
    {
        const string kind = "AppSpecValidationException: ";
        var wrong = new List<string>();
        foreach (var item in ConformanceCase.All)
        {
            if (item.Error is null || !item.Error.StartsWith(kind, StringComparison.Ordinal)) continue;
            var message = AppSpecReader.Read(item.Content, AgentVersion.Agent18, HostPlatform.Linux).Message!;
            if (!message.Contains(item.Error[kind.Length..], StringComparison.Ordinal)) wrong.Add($"{item.Name}: {item.Error} but {message}");
        }

        Assert.Empty(wrong);
    }

    /// <summary>Key order does not matter, 0 equals 0.0, true does not equal 1.</summary>
    private static bool SameJson(JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind != actual.ValueKind) return false;
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                var members = expected.EnumerateObject().ToList();
                return members.Count == actual.EnumerateObject().Count()
                    && members.TrueForAll(member => actual.TryGetProperty(member.Name, out var other) && SameJson(member.Value, other));
            case JsonValueKind.Array:
                return expected.GetArrayLength() == actual.GetArrayLength()
                    && expected.EnumerateArray().Zip(actual.EnumerateArray(), SameJson).All(same => same);
            case JsonValueKind.Number:
                return expected.GetRawText() == actual.GetRawText() || expected.GetDouble() == actual.GetDouble();
            case JsonValueKind.String:
                return expected.GetString() == actual.GetString();
            default:
                return true;
        }
    }
}
