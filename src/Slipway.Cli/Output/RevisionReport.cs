using System.Text;
using System.Text.Json;
using Slipway.Revisions;
using Slipway.Revisions.Inventory;
using Slipway.Revisions.Signing;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Cli.Output;

/// <summary>What a revision holds and where it comes from.</summary>
/// <param name="revision">The revision.</param>
/// <param name="trust">Its statement and signatures; null when they cannot be looked at.</param>
/// <param name="notTrusted">Why they cannot.</param>
internal sealed class RevisionReport(RevisionInventory revision, RevisionTrust? trust, SlipwayError? notTrusted)
{
    private const int Largest = 10;

    private IReadOnlyList<RevisionEntry> Files { get; } = [.. revision.Manifest.Entries.Where(e => e.Kind != FileKind.Directory)];

    public void PrintText(bool allFiles, TextWriter output)
    {
        var unpacked = Amounts.Bytes(Files.Sum(f => f.Size));
        output.WriteLine($"{revision.Source}: revision {revision.Manifest.Identity[..12]}, "
            + (revision.Type is null ? $"a folder of {Amounts.Count(Files.Count, "file")}, {unpacked}"
                : $"{revision.Type.ToString()!.ToLowerInvariant()} of {Amounts.Bytes(revision.Size)}, {Amounts.Count(Files.Count, "file")}, {unpacked} unpacked"));
        var made = revision.Type is null || revision.HasManifest ? "" : " (made from the content: the bundle has no manifest)";
        output.WriteLine($"  {"identity",-12} {revision.Manifest.Identity}{made}");
        if (trust?.Statement is { } statement) ProvenanceText.Print(statement.Facts, output);
        foreach (var signature in trust?.Signatures ?? []) ProvenanceText.Print(signature, output);
        if (trust?.Fault is { } fault) output.WriteLine($"  {"NOT BELIEVED",-12} {TerminalText.Line(fault)}");
        if (notTrusted is not null) output.WriteLine($"  {"signatures",-12} not looked at: {notTrusted.Message}");
        foreach (var attachment in revision.Attachments) output.WriteLine($"  {"attached",-12} {attachment.Name} ({Amounts.Bytes(attachment.Content.Length)})");
        output.WriteLine();
        if (allFiles) PrintFiles(Files.OrderBy(f => f.Path, StringComparer.Ordinal), output);
        else
        {
            PrintFolders(output);
            if (Files.Count > 0) output.WriteLine($"\n  The largest files{(Files.Count > Largest ? $" of {Files.Count} (--files lists all)" : "")}:");
            PrintFiles(Files.OrderByDescending(f => f.Size).ThenBy(f => f.Path, StringComparer.Ordinal).Take(Largest), output);
        }

        if (revision.ReadAppSpec() is not { } appSpec) return;
        output.WriteLine($"\n  {RevisionInventory.AppSpec}:");
        foreach (var line in TerminalText.Lines(Encoding.UTF8.GetString(appSpec))) output.WriteLine("    " + line);
    }

    /// <summary><c>{"source","type"?,"revision","size","unpackedSize","manifest","provenance"?,"signatures"?,"attachments":[…],"files":[…],"appspec"?}</c></summary>
    public void PrintJson(TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("source", revision.Source);
        if (revision.Type is { } type) writer.WriteString("type", type.ToString().ToLowerInvariant());
        writer.WriteString("revision", revision.Manifest.Identity);
        writer.WriteNumber("size", revision.Size);
        writer.WriteNumber("unpackedSize", Files.Sum(f => f.Size));
        writer.WriteBoolean("manifest", revision.HasManifest);
        if (trust is not null) writer.TrustMembers(trust);
        writer.WriteStartArray("attachments");
        foreach (var attachment in revision.Attachments)
        {
            writer.WriteStartObject();
            writer.WriteString("name", attachment.Name);
            writer.WriteNumber("size", attachment.Content.Length);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("files");
        foreach (var entry in revision.Manifest.Entries) File(writer, entry);
        writer.WriteEndArray();
        if (revision.ReadAppSpec() is { } appSpec) writer.WriteString("appspec", Encoding.UTF8.GetString(appSpec));
        writer.WriteEndObject();
    });

    private void File(Utf8JsonWriter writer, RevisionEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("path", entry.Path);
        writer.WriteString("type", entry.Kind.ToString().ToLowerInvariant());
        if (entry.Kind == FileKind.File)
        {
            writer.WriteString("mode", Convert.ToString(entry.Mode, 8).PadLeft(4, '0'));
            writer.WriteNumber("size", entry.Size);
            writer.WriteString("sha256", entry.Sha256);
        }

        if (revision.PackedSizes.TryGetValue(entry.Path, out var packed)) writer.WriteNumber("packedSize", packed);
        if (entry.LinkTarget is not null) writer.WriteString("target", entry.LinkTarget);
        writer.WriteEndObject();
    }

    private void PrintFolders(TextWriter output)
    {
        var folders = Files.GroupBy(f => f.Path.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? f.Path[..(slash + 1)] : "(root)")
            .Select(g => (Name: TerminalText.Line(g.Key), Count: g.Count(), Size: g.Sum(f => f.Size), Packed: g.Sum(Packed)))
            .OrderByDescending(f => f.Size).ThenBy(f => f.Name, StringComparer.Ordinal);
        foreach (var (name, count, size, packed) in folders)
        {
            var inBundle = revision.PackedSizes.Count == 0 ? "" : $" {Amounts.Bytes(packed),12} packed";
            output.WriteLine($"  {name,-24} {Amounts.Count(count, "file"),12} {Amounts.Bytes(size),12}{inBundle}");
        }
    }

    private void PrintFiles(IEnumerable<RevisionEntry> files, TextWriter output)
    {
        foreach (var file in files)
        {
            var size = file.Kind == FileKind.Link ? "link" : Amounts.Bytes(file.Size);
            var packed = revision.PackedSizes.Count == 0 ? "" : $" {(file.Kind == FileKind.Link ? "" : Amounts.Bytes(Packed(file))),10}";
            var target = file.LinkTarget is null ? "" : $" -> {TerminalText.Line(file.LinkTarget)}";
            output.WriteLine($"  {Convert.ToString(file.Mode, 8).PadLeft(4, '0')} {size,10}{packed}  {TerminalText.Line(file.Path)}{target}");
        }
    }

    private long Packed(RevisionEntry entry) => revision.PackedSizes.GetValueOrDefault(entry.Path);
}
