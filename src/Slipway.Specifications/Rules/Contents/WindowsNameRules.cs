using System.Globalization;
using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW9009: names and paths that Windows hosts cannot make.</summary>
internal static class WindowsNameRules
{
    private const int LongestPath = 259;
    private const string Forbidden = "<>:\"\\|?*";

    public static void NotPossible(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { IsLinux: false } || context.Listing is not { } listing) return;
        var findings = new MappingFindings(report);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in listing.Directories.Concat(listing.Files))
        {
            var name = path.Substring(path.LastIndexOf('/') + 1);
            var mapping = context.MappedPaths?.Of(path);
            if (Fault(name) is { } fault) findings.Add(mapping, Severity.Error, fault, ShownName.Of(path), fault, "Rename it.");
            else if (names.TryGetValue(path, out var other)) findings.Add(mapping, Severity.Error, "case", ShownName.Of(path), $"and '{ShownName.Of(other)}' are one name on Windows", "Rename one of them.");
            else if (TooLong(mapping, path) is { } length) findings.Add(mapping, Severity.Warning, "long", ShownName.Of(path), $"becomes a path of {length} characters, and {LongestPath} are possible unless the host allows long paths", "Shorten it or its destination.");
            else if (!IsAscii(name)) findings.Add(mapping, Severity.Warning, "ascii", ShownName.Of(path), "has letters that are not ASCII, which agent 1.x does not unpack on Windows", "Rename it.");
            if (!names.ContainsKey(path)) names.Add(path, path);
        }

        findings.Report();
    }

    private static string? Fault(string name)
    {
        foreach (var c in name)
        {
            if (c < ' ') return "holds a control character, which Windows does not allow";
            if (Forbidden.IndexOf(c) >= 0) return $"holds the character {c}, which Windows does not allow";
        }

        if (name[name.Length - 1] is '.' or ' ') return "ends with a dot or blank, which Windows drops";
        var dot = name.IndexOf('.');
        var device = (dot < 0 ? name : name.Substring(0, dot)).TrimEnd(' ').ToUpperInvariant();
        var reserved = device is "CON" or "PRN" or "AUX" or "NUL"
            || (device.Length == 4 && device[3] is >= '1' and <= '9' && (device.StartsWith("COM", StringComparison.Ordinal) || device.StartsWith("LPT", StringComparison.Ordinal)));
        return reserved ? $"is the device {device} on Windows" : null;
    }

    private static string? TooLong(MappedPaths.Mapping? mapping, string path)
    {
        if (mapping?.Destination is not { } destination) return null;
        var below = mapping.Source.Length == 0 ? path.Length : path.Length > mapping.Source.Length ? path.Length - mapping.Source.Length - 1 : path.Length - (path.LastIndexOf('/') + 1);
        var length = destination.TrimEnd('\\', '/').Length + 1 + below;
        return length > LongestPath ? length.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static bool IsAscii(string name)
    {
        foreach (var c in name)
        {
            if (c > 126) return false;
        }

        return true;
    }
}
