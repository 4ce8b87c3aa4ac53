using System.Runtime.InteropServices;

namespace Slipway.Revisions.Unix;

/// <summary>A system call failed.</summary>
public sealed class UnixException : IOException
{
    /// <summary>An exception for the <paramref name="errno"/> of <paramref name="call"/> on <paramref name="path"/>.</summary>
    public UnixException(int errno, string call, string path)
        : base($"{Marshal.GetPInvokeErrorMessage(errno)} ({call}): {path}")
    {
        Errno = errno;
        Call = call;
        Path = path;
    }

    /// <summary>The error number, one of <see cref="Unix.Errno"/>'s or another.</summary>
    public int Errno { get; }

    /// <summary>The system call that failed: "open", "create", "write".</summary>
    public string Call { get; }

    /// <summary>The path it failed on, as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>The system's own text, "No space left on device".</summary>
    public string Reason => Marshal.GetPInvokeErrorMessage(Errno);
}
