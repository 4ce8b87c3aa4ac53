namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW9008: names that Linux hosts stumble over.</summary>
internal static class NameRules
{
    public static void BreaksTheDeployment(RuleContext context, RuleReport report)
    {
        if (context.Kind != DocumentKind.ServerAppSpec || context.AppSpec is { IsLinux: false } || context.Listing is not { } listing) return;
        var findings = new MappingFindings(report);
        foreach (var path in listing.Files.Concat(listing.Directories))
        {
            if (Fault(path, path.LastIndexOf('/') + 1) is { } fault) findings.Add(context.MappedPaths?.Of(path), report.DefaultSeverity, fault, ShownName.Of(path), fault);
        }

        findings.Report();
    }

    /// <summary>What is wrong with the last name of a path; those before it are paths of their own.</summary>
    private static string? Fault(string path, int from)
    {
        for (var i = from; i < path.Length; i++)
        {
            var c = path[i];
            if (c == '\n') return "contains a line end, which breaks the host's list of installed files: the next deployment fails";
            if (char.IsControl(c)) return "contains a control character, which the host's list of installed files does not survive";
            if (c == '\\') return "contains a backslash, which becomes a directory when the bundle is unpacked";
            if (char.IsHighSurrogate(c) && i + 1 < path.Length && char.IsLowSurrogate(path[i + 1])) i++;
            else if (c == '\uFFFD' || char.IsSurrogate(c)) return "is not valid UTF-8, and the install fails on it after the old version was removed";
        }

        if (from < path.Length && path[from] == ' ') return "begins with a blank, and the next deployment would remove another file in its place";
        return path.Length > from && path[path.Length - 1] == ' ' ? "ends with a blank, and the next deployment would remove another file in its place" : null;
    }
}
