namespace Slipway.Specifications.Rules.Documents;

/// <summary>The operating system that a project is for, as far as its inputs tell.</summary>
internal static class ProjectSystem
{
    /// <summary><c>linux</c> or <c>windows</c>, by the runtime that is published, else by the hooks' extensions; null when they do not say.</summary>
    public static string? Of(RuleContext context)
    {
        if (context.Property("RuntimeIdentifier") is { } runtime) return OfRuntime(runtime);
        var linux = false;
        var windows = false;
        foreach (var script in context.AppSpec?.Scripts ?? [])
        {
            var location = AppSpecView.Text(script.Find("location")?.Value)?.Trim() ?? "";
            linux |= location.EndsWith(".sh", StringComparison.Ordinal);
            windows |= location.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) || location.EndsWith(".bat", StringComparison.OrdinalIgnoreCase) || location.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase);
        }

        return linux == windows ? null : linux ? "linux" : "windows";
    }

    /// <summary>The system of a runtime identifier that hosts can have; null for others.</summary>
    public static string? OfRuntime(string runtime) => runtime.StartsWith("win", StringComparison.Ordinal) ? "windows"
        : runtime.StartsWith("linux", StringComparison.Ordinal) ? "linux" : null;
}
