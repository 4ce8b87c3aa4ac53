using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules;

/// <summary>What agent 1.8 makes of a single scalar.</summary>
internal static class ScalarValue
{
    /// <summary>The value; null when the agent refuses the whole file because of it.</summary>
    public static RubyValue? Of(YamlScalar node)
    {
        if (node.Loaded is AgentRefusalException) return null;
        try
        {
            return PsychLoader.Load(node);
        }
        catch (AgentRefusalException)
        {
            return null;
        }
    }

    /// <summary>Whether the scalar is written without quotes and without a tag.</summary>
    public static bool IsPlain(YamlNode? node) => node is YamlScalar { IsQuoted: false, Tag: null };
}
