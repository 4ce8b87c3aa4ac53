using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Rules.Hooks;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW1017, SLW9001, SLW9002, SLW9004 and SLW9005: the appspec against the contents of the revision.</summary>
internal static class RevisionRules
{
    public static void NoAppSpec(RuleContext context, RuleReport report)
    {
        if (context.Listing is not { } listing || listing.IsFile("appspec.yml") || context.Inputs.NameInRevision == "appspec.yml") return;
        if (context.Document is not null && context.Kind != DocumentKind.ServerAppSpec) return;
        // Another name at the root is the business of SLW1017.
        if (listing.Files.Any(IsOtherName)) return;
        var elsewhere = listing.Files.FirstOrDefault(file => file.EndsWith("/appspec.yml", StringComparison.Ordinal));
        var single = elsewhere is not null && listing.Files.All(file => file.StartsWith(elsewhere.Substring(0, elsewhere.IndexOf('/') + 1), StringComparison.Ordinal))
            && elsewhere.Count(c => c == '/') == 1;
        var where = elsewhere is null ? "" : $" (there is '{elsewhere}')";
        report.Add(single ? Severity.Info : Severity.Error, SourceRange.Start, context.Inputs.File, where);
    }

    public static void OtherName(RuleContext context, RuleReport report)
    {
        if (context.Kind != DocumentKind.ServerAppSpec) return;
        if (context.Inputs.NameInRevision is { } name)
        {
            if (IsOtherName(name)) report.Add(FirstToken(context), name, "");
            return;
        }

        if (context.Listing is not { } listing) return;
        var others = listing.Files.Where(IsOtherName).ToList();
        foreach (var other in others)
        {
            var both = listing.IsFile("appspec.yml");
            report.Add(both ? Severity.Warning : Severity.Error, FirstToken(context), other, both ? ", or remove it: 'appspec.yml' is there too" : "");
        }
    }

    private static bool IsOtherName(string path) =>
        path.IndexOf('/') < 0 && path != "appspec.yml" && path.ToLowerInvariant() is "appspec.yml" or "appspec.yaml" or "appspec.json";

    private static SourceRange FirstToken(RuleContext context)
    {
        if (context.Document is not { } document) return SourceRange.Start;
        var line = TextLine.Of(document.Text).First();
        var end = line.Content;
        while (end < line.End && document.Text[end] is not (' ' or ':')) end++;
        return new SourceRange(line.Content, end - line.Content, 1, line.Content + 1, 1, end + 1);
    }

    public static void SourceMissing(RuleContext context, RuleReport report)
    {
        if (context.Listing is not { } listing) return;
        var missing = 0;
        foreach (var (scalar, text) in Sources(context))
        {
            if (context.IsClaimed(scalar) || Path(context, text) is not { } path || listing.Exists(path) || listing.InOtherCase(path) is not null) continue;
            if (!context.Claim(scalar)) continue;
            var meant = ++missing > NearestName.MostCompared ? null : Meant(listing, path);
            report.Add(scalar.Range, text, meant is null ? "Add it, or remove the mapping." : $"Did you mean '{meant}'?")
                .With($"Write '{meant}'", meant is null ? null : DocumentEdits.ReplaceText(scalar, LocationRules.Style(context, text, meant)));
        }
    }

    /// <summary>The one file of this name in another directory, or what is a slip away.</summary>
    private static string? Meant(RevisionListing listing, string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        var same = listing.Files.Where(file => file.EndsWith("/" + name, StringComparison.Ordinal)).Take(2).ToList();
        return same.Count == 1 ? same[0] : NearestName.Of(path, listing.Files.Concat(listing.DirectoriesBelow("")).Where(item => Math.Abs(item.Length - path.Length) <= 2));
    }

    public static void NameInOtherCase(RuleContext context, RuleReport report)
    {
        if (context.Listing is not { } listing || context.AppSpec is not { } spec) return;
        var places = Sources(context).Select(item => (item.Scalar, item.Text)).Concat(LocationRules.Locations(context).Select(item => (item.Scalar, item.Text)));
        foreach (var (scalar, text) in places)
        {
            if (context.IsClaimed(scalar) || Path(context, text) is not { } path || listing.InOtherCase(path) is not { } real || !context.Claim(scalar)) continue;
            report.Add(spec.IsLinux ? Severity.Error : Severity.Info, FirstDifference(context, scalar, real), real, text)
                .With($"Write '{real}'", DocumentEdits.ReplaceText(scalar, LocationRules.Style(context, text, real)));
        }
    }

    /// <summary>The first segment of a path that is written in another case than the file's; the whole path where its segments do not match one by one.</summary>
    private static SourceRange FirstDifference(RuleContext context, YamlScalar scalar, string real)
    {
        var written = scalar.Value;
        var names = real.Split('/');
        var at = 0;
        for (var i = 0; i < names.Length;)
        {
            while (at < written.Length && written[at] is '/' or '\\' or ' ') at++;
            var end = at;
            while (end < written.Length && written[end] is not ('/' or '\\')) end++;
            var length = i == names.Length - 1 ? Math.Min(end - at, names[i].Length) : end - at;
            if (length == 1 && written[at] == '.')
            {
                at = end;
                continue;
            }

            if (length != names[i].Length) return scalar.Range;
            if (string.CompareOrdinal(written, at, names[i], 0, length) != 0) return ScalarPart.Of(context, scalar, at, length);
            at = end;
            i++;
        }

        return scalar.Range;
    }

    public static void SameTarget(RuleContext context, RuleReport report)
    {
        if (context.Listing is not { } listing || context.AppSpec is not { } spec) return;
        var comparer = spec.IsLinux ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var files = new Dictionary<string, Placed>(comparer);
        var directories = new Dictionary<string, Placed>(comparer);
        foreach (var item in spec.Files)
        {
            if (Files.FileRules.IsOpen(context, item)) continue;
            if (item.Find("source")?.Value is not YamlScalar scalar || AppSpecView.Text(scalar) is not { } source || Path(context, source) is not { } path) continue;
            if (AppSpecView.Text(item.Find("destination")?.Value) is not { } text || Target(text, spec.IsLinux) is not { } destination || context.IsClaimed(scalar)) continue;
            var clash = Place(listing, path, destination, scalar, files, directories);
            if (clash is not { } found || !context.Claim(scalar)) continue;
            var reported = report.Add(scalar.Range, found.First.Path, found.Second, found.Target);
            if (!ReferenceEquals(found.First.Source, scalar)) reported.See(context.Inputs.File, found.First.Source.Range, "the first mapping");
        }
    }

    private readonly record struct Placed(string Path, YamlScalar Source);

    /// <summary>Adds the targets of a mapping; the first clash with an earlier one, or null.</summary>
    private static (Placed First, string Second, string Target)? Place(
        RevisionListing listing, string source, string destination, YamlScalar node, Dictionary<string, Placed> files, Dictionary<string, Placed> directories)
    {
        (Placed, string, string)? clash = null;
        if (listing.IsDirectory(source))
        {
            var below = listing.DirectoriesBelow(source).Select(directory => (directory, destination + "/" + Relative(directory, source)));
            foreach (var (directory, target) in below.Append((source, destination)))
            {
                if (files.TryGetValue(target, out var file)) clash ??= (file, directory, target);
                if (!directories.ContainsKey(target)) directories.Add(target, new Placed(directory, node));
            }
        }

        foreach (var file in listing.Below(source))
        {
            var name = listing.IsFile(source) ? file.Substring(file.LastIndexOf('/') + 1) : Relative(file, source);
            var target = destination + "/" + name;
            if (files.TryGetValue(target, out var other) || directories.TryGetValue(target, out other)) clash ??= (other, file, target);
            else files.Add(target, new Placed(file, node));
        }

        return clash;
    }

    private static string Relative(string path, string root) => root.Length == 0 ? path : path.Substring(root.Length + 1);

    private static string? Target(string destination, bool linux)
    {
        var path = RevisionListing.Normalize(destination, !linux);
        return path is null ? null : linux ? "/" + path : path;
    }

    private static string? Path(RuleContext context, string text) => RevisionListing.Normalize(text, context.AppSpec is { IsLinux: false });

    private static IEnumerable<(YamlScalar Scalar, string Text)> Sources(RuleContext context)
    {
        if (context.AppSpec is not { } spec) yield break;
        foreach (var item in spec.Files)
        {
            if (item.Find("source")?.Value is YamlScalar scalar && ScalarValue.Of(scalar) is { } value and not RubyNil) yield return (scalar, value.Text);
        }
    }
}
