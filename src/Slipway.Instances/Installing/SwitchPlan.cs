using System.Globalization;
using System.Text;
using Slipway.Instances.Planning;
using Slipway.Instances.State;

namespace Slipway.Instances.Installing;

/// <summary>A removal of the switch. Its number, the name of its slot in the area, is its place in the list.</summary>
/// <param name="Area">Index of the undo area.</param>
/// <param name="IsDirectory">Directories have no slot: they are removed when empty and made again.</param>
/// <param name="Kept">Name under <c>kept/</c> that a foreign original gets at the commit; null for files of the previous revision.</param>
/// <param name="Path">Physical path on the instance.</param>
internal sealed record RemovalStep(int Area, bool IsDirectory, string? Kept, string Path);

/// <summary>A creation of the switch, numbered in the same way.</summary>
internal sealed record CreationStep(int Area, bool IsDirectory, string Path);

/// <summary>The journaled plan of the switch: what undo and recovery need to know, with physical paths.</summary>
internal sealed class SwitchPlan
{
    private const string FirstHeader = "slipway plan 1";
    private const string Header = "slipway plan 2";

    /// <summary>Directories that the switch touches, as they were, parents first.</summary>
    internal List<DirectoryRights> Directories { get; } = [];

    /// <summary>Null for what stayed where it was: numbers are places in the list.</summary>
    internal List<RemovalStep?> Removals { get; } = [];

    /// <summary>As <see cref="Removals"/>.</summary>
    internal List<CreationStep?> Creations { get; } = [];

    /// <summary>Paths that get an SELinux context.</summary>
    internal List<string> Contexts { get; } = [];

    /// <summary>SELinux rules of the previous revision that go.</summary>
    internal List<ContextRule> OldContexts { get; } = [];

    /// <summary>Writes the plan durably, line by line.</summary>
    internal sealed class Writer(string file) : IDisposable
    {
        private readonly FileStream stream = new(file, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        private StreamWriter? text;
        private char skippedKind;
        private int skipped;

        private StreamWriter Text => text ??= Start();

        internal void Directory(DirectoryRights before) => Text.Write($"D\t{before.Format()}\n");

        internal void Removal(int area, bool isDirectory, string? kept, string folder, string name) => Line('R', area, isDirectory, kept, folder, name);

        internal void Creation(int area, bool isDirectory, string folder, string name) => Line('C', area, isDirectory, null, folder, name);

        /// <summary>Passes over the number of a removal that is not made.</summary>
        internal void SkipRemoval() => Skip('R');

        /// <summary>Passes over the number of a creation that stands already.</summary>
        internal void SkipCreation() => Skip('C');

        internal void Context(string path) => Text.Write($"X\t{RecordText.Escape(path)}\n");

        internal void OldContext(ContextRule rule) => Text.Write($"Y\t{RecordText.Escape(rule.Context)}\t{RecordText.Escape(rule.Path)}\n");

        internal void End()
        {
            WriteSkipped();
            Text.Write("end\n");
            Text.Flush();
            stream.Flush(flushToDisk: true);
        }

        public void Dispose() => stream.Dispose();

        private StreamWriter Start()
        {
            var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 15);
            writer.Write(Header + "\n");
            return writer;
        }

        private void Skip(char what)
        {
            if (what != skippedKind) WriteSkipped();
            skippedKind = what;
            skipped++;
        }

        // One line for all that follow each other: in most redeployments nearly everything stays.
        private void WriteSkipped()
        {
            if (skipped > 0) Text.Write(string.Create(CultureInfo.InvariantCulture, $"S\t{skippedKind}\t{skipped}\n"));
            skipped = 0;
        }

        private void Line(char what, int area, bool isDirectory, string? kept, string folder, string name)
        {
            WriteSkipped();
            var text = Text;
            text.Write(what);
            text.Write('\t');
            text.Write(area);
            text.Write(isDirectory ? "\td\t" : "\tf\t");
            text.Write(kept ?? "-");
            text.Write('\t');
            text.Write(RecordText.Escape(folder));
            text.Write('/');
            text.Write(RecordText.Escape(name));
            text.Write('\n');
        }
    }

    /// <summary>Reads the plan again.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0203: it is damaged.</exception>
    internal static SwitchPlan Read(string file)
    {
        var plan = new SwitchPlan();
        Scan(file, line => plan.Add(line));
        return plan;
    }

    /// <summary>The numbers and steps of the removals that keep a foreign original. The rest of a large plan is not held.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0203: it is damaged.</exception>
    internal static List<(int Number, RemovalStep Step)> ReadKept(string file)
    {
        var kept = new List<(int, RemovalStep)>();
        var number = 0;
        Scan(file, line =>
        {
            if (line.StartsWith("S\tR\t", StringComparison.Ordinal)) number += ParseSkipped(line.AsSpan(4));
            if (!line.StartsWith("R\t", StringComparison.Ordinal)) return;
            var step = ParseStep(line.AsSpan(2));
            if (step.Kept is not null) kept.Add((number, step));
            number++;
        });
        return kept;
    }

    private static void Scan(string file, Action<string> take)
    {
        try
        {
            using var reader = new StreamReader(file, Encoding.UTF8, false, 1 << 15);
            if (reader.ReadLine() is not (Header or FirstHeader)) throw new FormatException("no valid first line");
            while (reader.ReadLine() is { } line)
            {
                if (line == "end") return;
                take(line);
            }

            throw new FormatException("it ends in the middle");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or IOException)
        {
            throw InstanceErrors.Corrupt(file, $"the plan of the interrupted deployment cannot be read ({e.Message})", e);
        }
    }

    private static int ParseSkipped(ReadOnlySpan<char> number) => int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);

    private static RemovalStep ParseStep(ReadOnlySpan<char> line)
    {
        var area = int.Parse(RecordText.Next(ref line), CultureInfo.InvariantCulture);
        var isDirectory = RecordText.Next(ref line) is "d";
        var kept = RecordText.Next(ref line);
        return new(area, isDirectory, kept is "-" ? null : kept.ToString(), RecordText.Unescape(line));
    }

    private void Add(ReadOnlySpan<char> line)
    {
        var what = RecordText.Next(ref line);
        if (what is "D")
        {
            Directories.Add(DirectoryRights.Parse(line));
            return;
        }

        if (what is "X")
        {
            Contexts.Add(RecordText.Unescape(line));
            return;
        }

        if (what is "Y")
        {
            var context = RecordText.Unescape(RecordText.Next(ref line));
            OldContexts.Add(new(RecordText.Unescape(line), context));
            return;
        }

        if (what is "S")
        {
            var isRemoval = RecordText.Next(ref line) is "R";
            for (var left = ParseSkipped(line); left > 0; left--)
            {
                if (isRemoval) Removals.Add(null);
                else Creations.Add(null);
            }

            return;
        }

        if (what is not ("R" or "C")) throw new FormatException("an unknown line");
        var step = ParseStep(line);
        if (what is "R") Removals.Add(step);
        else Creations.Add(new(step.Area, step.IsDirectory, step.Path));
    }
}
