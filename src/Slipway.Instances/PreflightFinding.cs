using Slipway.Specifications;

namespace Slipway.Instances;

/// <summary>What a preflight looks at.</summary>
public enum PreflightCheck
{
    /// <summary>Whether the revision can be deployed at all: its signatures, appspec, sources and scripts.</summary>
    Revision,

    /// <summary>Whether the state folder and destinations may be written.</summary>
    Rights,

    /// <summary>Whether the accounts named by permissions and runas exist.</summary>
    Accounts,

    /// <summary>Whether the interpreters of hook scripts are there, in the architecture that the machine runs.</summary>
    Interpreters,

    /// <summary>Whether there is room for the revision.</summary>
    FreeSpace,

    /// <summary>Whether files that belong to no deployment stand at destinations.</summary>
    ForeignFiles,

    /// <summary>Whether something else listens on a port that the instance's environment names.</summary>
    Ports,
}

/// <summary>What would make a deployment fail on an instance, found before it begins.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Error">What will happen and what to do.</param>
/// <param name="IsPrediction">Whether a hook that runs before could still clear it; then it is a warning.</param>
public sealed record PreflightFinding(PreflightCheck Check, SlipwayError Error, bool IsPrediction);
