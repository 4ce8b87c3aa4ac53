using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Scripts;
using Slipway.Specifications.Scripts.Batch;
using Slipway.Specifications.Scripts.PowerShell;

namespace Slipway.Specifications.Rules.Scripts;

/// <summary>The scripts that rules about PowerShell and batch files look at: those that are understood to their end.</summary>
internal static class WindowsScripts
{
    /// <summary>Whether the hosts run Windows.</summary>
    public static bool IsWindows(RuleContext context) => context.AppSpec is { IsLinux: false };

    /// <summary>PowerShell scripts, on whatever system they run.</summary>
    public static IEnumerable<(ScriptFile File, PowerShellScript Script)> PowerShell(RuleContext context)
    {
        foreach (var file in context.Inputs.Scripts ?? [])
        {
            if (file.Content.Length <= AppSpecCheck.MaxBytes && file.Language == ScriptLanguage.PowerShell && file.PowerShell.IsUnderstood) yield return (file, file.PowerShell);
        }
    }

    /// <summary>PowerShell scripts that Windows PowerShell runs.</summary>
    public static IEnumerable<(ScriptFile File, PowerShellScript Script)> WindowsPowerShell(RuleContext context) => IsWindows(context) ? PowerShell(context) : [];

    /// <summary>Batch files of a deployment to Windows.</summary>
    public static IEnumerable<(ScriptFile File, BatchScript Script)> Batch(RuleContext context)
    {
        if (!IsWindows(context)) yield break;
        foreach (var file in context.Inputs.Scripts ?? [])
        {
            if (file.Content.Length <= AppSpecCheck.MaxBytes && file.Language == ScriptLanguage.Batch && file.Batch.IsUnderstood) yield return (file, file.Batch);
        }
    }

    /// <summary>Whether a script runs only when the application is stopped, where a failure must not block the deployment.</summary>
    public static bool IsOnlyForStop(RuleContext context, ScriptFile file)
    {
        var uses = context.Uses.Of(file);
        foreach (var use in uses)
        {
            if (use.Event != LifecycleEvents.ApplicationStop) return false;
        }

        return uses.Count > 0;
    }

    /// <summary>Whether a deployment takes a script from the revision before it.</summary>
    public static bool IsOfPreviousRevision(RuleContext context, ScriptFile file)
    {
        foreach (var use in context.Uses.Of(file))
        {
            if (LifecycleEvents.UsesPreviousRevision(use.Event)) return true;
        }

        return false;
    }

    /// <summary>Whether no script runs in an event after those that start this one.</summary>
    public static bool IsInLastEvent(RuleContext context, ScriptFile file)
    {
        var uses = context.Uses.Of(file);
        if (uses.Count == 0) return false;
        var last = context.Uses.All.Max(use => Order(use.Event));
        return uses.All(use => Order(use.Event) == last);
    }

    private static int Order(string name)
    {
        for (var i = 0; i < LifecycleEvents.InOrder.Count; i++)
        {
            if (LifecycleEvents.InOrder[i] == name) return i;
        }

        return -1;
    }
}
