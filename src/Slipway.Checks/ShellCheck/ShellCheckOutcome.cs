using System.Text.Json;

namespace Slipway.Checks.ShellCheck;

/// <summary>How a run of shellcheck ended.</summary>
/// <param name="Comments">What it says; null when it did not run to its end.</param>
/// <param name="Failure">Why it did not; null when it did, and where it is not installed.</param>
internal sealed record ShellCheckOutcome(IReadOnlyList<ShellCheckComment>? Comments, string? Failure)
{
    /// <summary>There is no such program, which is nothing to be told of.</summary>
    public static ShellCheckOutcome NotInstalled { get; } = new(null, null);

    /// <summary>It did not do its work.</summary>
    public static ShellCheckOutcome Failed(string reason) => new(null, reason);

    /// <summary>Reads what <c>--format=json1</c> prints.</summary>
    public static ShellCheckOutcome Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new ShellCheckOutcome([.. document.RootElement.GetProperty("comments").EnumerateArray().Select(ShellCheckComment.Read)], null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Failed("what it printed cannot be read; is it older than 0.7?");
        }
    }
}

/// <summary>A remark of shellcheck. Lines and columns count from 1; columns count characters, and a tab is one.</summary>
internal sealed record ShellCheckComment(string File, int Line, int Column, int EndLine, int EndColumn, string Level, int Code, string Message)
{
    /// <summary>Reads one of the <c>comments</c>.</summary>
    public static ShellCheckComment Read(JsonElement comment) => new(
        comment.GetProperty("file").GetString() ?? "",
        comment.GetProperty("line").GetInt32(),
        comment.GetProperty("column").GetInt32(),
        comment.GetProperty("endLine").GetInt32(),
        comment.GetProperty("endColumn").GetInt32(),
        comment.GetProperty("level").GetString() ?? "",
        comment.GetProperty("code").GetInt32(),
        comment.GetProperty("message").GetString() ?? "");
}
