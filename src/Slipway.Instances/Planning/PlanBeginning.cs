using System.Runtime.ExceptionServices;
using Slipway.Instances.Trees;

namespace Slipway.Instances.Planning;

/// <summary>Plans what goes of the previous revision on a thread of its own, while the new one is staged.</summary>
internal sealed class PlanBeginning : IDisposable
{
    private readonly InstanceTree tree;
    private readonly Thread thread;
    private TreePlan? plan;
    private ExceptionDispatchInfo? failure;
    private bool isTaken;

    internal PlanBeginning(InstanceContext context)
    {
        tree = new(context.Settings.Root, new PathTable());
        thread = new(() => Begin(context.Group.Installed)) { IsBackground = true, Name = "slipway planning" };
        thread.Start();
    }

    /// <summary>The plan so far, whose tree now is the caller's.</summary>
    internal TreePlan Take()
    {
        thread.Join();
        failure?.Throw();
        isTaken = true;
        return plan!;
    }

    public void Dispose()
    {
        thread.Join();
        if (!isTaken) tree.Dispose();
    }

    private void Begin(string installed)
    {
        try
        {
            plan = InstancePlanner.Begin(tree, installed);
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
