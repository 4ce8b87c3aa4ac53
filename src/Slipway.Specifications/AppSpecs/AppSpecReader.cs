using Slipway.Specifications.Findings;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.AppSpecs;

/// <summary>Reads the bytes of an appspec as a CodeDeploy agent does.</summary>
public static class AppSpecReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The reading of one agent on one platform. Never throws for bad input; a file over 16 MiB is refused.</summary>
    /// <param name="content">The undecoded file.</param>
    /// <param name="agent">Whose reading.</param>
    /// <param name="platform">The host's operating system.</param>
    public static AgentReading Read(byte[] content, AgentVersion agent, HostPlatform platform)
    {
        if (content.Length > MaxBytes)
        {
            return Refused(SyntaxRefusal.Of(new YamlFault(YamlFaultKind.Size, $"{content.Length} bytes", null, SourceRange.Start, SourceRange.Start)));
        }

        return Read(YamlDocument.Parse(content, YamlDocument.AgentDepth), agent, platform);
    }

    /// <summary>The reading of a text that is parsed already.</summary>
    internal static AgentReading Read(YamlDocument document, AgentVersion agent, HostPlatform platform)
    {
        try
        {
            if (agent == AgentVersion.Agent2) return Accepted(Agent2Reader.Read(document));
            var model = Agent18Reader.Read(document, platform);
            return Accepted(Agent18Mapping.ToAppSpec(model)) with { Model = model };
        }
        catch (AgentRefusalException refusal)
        {
            return Refused(refusal);
        }
    }

    /// <summary>Why agent 1.8 refuses a text; null when it does not. The model is not kept.</summary>
    internal static AgentReading? RefusalOf18(YamlDocument document, HostPlatform platform)
    {
        try
        {
            Agent18Reader.Read(document, platform);
            return null;
        }
        catch (AgentRefusalException refusal)
        {
            return Refused(refusal);
        }
    }

    private static AgentReading Accepted(ServerAppSpec appSpec) => new(true, null, SourceRange.Start, appSpec);

    private static AgentReading Refused(AgentRefusalException refusal) =>
        new(false, $"{refusal.Explanation} (The agent says: {refusal.AgentMessage})", refusal.Range, null);
}
