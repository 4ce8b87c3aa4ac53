namespace Slipway.Instances.Hooks;

/// <summary>The names of the agent's hook executor codes, as <see cref="Events.ScriptResult.ErrorCode"/> has them.</summary>
public static class HookErrorCodes
{
    /// <summary>0: exit code 0, in time, outputs closed.</summary>
    public const string Success = "Success";

    /// <summary>1: nothing stands at the location.</summary>
    public const string ScriptMissing = "ScriptMissing";

    /// <summary>2: it is not executable and cannot be made so.</summary>
    public const string ScriptNotExecutable = "ScriptNotExecutable";

    /// <summary>3: still running at the deadline.</summary>
    public const string ScriptTimedOut = "ScriptTimedOut";

    /// <summary>4: another exit code than 0, a signal, or it could not be started.</summary>
    public const string ScriptFailed = "ScriptFailed";

    /// <summary>5: something else.</summary>
    public const string UnknownError = "UnknownError";

    /// <summary>6: ended, but something it started held stdout or stderr open until the deadline. CodeDeploy's enumeration lacks it.</summary>
    public const string OutputLeftOpen = "OutputLeftOpen";

    /// <summary>7: the deploying process died while the script ran. CodeDeploy's enumeration lacks it.</summary>
    public const string AgentRestarted = "AgentRestarted";
}
