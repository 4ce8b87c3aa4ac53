using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Slipway.Revisions.Unix;

/// <content>Copying the bytes of files.</content>
public static unsafe partial class UnixFiles
{
    // Opening a FIFO that took a file's place would wait for a writer for ever.
    private const int NonBlocking = 0x800;

    /// <summary>
    /// Copies a regular file into another directory under the same name, where nothing may stand: its mode less the umask, owned by this
    /// process, with the time of now. <paramref name="buffer"/> takes a small file in one read; a larger one goes through the kernel.
    /// </summary>
    /// <returns>The bytes copied.</returns>
    /// <exception cref="UnixException">Calls "open", "stat" and "read" are about the source, "create", "write" and "copy_file_range" about the
    /// copy.</exception>
    public static long CopyFile(DirectoryHandle from, DirectoryHandle to, string name, Span<byte> buffer)
    {
        var source = Check(NativeMethods.OpenAt(from.Descriptor, name, ReadOnly | CloseOnExec | NoFollowFlag | NonBlocking, 0), "open", name);
        try
        {
            Check(NativeMethods.StatxAt(source, "", NativeMethods.EmptyPath, BasicStats, out var status), "stat", name);
            if ((status.Mode & 0xf000) != 0x8000) throw new UnixException(Errno.InvalidArgument, "open", name);
            var copy = Check(
                NativeMethods.OpenAt(to.Descriptor, name, WriteOnly | Create | Exclusive | CloseOnExec | NoFollowFlag, status.Mode & 0xfffu), "create", name);
            try
            {
                return status.Size < (ulong)buffer.Length ? CopySmall(source, copy, (long)status.Size, buffer, name) : CopyDescriptor(source, copy, name);
            }
            finally
            {
                _ = NativeMethods.Close(copy);
            }
        }
        finally
        {
            _ = NativeMethods.Close(source);
        }
    }

    /// <summary>Copies the rest of one open file to another, by copy_file_range (a reflink where the file system has it) or else through a buffer.</summary>
    /// <returns>The bytes copied.</returns>
    public static long Copy(SafeFileHandle from, SafeFileHandle to) => CopyDescriptor(Fd(from), Fd(to), "(open file)");

    /// <summary>As <see cref="Copy(SafeFileHandle, SafeFileHandle)"/>; a file of less than the buffer's length takes one read and one write.</summary>
    /// <param name="from">Read from where it stands.</param>
    /// <param name="to">Written where it stands.</param>
    /// <param name="size">Bytes that the file is known to have.</param>
    /// <param name="buffer">Any room.</param>
    /// <returns>The bytes copied.</returns>
    public static long Copy(SafeFileHandle from, SafeFileHandle to, long size, Span<byte> buffer) =>
        size < buffer.Length ? CopySmall(Fd(from), Fd(to), size, buffer, "(open file)") : CopyDescriptor(Fd(from), Fd(to), "(open file)");

    private static long CopySmall(int from, int to, long size, Span<byte> buffer, string name)
    {
        long total = 0;
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var read = Check(NativeMethods.Read(from, start, buffer.Length), "read", name);
                for (nint done = 0; done < read;) done += Check(NativeMethods.Write(to, start + done, read - done), "write", name);
                total += read;

                // Short, and all that the status promised: the end. It saves a second read of every file.
                if (read == 0 || (read < buffer.Length && total >= size)) return total;
            }
        }
    }

    private static long CopyDescriptor(int from, int to, string name)
    {
        long total = 0;
        while (true)
        {
            var n = NativeMethods.CopyFileRange(from, null, to, null, 1 << 30, 0);
            if (n == 0) return total;
            if (n > 0)
            {
                total += n;
                continue;
            }

            // Old kernels, special file systems and copies across some file systems: EXDEV, ENOSYS, EINVAL, EOPNOTSUPP, EBADF (append).
            var errno = Marshal.GetLastPInvokeError();
            if (total == 0 && errno is Errno.CrossDevice or 38 or Errno.InvalidArgument or Errno.NotSupported or 9) return CopyThroughBuffer(from, to, name);
            throw new UnixException(errno, "copy_file_range", name);
        }
    }

    private static long CopyThroughBuffer(int from, int to, string name)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            long total = 0;
            fixed (byte* start = buffer)
            {
                while (true)
                {
                    var read = Check(NativeMethods.Read(from, start, buffer.Length), "read", name);
                    if (read == 0) return total;
                    for (nint done = 0; done < read;) done += Check(NativeMethods.Write(to, start + done, read - done), "write", name);
                    total += read;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
