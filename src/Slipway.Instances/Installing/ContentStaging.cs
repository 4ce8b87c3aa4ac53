using Slipway.Instances.Planning;
using Slipway.Instances.Trees;
using Slipway.Revisions.Unix;

namespace Slipway.Instances.Installing;

/// <summary>
/// Copies all new content, with its final rights and times, into the undo areas: a full disk or a missing right shows before the
/// destination is touched. Two threads copy; each has its own open source folder.
/// </summary>
internal sealed class ContentStaging(TreePlan plan, UndoAreas areas, string keptFolder, Inheritances inheritances, bool withInodes)
{
    private const int ChunkSize = 32;
    private const int BufferSize = 64 * 1024;
    private readonly int count = plan.Creations.Count;
    private readonly int umask = UnixFiles.Umask();
    private int next;
    private long filesDone;
    private long bytesDone;

    /// <summary>Bytes of each staged file, by creation.</summary>
    internal long[] Sizes { get; } = new long[plan.Creations.Count];

    /// <summary>Modification time of each staged file in nanoseconds since 1970, by creation.</summary>
    internal long[] Times { get; } = new long[plan.Creations.Count];

    /// <summary>
    /// Inode of each staged file that got a mode and an owner and nothing else, by creation; 0 for others. Null when nobody asks for them.
    /// </summary>
    internal ulong[]? Inodes { get; } = withInodes ? new ulong[plan.Creations.Count] : null;

    /// <summary>The time that <see cref="Times"/> holds; before 1970 the nanoseconds still count upwards.</summary>
    internal static UnixTime TimeOf(long nanoseconds)
    {
        var seconds = Math.DivRem(nanoseconds, 1_000_000_000, out var rest);
        return rest < 0 ? new(seconds - 1, (uint)(rest + 1_000_000_000)) : new(seconds, (uint)rest);
    }

    /// <summary>Stages everything.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0231 to SLW0234.</exception>
    internal void Run(Action<long, long> progress, CancellationToken cancellation)
    {
        if (count < 4 * ChunkSize)
        {
            Work(progress, cancellation);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? failure = null;
        var helper = new Thread(() =>
        {
            try
            {
                Work(null, stop.Token);
            }
            catch (Exception e)
            {
                failure = e;
                stop.Cancel();
            }
        })
        { IsBackground = true, Name = "slipway staging" };
        helper.Start();
        try
        {
            Work(progress, stop.Token);
        }
        catch
        {
            stop.Cancel();
            helper.Join();
            if (failure is null or OperationCanceledException) throw;
        }

        helper.Join();
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    private void Work(Action<long, long>? progress, CancellationToken cancellation)
    {
        DirectoryHandle? folder = null;
        var folderIndex = -2;
        var buffer = new byte[BufferSize];
        try
        {
            while (true)
            {
                var start = Interlocked.Add(ref next, ChunkSize) - ChunkSize;
                if (start >= count) return;
                cancellation.ThrowIfCancellationRequested();
                for (var i = start; i < Math.Min(start + ChunkSize, count); i++)
                {
                    var creation = plan.Creations[i];
                    if (creation.Kind == CreationKind.Directory || plan.IsKept(creation.Physical)) continue;
                    if (creation.Folder != folderIndex)
                    {
                        folder?.Dispose();
                        folder = null;
                        folder = UnixFiles.OpenPath(null, creation.Kind == CreationKind.Original ? keptFolder : plan.Folders[creation.Folder], follow: true);
                        folderIndex = creation.Folder;
                    }

                    Stage(i, creation, folder!, buffer);
                }

                progress?.Invoke(Interlocked.Read(ref filesDone), Interlocked.Read(ref bytesDone));
            }
        }
        finally
        {
            folder?.Dispose();
        }
    }

    private void Stage(int index, in Creation creation, DirectoryHandle folder, byte[] buffer)
    {
        var inherited = inheritances.OfCreation(index);
        var area = areas[inherited.Area];
        var slot = UndoArea.Slot(index);
        try
        {
            switch (creation.Kind)
            {
                case CreationKind.File:
                    StageFile(index, creation, folder, area.New, slot, inherited, buffer);
                    break;
                case CreationKind.Link:
                    UnixFiles.Symlink(UnixFiles.ReadLink(folder, plan.Paths.Name(creation.Written)), area.New, slot);
                    EntryRights.SetLink(area.New, slot, inherited.Group, PermissionOf(creation));
                    break;
                default:
                    EntryCopy.Exact(folder, plan.Originals[creation.Physical], area.New, slot);
                    break;
            }
        }
        catch (UnixException e)
        {
            throw InstanceErrors.FromUnix(e, "Installing", plan.View.Tree.Shown(creation.Physical));
        }

        Interlocked.Increment(ref filesDone);
        Interlocked.Add(ref bytesDone, Sizes[index]);
    }

    private void StageFile(
        int index, in Creation creation, DirectoryHandle folder, DirectoryHandle slots, string slot, Inheritance inherited, byte[] buffer)
    {
        using var source = UnixFiles.OpenRead(folder, plan.Paths.Name(creation.Written));
        var bundled = UnixFiles.Status(source);
        // Made with its mode where the umask lets it through: one call less for most files. Nobody else can look into the area.
        var mode = bundled.Mode & 0x1ff;
        using var target = UnixFiles.CreateFile(slots, slot, mode);
        if (bundled.Size > 0) UnixFiles.Copy(source, target, bundled.Size, buffer);
        var permission = PermissionOf(creation);
        EntryRights.SetFile(target, slots, slot, mode & ~umask, bundled, inherited.Acl, permission);
        if (permission?.Acl is { } acl) PosixAcl.Apply(slots, slot, plan.View.Tree.Shown(creation.Physical), acl, UnixFiles.Status(target).Mode);
        UnixFiles.SetModified(target, bundled.Modified);
        if (Inodes is not null && inherited.Acl is null && permission is null or { Acl: null, Specification.Context: null }) Inodes![index] = UnixFiles.Status(target).Inode;
        Sizes[index] = bundled.Size;
        Times[index] = (bundled.Modified.Seconds * 1_000_000_000) + bundled.Modified.Nanoseconds;
    }

    private ResolvedPermission? PermissionOf(in Creation creation) => creation.Permission < 0 ? null : plan.Permissions[creation.Permission];
}
