using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.AppSpecs;

/// <summary>Turns a fault of the YAML text into the refusal that both agents give for it.</summary>
internal static class SyntaxRefusal
{
    public static AgentRefusalException Of(YamlFault fault)
    {
        var says = fault.Context is null ? fault.Message : $"{fault.Message} {fault.Context}";
        var explanation = fault.Kind switch
        {
            YamlFaultKind.Encoding => "The file is not UTF-8; save it as UTF-8 without a byte order mark.",
            YamlFaultKind.Character => "The file holds a control character that YAML does not allow; remove it.",
            YamlFaultKind.Depth => "The file is nested so deeply that the agent runs out of stack; flatten it.",
            YamlFaultKind.Size => "The file is too large to be read as an appspec; an appspec is a few kilobytes.",
            _ => $"The file is not valid YAML: {says}; correct line {fault.Range.Line} or the one before it.",
        };
        return new AgentRefusalException(explanation, $"{says} at line {fault.Range.Line} column {fault.Range.Column}", fault.Range);
    }
}
