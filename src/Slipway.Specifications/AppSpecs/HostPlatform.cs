namespace Slipway.Specifications.AppSpecs;

/// <summary>The operating system of the instance; each agent accepts an appspec's <c>os</c> only if it is its own (1.8).</summary>
public enum HostPlatform
{
    /// <summary>Linux.</summary>
    Linux,

    /// <summary>Windows Server.</summary>
    Windows,
}
