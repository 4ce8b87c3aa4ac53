namespace Slipway.Instances.Trees;

/// <summary>The paths of the parents of nodes; neighbours share one, so it is made once for all of them.</summary>
internal sealed class ParentPath(PathTable paths)
{
    private int last = -1;
    private string text = "";

    /// <summary>The path of the directory above, without a slash at the end.</summary>
    internal string Of(int node)
    {
        var parent = paths.Parent(node);
        if (parent == last) return text;
        last = parent;
        return text = parent == 0 ? "" : paths.PathOf(parent);
    }
}
