namespace Slipway.Specifications.AppSpecs;

/// <summary>Which CodeDeploy agent's reading of an appspec is meant.</summary>
public enum AgentVersion
{
    /// <summary>The Ruby agent, release 1.8.1.</summary>
    Agent18,

    /// <summary>The rewrite, releases 2.0 and 2.1.</summary>
    Agent2,
}
