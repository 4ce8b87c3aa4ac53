using System.Text;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>Plans the mappings of an appspec: directories of the revision are merged into their destination, files go to <c>destination/name</c>.</summary>
internal sealed class RevisionPlanner(TreePlan plan, string revision, FileExistsBehavior behavior, string appSpecFile)
{
    // A few links to each other's directories multiply a small revision without end.
    private const int MostEntries = 2_000_000;
    private const int LongestName = 255;

    private readonly DestinationPlanner destinations = new(plan, behavior, (m, code) => At(code, m.Destination, appSpecFile));
    private readonly string realRevision = RealPaths.Of(revision);
    private readonly List<(ulong Device, ulong Inode)> way = [];

    internal void Plan(IReadOnlyList<FileMapping> mappings, CancellationToken cancellation)
    {
        foreach (var mapping in mappings)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                PlanMapping(mapping, cancellation);
            }
            catch (SlipwayException e)
            {
                plan.Refuse(e.Error.File is null ? e.Error with { File = appSpecFile, Line = mapping.Source.Range.Line, Column = mapping.Source.Range.Column } : e.Error, e.Error.Code == "SLW0219");
            }

            if (plan.IsHopeless) return;
        }
    }

    private static SlipwayError At(string code, AppSpecText text, string file) => new(code, "", file, text.Range.Line, text.Range.Column);

    private SlipwayException Refused(string code, AppSpecText text, string message) => new(At(code, text, appSpecFile) with { Message = message });

    private void PlanMapping(FileMapping mapping, CancellationToken cancellation)
    {
        var source = mapping.Source.Text ?? throw NotText(mapping.Source, "source");
        var destination = mapping.Destination.Text ?? throw NotText(mapping.Destination, "destination");
        if (destination.Contains('\0') || source.Contains('\0')) throw Refused("SLW0228", mapping.Source,
            "A path cannot hold a NUL character. Correct source or destination.");
        if (destination.Split('/').Any(name => Encoding.UTF8.GetByteCount(name) > LongestName))
        {
            throw Refused("SLW0228", mapping.Destination,
                $"The destination holds a name of more than {LongestName} bytes, which no Linux file system takes. Shorten it.");
        }

        if (!destination.StartsWith('/'))
        {
            plan.Warnings.Add($"The destination '{destination}' is relative: it is taken from the instance's root (the CodeDeploy agent takes its own working directory). Write '/{destination}'.");
        }

        var path = revision + "/" + source;
        if (ClimbsOut(source)) throw Refused("SLW0212", mapping.Source, $"The source '{source}' leaves the revision. Name a path inside it.");
        if (!Exists(path, out var status))
        {
            throw Exists(path.TrimEnd('/'), out _)
                ? Refused("SLW0211", mapping.Source, $"The source '{source}' ends in '/', but it is no directory. Remove the '/'.")
                : Refused("SLW0210", mapping.Source,
                    $"The source '{source}' is not in the revision. Check its spelling (case counts; wildcards are not expanded), or add it to the revision.");
        }

        var real = RealPaths.Of(path);
        if (status.Kind == FileKind.Directory)
        {
            CheckInside(mapping, source, real);
            if (destinations.Reach(mapping, destination) is { } directory) PlanFolder(mapping, real, directory, cancellation);
            return;
        }

        var name = source[(source.LastIndexOf('/') + 1)..];
        var folder = RealPaths.Of(path[..^name.Length]);
        CheckInside(mapping, source, folder);
        if (UnixFiles.Status(null, folder + "/" + name).Kind is not (FileKind.File or FileKind.Link)) throw Special(mapping, folder + "/" + name);
        if (destinations.Reach(mapping, destination) is not { } target) return;
        plan.Folders.Add(folder);
        PlanEntry(mapping, target, name, UnixFiles.Status(null, folder + "/" + name).Kind);
    }

    private void PlanFolder(FileMapping mapping, string folder, DestinationDirectory target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var handle = UnixFiles.OpenDirectory(null, folder);
        var status = UnixFiles.Status(handle);
        if (way.Contains((status.Device, status.Inode))) throw Loop(mapping, folder);
        way.Add((status.Device, status.Inode));
        var entries = List(mapping, handle, folder);
        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var index = -1;
        foreach (var entry in entries)
        {
            var kind = entry.Kind ?? UnixFiles.Status(handle, entry.Name).Kind;
            if (kind == FileKind.Link && LeadsToDirectory(handle, entry.Name))
            {
                var real = RealPaths.Of(folder + "/" + entry.Name);
                CheckInside(mapping, folder[realRevision.Length..].TrimStart('/') + "/" + entry.Name, real);
                PlanSubfolder(mapping, real, target, entry.Name, cancellation);
            }
            else if (kind == FileKind.Directory)
            {
                PlanSubfolder(mapping, folder + "/" + entry.Name, target, entry.Name, cancellation);
            }
            else if (kind is FileKind.File or FileKind.Link)
            {
                if (index < 0)
                {
                    plan.Folders.Add(folder);
                    index = plan.Folders.Count - 1;
                }

                destinations.File(mapping, target, entry.Name, index, kind == FileKind.Link ? CreationKind.Link : CreationKind.File);
            }
            else
            {
                throw Special(mapping, folder + "/" + entry.Name);
            }

            if (plan.IsHopeless) break;
        }

        way.RemoveAt(way.Count - 1);
        if (plan.Creations.Count > MostEntries) throw TooMany(mapping);
    }

    private void PlanSubfolder(FileMapping mapping, string folder, DestinationDirectory parent, string name, CancellationToken cancellation)
    {
        if (destinations.Directory(mapping, parent, name) is { } directory) PlanFolder(mapping, folder, directory, cancellation);
    }

    private void PlanEntry(FileMapping mapping, DestinationDirectory target, string name, FileKind kind) =>
        destinations.File(mapping, target, name, plan.Folders.Count - 1, kind == FileKind.Link ? CreationKind.Link : CreationKind.File);

    private List<DirectoryEntry> List(FileMapping mapping, DirectoryHandle handle, string folder)
    {
        try
        {
            return UnixFiles.List(handle, folder);
        }
        catch (NonUtf8NameException e)
        {
            throw Refused("SLW0218", mapping.Source, $"The revision holds a name that is not valid UTF-8: '{e.EscapedName}' in '{folder}'. Rename it.");
        }
    }

    private static bool LeadsToDirectory(DirectoryHandle folder, string name)
    {
        try
        {
            return UnixFiles.TryStatus(folder, name, out var status, follow: true) && status.Kind == FileKind.Directory;
        }
        catch (UnixException)
        {
            // A link to itself, or to where we may not look: it is installed as the link that it is.
            return false;
        }
    }

    private static bool Exists(string path, out FileStatus status)
    {
        try
        {
            if (UnixFiles.TryStatus(null, path, out status, follow: true)) return true;
        }
        catch (UnixException e) when (e.Errno == Errno.Loop)
        {
        }

        // A link that leads nowhere is a source all the same.
        return UnixFiles.TryStatus(null, path, out status);
    }

    /// <summary>Whether a source's <c>..</c> leads above the revision, read lexically.</summary>
    private static bool ClimbsOut(string source)
    {
        var depth = 0;
        foreach (var name in new PathComponents(source))
        {
            depth += name == ".." ? -1 : 1;
            if (depth < 0) return true;
        }

        return false;
    }

    private void CheckInside(FileMapping mapping, string shown, string real)
    {
        if (RealPaths.IsWithin(real, realRevision) || !plan.View.Tree.IsSandbox || RealPaths.IsWithin(real, plan.View.Tree.RealRoot)) return;
        throw Refused("SLW0212", mapping.Source,
            $"'{shown}' in the revision leads to '{real}', outside the revision and the sandbox. Put the files themselves into the revision.");
    }

    private SlipwayException NotText(AppSpecText text, string key) =>
        Refused("SLW0228", text, $"'{key}: {text.Raw}' is not text, and the agent fails on it while installing. Put it in quotes.");

    private SlipwayException Loop(FileMapping mapping, string folder) =>
        Refused("SLW0216", mapping.Source,
            $"A link in the revision leads back to a directory that it stands in ('{folder}'), so copying would never end. Remove the link.");

    private SlipwayException TooMany(FileMapping mapping) =>
        Refused("SLW0216", mapping.Source, $"The mapping expands to more than {MostEntries} entries. Remove the links to directories that multiply it.");

    private SlipwayException Special(FileMapping mapping, string path) =>
        Refused("SLW0217", mapping.Source, $"'{path}' is a pipe, socket or device; a revision holds files, directories and links only. Remove it.");
}
