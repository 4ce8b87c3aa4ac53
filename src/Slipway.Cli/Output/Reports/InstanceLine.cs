namespace Slipway.Cli.Output.Reports;

/// <summary>A line of a script log: in a deployment to several instances it begins with the one it is of, <c>web-1: [stdout]text</c>.</summary>
internal static class InstanceLine
{
    /// <summary>The instance and the rest; no instance where the line does not begin with a known one.</summary>
    public static (string? Name, string Text) Split(string line, Func<string, bool> isInstance)
    {
        var end = line.IndexOf(": ", StringComparison.Ordinal);
        return end > 0 && line[..end] is var name && isInstance(name) ? (name, line[(end + 2)..]) : (null, line);
    }
}
