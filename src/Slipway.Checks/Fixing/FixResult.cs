using Slipway.Specifications.Findings;

namespace Slipway.Checks.Fixing;

/// <summary>What fixing would do, or has done.</summary>
/// <param name="Files">The files that change.</param>
/// <param name="Remaining">What a check finds afterwards.</param>
public sealed record FixResult(IReadOnlyList<FixedContent> Files, CheckResult Remaining)
{
    /// <summary>How many findings are fixed.</summary>
    public int Count => Files.Sum(file => file.Applied.Count);
}

/// <summary>A file with its fixes.</summary>
/// <param name="Name">As findings name it.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Before">What stands on the disk.</param>
/// <param name="After">What is to stand there.</param>
/// <param name="Applied">The findings that are fixed, in the order of their rounds; places count in the text of their round.</param>
public sealed record FixedContent(string Name, string Path, byte[] Before, byte[] After, IReadOnlyList<Finding> Applied);
