namespace Slipway.Specifications.AppSpecs;

/// <summary>Reads the bytes of an appspec as a CodeDeploy agent does.</summary>
public static class AppSpecReader
{
    /// <summary>The reading of one agent on one platform. Never throws for bad input; a file over 16 MiB is refused.</summary>
    /// <param name="content">The undecoded file.</param>
    /// <param name="agent">Whose reading.</param>
    /// <param name="platform">The host's operating system.</param>
    public static AgentReading Read(byte[] content, AgentVersion agent, HostPlatform platform) => throw new NotImplementedException();
}
