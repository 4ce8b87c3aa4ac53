using System.Globalization;
using System.Text;

namespace Slipway.Specifications.Policies;

/// <summary>
/// The text form of <see cref="CheckoutFacts"/>: a line a fact, a list as a line an item, an empty value where a list is known to be empty.
/// Line ends and backslashes are escaped.
/// </summary>
internal static class CheckoutText
{
    private const string Detached = "(detached)";

    public static CheckoutFacts Parse(string text)
    {
        var lists = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.TrimEnd('\r');
            var colon = line.IndexOf(':');
            if (colon <= 0) continue;
            var value = Unescape(line.Substring(colon + 1 < line.Length && line[colon + 1] == ' ' ? colon + 2 : colon + 1));
            var key = line.Substring(0, colon);
            if (!lists.TryGetValue(key, out var values)) lists.Add(key, values = []);
            if (value.Length > 0) values.Add(value);
        }

        string? One(string key) => lists.TryGetValue(key, out var values) && values.Count > 0 ? values[0] : null;
        List<string>? Many(string key) => lists.TryGetValue(key, out var values) ? values : null;
        int? Number(string key) => int.TryParse(One(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        var branch = One("branch");
        var changed = Many("dirty");
        var untracked = Many("untracked");
        if (changed is null && untracked is not null) changed = [];
        return new CheckoutFacts
        {
            Problem = Enum.TryParse<CheckoutProblem>(One("problem"), out var problem) ? problem : CheckoutProblem.None,
            ProblemDetail = One("problem-detail"),
            Branch = BuildServer.BranchOf(One) ?? (branch == Detached ? null : branch),
            Commit = One("commit"),
            Repository = One("repository"),
            IsDetached = branch == Detached || One("detached") == "true",
            IsShallow = One("shallow") == "true",
            IsBuildServer = One("build-server") == "true" || BuildServer.IsPresent(One),
            Branches = Many("branches")?.SelectMany(line => line.Split([", "], StringSplitOptions.RemoveEmptyEntries)).ToList(),
            RemoteBranchCount = Number("remote-branches"),
            Upstream = One("upstream"),
            Ahead = Number("ahead"),
            Behind = Number("behind"),
            Changed = changed,
            ChangedCount = Number("dirty-count") ?? changed?.Count ?? 0,
            Untracked = untracked ?? (changed is null ? null : []),
            UntrackedCount = Number("untracked-count") ?? untracked?.Count ?? 0,
            NewCommits = Commits(Many("new-commit"), Many("message")),
            Author = One("author"),
            Identity = One("identity"),
            ApprovedBy = Many("approved-by"),
            Files = Many("file")?.Select(FileOf).ToList(),
            PolicyFile = Enum.TryParse<PolicyFileState>(One("policy"), out var state) ? state : null,
        };
    }

    public static string Format(CheckoutFacts facts)
    {
        var text = new StringBuilder();
        Add(text, "problem", facts.Problem == CheckoutProblem.None ? null : facts.Problem.ToString());
        Add(text, "problem-detail", facts.ProblemDetail);
        Add(text, "branch", facts.Branch);
        Add(text, "commit", facts.Commit);
        Add(text, "repository", facts.Repository);
        Add(text, "detached", facts.IsDetached ? "true" : null);
        Add(text, "shallow", facts.IsShallow ? "true" : null);
        Add(text, "build-server", facts.IsBuildServer ? "true" : null);
        Add(text, "branches", facts.Branches);
        Add(text, "remote-branches", Number(facts.RemoteBranchCount));
        Add(text, "upstream", facts.Upstream);
        Add(text, "ahead", Number(facts.Ahead));
        Add(text, "behind", Number(facts.Behind));
        Add(text, "dirty", facts.Changed);
        if (facts.Changed is { } changed && changed.Count != facts.ChangedCount) Add(text, "dirty-count", Number(facts.ChangedCount));
        Add(text, "untracked", facts.Untracked);
        if (facts.Untracked is { } untracked && untracked.Count != facts.UntrackedCount) Add(text, "untracked-count", Number(facts.UntrackedCount));
        Add(text, "new-commit", facts.NewCommits?.Select(commit => $"{commit.Id} {commit.Subject}").ToList());
        Add(text, "author", facts.Author);
        Add(text, "identity", facts.Identity);
        Add(text, "approved-by", facts.ApprovedBy);
        Add(text, "file", facts.Files?.Select(Written).ToList());
        Add(text, "policy", facts.PolicyFile?.ToString());
        return text.ToString();
    }

    private static List<NewCommit>? Commits(List<string>? withIds, List<string>? subjects)
    {
        if (withIds is null && subjects is null) return null;
        var commits = new List<NewCommit>();
        foreach (var line in withIds ?? [])
        {
            var blank = line.IndexOf(' ');
            commits.Add(blank < 0 ? new NewCommit(line, "") : new NewCommit(line.Substring(0, blank), line.Substring(blank + 1)));
        }

        foreach (var subject in subjects ?? []) commits.Add(new NewCommit("", subject));
        return commits;
    }

    /// <summary><c>docs/film.mp4 40MB binary</c>: the path may have blanks, the size is the last or the last but one word.</summary>
    private static TrackedFile FileOf(string line)
    {
        bool? binary = null;
        foreach (var (word, value) in new[] { (" binary", true), (" text", false) })
        {
            if (!line.EndsWith(word, StringComparison.Ordinal)) continue;
            binary = value;
            line = line.Substring(0, line.Length - word.Length);
            break;
        }

        var blank = line.LastIndexOf(' ');
        return blank > 0 && FileSize.Parse(line.Substring(blank + 1)) is { } size ? new TrackedFile(line.Substring(0, blank), size, binary) : new TrackedFile(line, 0, binary);
    }

    private static string Written(TrackedFile file) =>
        file.Path + " " + file.Size.ToString(CultureInfo.InvariantCulture) + file.IsBinary switch { true => " binary", false => " text", null => "" };

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static void Add(StringBuilder text, string key, string? value)
    {
        if (value is not null) text.Append(key).Append(": ").Append(Escape(value)).Append('\n');
    }

    private static void Add(StringBuilder text, string key, IReadOnlyList<string>? values)
    {
        if (values is { Count: 0 }) text.Append(key).Append(":\n");
        foreach (var value in values ?? []) Add(text, key, value);
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r");

    private static string Unescape(string value)
    {
        if (value.IndexOf('\\') < 0) return value;
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length) text.Append(value[i]);
            else text.Append(value[++i] switch { 'n' => '\n', 'r' => '\r', var other => other });
        }

        return text.ToString();
    }
}
