using LibGit2Sharp;

namespace Slipway.Git;

/// <summary>Who approved a commit: <c>Approved-by:</c> trailers of its message, and the lines of its note in refs/notes/approvals.</summary>
internal static class CommitApprovals
{
    private const string Trailer = "Approved-by:";

    public static string Written(Signature person) => $"{person.Name} <{person.Email}>";

    public static IReadOnlyList<string> Of(Repository repository, Commit commit)
    {
        var found = new List<string>();
        // Trailers are the last paragraph.
        var message = commit.Message.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd();
        var last = message.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (last >= 0) Add(found, message[last..], bare: false);
        if (repository.Refs["refs/notes/approvals"] is not null && repository.Notes["approvals", commit.Id] is { } note) Add(found, note.Message, bare: true);
        return found;
    }

    private static void Add(List<string> found, string lines, bool bare)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(Trailer, StringComparison.OrdinalIgnoreCase)) found.Add(line[Trailer.Length..].Trim());
            else if (bare && !line.Contains(':', StringComparison.Ordinal)) found.Add(line);
        }
    }
}
