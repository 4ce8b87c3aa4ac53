using System.Numerics;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.AppSpecs;

/// <summary>
/// Reads an appspec as agent 1.8.1 does: version, os, hooks, files, permissions, file_exists_behavior, in this order, and the first failure
/// ends it. What crashes the agent counts as a refusal.
/// </summary>
internal static class Agent18Reader
{
    /// <summary>The model; throws <see cref="AgentRefusalException"/> with the first refusal.</summary>
    public static Agent18Model Read(YamlDocument document, HostPlatform platform)
    {
        if (document.Fault is { } fault) throw SyntaxRefusal.Of(fault);
        var root = document.Root is null ? null : PsychLoader.Load(document.Root);
        if (root is null || !root.IsTruthy)
        {
            throw new AgentRefusalException("The file is empty; it must say at least 'version: 0.0' and 'os: linux' or 'os: windows'.", Agent18Texts.Empty, SourceRange.Start);
        }

        var hash = root as RubyHash;
        var version = Version(hash?["version"] ?? Element(root, "version"), root);
        var os = Os(hash!["os"], root, platform);
        var hooks = Hooks(hash["hooks"]);
        var files = Files(hash["files"]);
        var permissions = Agent18Permissions.Read(hash["permissions"], platform);
        return new Agent18Model(version, os, Behavior(hash["file_exists_behavior"]), files, permissions, hooks);
    }

    /// <summary>Ruby's <c>value[key]</c> on what is no mapping: a text answers with the key itself if it contains it.</summary>
    internal static RubyValue? Element(RubyValue value, string key) => value switch
    {
        RubyHash hash => hash[key],
        RubyString or RubySymbol => value.Text.Contains(key) ? new RubyString { Value = key, Node = value.Node } : null,
        RubyArray or RubyInteger => throw NotA("a mapping", value, "no implicit conversion of String into Integer"),
        _ => throw NotA("a mapping", value, Agent18Texts.NoMethod("[]", value)),
    };

    internal static AgentRefusalException NotA(string expected, RubyValue value, string agentMessage) =>
        new($"This must be {expected}, but is {Describe(value)}; the agent would stop with an internal error.", Shorten(agentMessage), PlaceOf(value));

    internal static string Describe(RubyValue value) => value switch
    {
        RubyNil => "empty",
        RubyBoolean => $"the truth value {value.Text}",
        RubyInteger or RubyFloat => $"the number {Shorten(value.Text)}",
        RubyArray => "a list",
        RubyHash => "a mapping",
        RubyString => "a text",
        _ => $"'{Shorten(value.Text)}'",
    };

    internal static string Shorten(string text) => text.Length <= 400 ? text : text.Substring(0, 400) + "…";

    internal static SourceRange PlaceOf(RubyValue value) => value.Node.Range;

    /// <summary>The value under a key, or the key where the value is not written, or the mapping without such a key.</summary>
    internal static SourceRange PlaceOf(RubyValue mapping, string key)
    {
        if (mapping.Node is not YamlMapping node) return PlaceOf(mapping);
        var entry = node.Find(key);
        if (entry is null) return node.Entries.Count > 0 ? node.Entries[0].Key.Range : node.Range;
        return entry.Value.Range.Length > 0 ? entry.Value.Range : entry.Key.Range;
    }

    private static RubyValue Version(RubyValue? version, RubyValue root)
    {
        if (version is RubyFloat { Value: 0 } || (version is RubyInteger integer && integer.Value.IsZero)) return version;
        throw new AgentRefusalException(
            version is null or RubyNil ? "There is no version; write 'version: 0.0' without quotes as the first line."
                : $"The version is {Describe(version)}, not the number 0.0; write 'version: 0.0' without quotes.",
            Agent18Texts.Version(Shorten(version?.Text ?? "")), PlaceOf(root, "version"));
    }

    private static RubyString Os(RubyValue? os, RubyValue root, HostPlatform platform)
    {
        var expected = platform == HostPlatform.Windows ? "windows" : "linux";
        if (os is RubyString text && text.Value == expected) return text;
        var other = os is RubyString { Value: "linux" or "windows" };
        throw new AgentRefusalException(
            other ? $"The os is {os!.Text}, but this host runs {expected}; the revision is for other hosts."
                : $"The os must be exactly '{expected}' on this host{(os is null or RubyNil ? " and is missing" : $", not '{Shorten(os.Text)}'")}.",
            Agent18Texts.Os(Shorten(os?.Text ?? "")), PlaceOf(root, "os"));
    }

    private static List<Agent18Hook> Hooks(RubyValue? hooks)
    {
        var read = new List<Agent18Hook>();
        if (hooks is null || !hooks.IsTruthy) return read;
        if (hooks is not RubyHash events) throw NotA("a mapping of lifecycle events", hooks, Agent18Texts.NoMethod("each_pair", hooks));
        foreach (var pair in events.Pairs)
        {
            if (!pair.Value.IsTruthy) continue;
            var scripts = new List<Agent18Script>();
            foreach (var item in Each(pair.Value, "a list of scripts, each with 'location:'"))
            {
                if (item is not RubyHash script) throw NotA("an entry with 'location:'", item, Agent18Texts.NoMethod("has_key?", item));
                scripts.Add(Script(script));
            }

            read.Add(new Agent18Hook(pair.Key, scripts));
        }

        return read;
    }

    /// <summary>Ruby's <c>each</c>: the items of a list, the pairs of a mapping.</summary>
    internal static IEnumerable<RubyValue> Each(RubyValue value, string expected) => value switch
    {
        RubyArray array => array.Items,
        RubyHash hash => hash.Pairs.Select(pair => new RubyArray { Items = [pair.Key, pair.Value], Node = pair.Key.Node }),
        _ => throw NotA(expected, value, Agent18Texts.NoMethod("each", value)),
    };

    private static Agent18Script Script(RubyHash script)
    {
        var value = script["location"];
        var location = value is null or RubyNil ? "" : RubyText.Strip(value.Text);
        var runAs = script["runas"];
        if (runAs is RubyNil) runAs = null;
        if (value is null || location.Length == 0)
        {
            throw new AgentRefusalException("This script has no location; add 'location:' with its path inside the revision.",
                Agent18Texts.NoLocation, PlaceOf(script, "location"));
        }

        return new Agent18Script(value, location, Timeout(script), runAs, runAs is null ? null : RubyText.Strip(runAs.Text), script["sudo"]);
    }

    private static BigInteger Timeout(RubyHash script)
    {
        var value = script["timeout"];
        if (value is null || !value.IsTruthy) return 3600;
        var place = PlaceOf(script, "timeout");
        var seconds = value switch
        {
            RubyInteger integer => integer.Value,
            RubyString text => RubyText.ToInteger(text.Value),
            RubyFloat number when !double.IsNaN(number.Value) && !double.IsInfinity(number.Value) => new BigInteger(number.Value),
            RubyFloat number => throw new AgentRefusalException("The timeout is no finite number; write the seconds, such as 300.", number.Text, place),
            _ => throw NotA("a number of seconds", value, Agent18Texts.NoMethod("to_i", value)),
        };
        if (seconds.Sign > 0) return seconds;
        throw new AgentRefusalException($"The timeout '{Shorten(value.Text)}' is not a number of seconds above 0; write a plain number, such as 300.",
            Agent18Texts.Timeout, place);
    }

    private static List<Agent18File> Files(RubyValue? files)
    {
        var read = new List<Agent18File>();
        if (files is null || !files.IsTruthy) return read;
        foreach (var item in Each(files, "a list of mappings with 'source:' and 'destination:'"))
        {
            var source = Element(item, "source");
            var destination = Element(item, "destination");
            if (source is null or RubyNil)
            {
                throw new AgentRefusalException("This mapping has no source; add 'source:' with a path inside the revision ('/' for all of it).",
                    Agent18Texts.NoSource, PlaceOf(item, "source"));
            }

            if (destination is null or RubyNil)
            {
                throw new AgentRefusalException("This mapping has no destination; add 'destination:' with the directory on the host.",
                    Agent18Texts.NoDestination(Shorten(source.Text)), PlaceOf(item, "destination"));
            }

            read.Add(new Agent18File(source, destination));
        }

        return read;
    }

    private static RubyValue? Behavior(RubyValue? value)
    {
        if (value is null or RubyNil) return null;
        if (value is RubyString { Value: "DISALLOW" or "OVERWRITE" or "RETAIN" }) return value;
        throw new AgentRefusalException($"'{Shorten(value.Text)}' is not a value of file_exists_behavior; write DISALLOW, OVERWRITE or RETAIN.",
            Agent18Texts.FileExistsBehavior(Shorten(value.Text)), PlaceOf(value));
    }
}
