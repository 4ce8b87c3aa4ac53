using System.Text.Json;
using Slipway.Checks.Fixing;
using Slipway.Revisions;
using Slipway.Revisions.Inventory;
using Slipway.Revisions.Unix;

namespace Slipway.Cli.Output;

/// <summary>How two revisions differ.</summary>
internal static class DiffReport
{
    public static void PrintText(
        string first, string second, RevisionInventory before, RevisionInventory after, IReadOnlyList<RevisionDifference> differences, TextWriter output)
    {
        output.WriteLine($"{first} ({before.Manifest.Identity[..12]}) -> {second} ({after.Manifest.Identity[..12]})");
        foreach (var difference in differences) output.WriteLine($"  {Verb(difference.Kind),-8} {TerminalText.Line(difference.Path)}{Details(difference)}");
        var totals = new List<string>();
        var words = new[] { (DifferenceKind.Added, "added"), (DifferenceKind.Changed, "changed"), (DifferenceKind.Removed, "removed"), (DifferenceKind.Mode, "with another mode") };
        foreach (var (kind, word) in words)
        {
            var of = differences.Where(d => d.Kind == kind).ToList();
            if (of.Count > 0) totals.Add($"{Amounts.Count(of.Count, "file")} {word}{(kind == DifferenceKind.Mode ? "" : $" ({Signed(of.Sum(d => d.Growth))})")}");
        }

        var same = before.Manifest.Entries.Count - differences.Count(d => d.Before is not null);
        output.WriteLine(totals.Count == 0 ? "  The same revision." : $"  Total: {string.Join(", ", totals)}; {Amounts.Count(same, "file")} the same.");
        if (AppSpecDifference(before, after, differences) is not { Length: > 0 } text) return;
        output.WriteLine();
        foreach (var line in TerminalText.Lines(text)) output.WriteLine(line);
    }

    /// <summary><c>{"before","after","differences":[{"kind","path","before"?,"after"?,"growth"}],"totals":{…},"appspec"?}</c></summary>
    public static void PrintJson(RevisionInventory before, RevisionInventory after, IReadOnlyList<RevisionDifference> differences, TextWriter output) =>
        Json.Write(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("before", before.Manifest.Identity);
            writer.WriteString("after", after.Manifest.Identity);
            writer.WriteStartArray("differences");
            foreach (var difference in differences)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", difference.Kind.ToString().ToLowerInvariant());
                writer.WriteString("path", difference.Path);
                Entry(writer, "before", difference.Before);
                Entry(writer, "after", difference.After);
                writer.WriteNumber("growth", difference.Growth);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("totals");
            foreach (var kind in Enum.GetValues<DifferenceKind>()) writer.WriteNumber(kind.ToString().ToLowerInvariant(), differences.Count(d => d.Kind == kind));
            writer.WriteNumber("growth", differences.Sum(d => d.Growth));
            writer.WriteEndObject();
            if (AppSpecDifference(before, after, differences) is { Length: > 0 } text) writer.WriteString("appspec", text);
            writer.WriteEndObject();
        });

    private static string Verb(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Added => "added",
        DifferenceKind.Removed => "removed",
        DifferenceKind.Mode => "mode",
        _ => "changed",
    };

    private static string Details(RevisionDifference difference) => (difference.Before, difference.After) switch
    {
        (null, { } added) => $"  {What(added)}",
        ({ } removed, null) => $"  {What(removed)}",
        ({ Kind: FileKind.File } old, { Kind: FileKind.File } changed) when difference.Kind == DifferenceKind.Mode => $"  {Mode(old)} -> {Mode(changed)}",
        ({ Kind: FileKind.File } old, { Kind: FileKind.File } changed) =>
            $"  {Amounts.Bytes(old.Size)} -> {Amounts.Bytes(changed.Size)} ({Signed(difference.Growth)})"
            + (old.Mode == changed.Mode ? "" : $", mode {Mode(old)} -> {Mode(changed)}"),
        var (old, changed) => $"  {What(old!)} -> {What(changed!)}",
    };

    private static string What(RevisionEntry entry) => entry.Kind switch
    {
        FileKind.File => Amounts.Bytes(entry.Size),
        FileKind.Link => $"link to {TerminalText.Line(entry.LinkTarget!)}",
        _ => "directory",
    };

    private static string Mode(RevisionEntry entry) => Convert.ToString(entry.Mode, 8).PadLeft(4, '0');

    private static string Signed(long bytes) => (bytes < 0 ? "-" : "+") + Amounts.Bytes(Math.Abs(bytes));

    private static string? AppSpecDifference(RevisionInventory before, RevisionInventory after, IReadOnlyList<RevisionDifference> differences) =>
        differences.Any(d => d.Path == RevisionInventory.AppSpec && d.Kind != DifferenceKind.Mode)
            ? UnifiedDiff.Of(RevisionInventory.AppSpec, before.ReadAppSpec() ?? [], after.ReadAppSpec() ?? []) : null;

    private static void Entry(Utf8JsonWriter writer, string name, RevisionEntry? entry)
    {
        if (entry is null) return;
        writer.WriteStartObject(name);
        writer.WriteString("type", entry.Kind.ToString().ToLowerInvariant());
        if (entry.Kind == FileKind.File)
        {
            writer.WriteNumber("size", entry.Size);
            writer.WriteString("mode", Mode(entry));
            writer.WriteString("sha256", entry.Sha256);
        }

        if (entry.LinkTarget is not null) writer.WriteString("target", entry.LinkTarget);
        writer.WriteEndObject();
    }
}
