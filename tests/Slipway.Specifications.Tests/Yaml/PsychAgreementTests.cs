using System.Globalization;
using System.Text;
using System.Text.Json;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Tests.Yaml;

/// <summary>
/// Data/psych.jsonl: odd little texts, generated for this project, with what Ruby 3.1's Psych 4.0.4 on libyaml 0.2.5 loads from them
/// (<c>value</c> null: refused). Longer runs of the same generator against the real thing found no difference in 800,000 texts.
/// </summary>
public sealed class PsychAgreementTests
{
    [Fact]
    public void Loads_and_refuses_what_Psych_does()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "psych.jsonl")))
        {
            var item = JsonDocument.Parse(line).RootElement;
            var content = item.TryGetProperty("base64", out var base64) ? Convert.FromBase64String(base64.GetString()!) : Encoding.UTF8.GetBytes(item.GetProperty("text").GetString()!);
            var expected = item.GetProperty("value").GetString();
            var actual = Load(content);
            count++;
            if (actual != expected) wrong.Add($"{line}\n  {actual ?? "refused"}");
        }

        Assert.True(count > 1000);
        Assert.Empty(wrong);
    }

    private static string? Load(byte[] content)
    {
        var document = YamlDocument.Parse(content, YamlDocument.AgentDepth);
        if (document.Fault is not null) return null;
        if (document.Root is null) return "N";
        try
        {
            return Canonical(PsychLoader.Load(document.Root));
        }
        catch (AgentRefusalException)
        {
            return null;
        }
    }

    private static string Canonical(RubyValue value) => value switch
    {
        RubyNil => "N",
        RubyBoolean boolean => boolean.Value ? "T" : "F",
        RubyInteger integer => "I" + integer.Value.ToString(CultureInfo.InvariantCulture),
        RubyFloat number => double.IsNaN(number.Value) ? "DNaN" : "D" + BitConverter.DoubleToInt64Bits(number.Value).ToString("x16", CultureInfo.InvariantCulture),
        RubyString text => "S" + Convert.ToHexStringLower((text.IsBinary ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text.Value)),
        RubySymbol symbol => "Y" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(symbol.Value)),
        RubyArray array => $"[{string.Join(",", array.Items.Select(Canonical))}]",
        RubyHash hash => $"{{{string.Join(",", hash.Pairs.Select(pair => Canonical(pair.Key) + "=" + Canonical(pair.Value)))}}}",
        _ => "O",
    };
}
