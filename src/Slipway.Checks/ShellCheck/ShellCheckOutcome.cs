using System.Text.Json;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Checks.ShellCheck;

/// <summary>How a run of shellcheck ended.</summary>
/// <param name="Remarks">What it says, with the files as they were named to it; null when it did not run to its end.</param>
/// <param name="Failure">Why it did not; null when it did, and where it is not installed.</param>
internal sealed record ShellCheckOutcome(IReadOnlyList<(string File, ShellCheckRemark Remark)>? Remarks, string? Failure)
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
            return new ShellCheckOutcome([.. document.RootElement.GetProperty("comments").EnumerateArray().Select(Read)], null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Failed("what it printed cannot be read; is it older than 0.7?");
        }
    }

    private static (string File, ShellCheckRemark Remark) Read(JsonElement comment) => (comment.GetProperty("file").GetString() ?? "", new ShellCheckRemark(
        comment.GetProperty("line").GetInt32(),
        comment.GetProperty("column").GetInt32(),
        comment.GetProperty("endLine").GetInt32(),
        comment.GetProperty("endColumn").GetInt32(),
        comment.GetProperty("level").GetString() ?? "",
        comment.GetProperty("code").GetInt32(),
        comment.GetProperty("message").GetString() ?? ""));
}
