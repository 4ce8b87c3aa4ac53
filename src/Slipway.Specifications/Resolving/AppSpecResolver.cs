using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Resolving;

/// <summary>
/// Makes a plain appspec, which every CodeDeploy agent reads, of one that is written for several environments: <c>$(Property)</c> in values,
/// patterns and <c>exclude</c> in <c>files</c>, <c>arguments</c> of hooks. What holds none of these stays as it is, to the byte; in any other
/// the text between them does. Pure: no file is read or written.
/// </summary>
public static class AppSpecResolver
{
    /// <summary>Resolves an appspec. Never throws for bad input: what cannot be resolved is told of by the rules SLW1024, SLW2015, SLW2016 and SLW4012.</summary>
    /// <param name="document">The appspec, as <see cref="AppSpecCheck.Read(byte[])"/> reads it.</param>
    /// <param name="file">Its name, which decides what it is where the content does not.</param>
    /// <param name="inputs">What it is resolved with.</param>
    public static ResolvedAppSpec Resolve(YamlDocument document, string file, ResolvingInputs inputs)
    {
        var kind = DocumentKinds.Recognise(document, file);
        if (document is not { Fault: null, Root: YamlMapping root } || !kind.IsAppSpec()) return new ResolvedAppSpec(document, []);
        var (remarks, counts, places) = (new RemarkList(), new ResolvingCounts(), new TextPlaces(document.Text));
        var values = new ValueResolver(document, places, inputs, remarks, counts);
        var edits = new List<ResolvingEdit>();
        HookResolver? hooks = null;
        if (kind == DocumentKind.ServerAppSpec)
        {
            var isWindows = values.TextOf(root.Find("os")?.Value) == "windows";
            var listing = inputs.Properties is null || inputs.Revision is null ? null : new Lazy<RevisionListing>(() => new RevisionListing(inputs.Revision()));
            if (root.Find("files")?.Value is YamlSequence list) edits.AddRange(new FileResolver(document, values, listing, isWindows, remarks, counts).Edits(list));
            hooks = new HookResolver(document, values, listing, isWindows, remarks, counts);
            if (root.Find("hooks")?.Value is YamlMapping events) edits.AddRange(hooks.Edits(events));
        }

        if (remarks.HasErrors || counts.IsEmpty || inputs.Properties is null) return new ResolvedAppSpec(document, remarks.All);
        var packed = Apply(document, places, values, [.. edits, .. hooks?.Locations ?? []]);
        return new ResolvedAppSpec(document, remarks.All, packed, Apply(document, places, values, edits), hooks?.Files ?? [], counts);
    }

    /// <summary>The names of the properties that an appspec needs a value of.</summary>
    public static IReadOnlyList<string> PropertyNames(YamlDocument document)
    {
        var names = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        if (document is { Fault: null, Root: not null }) Collect(document.Root, names);
        return [.. names];
    }

    private static void Collect(YamlNode node, SortedSet<string> names)
    {
        switch (node)
        {
            case YamlScalar scalar when PropertyReference.MayBeIn(scalar.Value):
                foreach (var reference in PropertyReference.Find(scalar.Value, 0, scalar.Value.Length))
                {
                    if (reference.Kind == ReferenceKind.Property) names.Add(reference.Name);
                }

                break;
            case YamlSequence list:
                foreach (var item in list.Items) Collect(item, names);
                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries) Collect(entry.Value, names);
                break;
        }
    }

    private static MappedText Apply(YamlDocument document, TextPlaces places, ValueResolver values, List<ResolvingEdit> structure)
    {
        structure = Ordered(structure);
        var all = new List<ResolvingEdit>(structure);
        all.AddRange(values.Edits(range => IsCovered(structure, range)));
        return new MappedText(document.Text, places, Ordered(all));
    }

    // What is taken away up to a place goes before what is put in there.
    private static List<ResolvingEdit> Ordered(IEnumerable<ResolvingEdit> edits) => [.. edits.OrderBy(edit => edit.Offset).ThenBy(edit => edit.Pieces.Count == 0 ? 0 : 1)];

    private static bool IsCovered(List<ResolvingEdit> edits, SourceRange range)
    {
        var (low, high) = (0, edits.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (edits[middle].Offset <= range.Offset) low = middle + 1;
            else high = middle;
        }

        // Those that do not begin behind the range; of several at one place any may be the one that covers it.
        for (var i = low - 1; i >= 0 && i >= low - 3; i--)
        {
            if (edits[i].End >= range.Offset + range.Length && edits[i].Length > 0) return true;
        }

        return false;
    }
}
