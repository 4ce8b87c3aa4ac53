using Slipway.Instances.State;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>The undo areas that a journal names, as far as they exist.</summary>
internal sealed class JournaledAreas : IDisposable
{
    private readonly Dictionary<int, UndoArea> open = [];
    private readonly List<string> paths = [];
    private readonly List<DirectoryRights> beside = [];

    internal JournaledAreas(JournalReading journal)
    {
        foreach (var line in journal.All(JournalStep.Area))
        {
            var path = JournalReading.Text(line, "path");
            paths.Add(path);
            if (JournalReading.Text(line, "beside") is { Length: > 0 } rights) beside.Add(DirectoryRights.Parse(rights));
            if (UndoArea.Open(path) is { } area) open[(int)JournalReading.Number(line, "index")] = area;
        }
    }

    /// <summary>An area, or null when it was removed already.</summary>
    internal UndoArea? this[int index] => open.GetValueOrDefault(index);

    internal IEnumerable<UndoArea> All => open.Values;

    /// <summary>Removes the areas; with <paramref name="restoreTimes"/> the folders beside which they stood get their times again.</summary>
    internal void Remove(InstanceTree? restoreTimes)
    {
        foreach (var path in paths) UndoArea.Remove(path);
        if (restoreTimes is null) return;
        foreach (var rights in beside)
        {
            if (restoreTimes.TryStatus(restoreTimes.Paths.Intern(rights.Path), out var status) && status.Kind == FileKind.Directory) rights.Restore(restoreTimes);
        }
    }

    public void Dispose()
    {
        foreach (var area in open.Values) area.Dispose();
    }
}
