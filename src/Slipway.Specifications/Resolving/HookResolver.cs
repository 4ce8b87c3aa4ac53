using System.Globalization;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Ruby;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Resolving;

/// <summary>Writes, for each hook with <c>arguments</c>, a script that starts the hook's own one with them: agents start a file and pass nothing.</summary>
/// <param name="document">The appspec.</param>
/// <param name="values">Its values with properties replaced.</param>
/// <param name="listing">The revision; null where it is not known.</param>
/// <param name="isWindows">Whether the instances run Windows.</param>
/// <param name="remarks">Gets what is wrong.</param>
/// <param name="counts">Gets how much was resolved.</param>
internal sealed class HookResolver(YamlDocument document, ValueResolver values, Lazy<RevisionListing>? listing, bool isWindows, RemarkList remarks, ResolvingCounts counts)
{
    /// <summary>The key for what is passed to a script.</summary>
    public const string Arguments = "arguments";

    private const string Folder = "slipway-hooks";

    // Names of 255 bytes exist; ours is made of two of them.
    private const int LongestName = 100;

    private readonly List<GeneratedFile> _files = [];
    private readonly List<ResolvingEdit> _locations = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private string? _folder;

    /// <summary>The scripts that start others.</summary>
    public IReadOnlyList<GeneratedFile> Files => _files;

    /// <summary>The edits that let hooks name these scripts; they are for what is packed, not for what rules look at.</summary>
    public IReadOnlyList<ResolvingEdit> Locations => _locations;

    /// <summary>The edits that take the arguments out.</summary>
    public List<ResolvingEdit> Edits(YamlMapping hooks)
    {
        var edits = new List<ResolvingEdit>();
        foreach (var entry in hooks.Entries)
        {
            if (entry.Value is not YamlSequence list || entry.Name is not { } name) continue;
            for (var i = 0; i < list.Items.Count; i++)
            {
                if (list.Items[i] is YamlMapping script) Add(edits, name, i + 1, script);
            }
        }

        return edits;
    }

    private void Add(List<ResolvingEdit> edits, string eventName, int number, YamlMapping script)
    {
        if (script.Find(Arguments) is not { } entry) return;
        counts.Scripts++;
        var arguments = Texts(entry);
        if (arguments is null || script.Find("location")?.Value is not YamlScalar location || values.TextOf(location) is not { } text) return;
        edits.Add(EntryRemoval.Of(document.Text, script, entry));
        if (arguments.Count == 0 || RevisionListing.Normalize(RubyText.Strip(text), isWindows) is not { Length: > 0 } path) return;
        var name = path.Substring(path.LastIndexOf('/') + 1);
        if (HookStarter.For(isWindows, name) is not { } starter)
        {
            var problem = $"'{name}' cannot be given arguments on Windows";
            remarks.Add(ResolvingErrors.BadArguments, Severity.Error, entry.Key.Range, problem, "Only .ps1, .cmd, .bat and .exe files are started there.");
            return;
        }

        if (BadArgument(entry, arguments, starter)) return;
        var extension = name.EndsWith(starter.Extension, StringComparison.OrdinalIgnoreCase) ? "" : starter.Extension;
        var file = NewFile($"{FreeFolder()}/{Letters(eventName)}-{number.ToString(CultureInfo.InvariantCulture)}", $"-{Letters(name)}{extension}");
        _files.Add(new GeneratedFile(file, starter.Write(path, arguments), path));
        _locations.Add(ResolvingEdit.Replace(location.Range, ScalarText.Write(file, "location", script.IsFlow)));
    }

    /// <summary>The arguments as they are written; null when one of them is no text or not known.</summary>
    private List<string>? Texts(YamlEntry entry)
    {
        var texts = new List<string>();
        if (entry.Value is YamlScalar { IsAbsent: true }) return texts;
        var isKnown = true;
        foreach (var node in entry.Value is YamlSequence list ? list.Items : [entry.Value])
        {
            if (node is not YamlScalar scalar || scalar.IsAbsent)
            {
                remarks.Add(ResolvingErrors.BadArguments, Severity.Error, node.Range.Length > 0 ? ShownRange(node) : entry.Key.Range,
                    node is YamlScalar ? "An argument is left blank" : "An argument must be a text", node is YamlScalar ? "Write '' for an empty one." : "Write a list of texts.");
                isKnown = false;
            }
            else if (values.WrittenTextOf(scalar) is { } text)
            {
                texts.Add(text);
            }
            else
            {
                isKnown = false;
            }
        }

        return isKnown ? texts : null;
    }

    private bool BadArgument(YamlEntry entry, List<string> arguments, HookStarter starter)
    {
        var found = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var problem = ScalarText.IsImpossible(arguments[i]) ? "it holds NUL or half a surrogate pair" : starter.Problem(arguments[i]);
            if (problem is null) continue;
            var node = entry.Value is YamlSequence list ? list.Items[i] : entry.Value;
            remarks.Add(ResolvingErrors.BadArguments, Severity.Error, node.Range, $"This argument cannot be passed: {problem}", "Put it into a file that the script reads.");
            found = true;
        }

        return found;
    }

    private static SourceRange ShownRange(YamlNode node) => Rules.Documents.ShapeRules.FirstToken(node);

    /// <summary>A folder of the revision that nothing else uses, in any case: what is unpacked on Windows shares it.</summary>
    private string FreeFolder()
    {
        if (_folder is not null) return _folder;
        var taken = new HashSet<string>((listing?.Value.Files ?? []).Concat(listing?.Value.Directories ?? []).Select(path => path.Split('/')[0]), StringComparer.OrdinalIgnoreCase);
        _folder = Folder;
        for (var number = 2; taken.Contains(_folder); number++) _folder = $"{Folder}-{number.ToString(CultureInfo.InvariantCulture)}";
        return _folder;
    }

    // Two events may differ only in characters that no file name has, or in case.
    private string NewFile(string start, string end)
    {
        var file = start + end;
        for (var number = 2; !_names.Add(file); number++) file = $"{start}.{number.ToString(CultureInfo.InvariantCulture)}{end}";
        return file;
    }

    // Agents split a location at blanks, and hand it to a shell.
    private static string Letters(string name)
    {
        var letters = new System.Text.StringBuilder(name.Length);
        foreach (var c in name.Length > LongestName ? name.Substring(name.Length - LongestName) : name)
            letters.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' ? c : '_');
        return letters.ToString();
    }
}
