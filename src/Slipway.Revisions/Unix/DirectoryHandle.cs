using System.Runtime.InteropServices;

namespace Slipway.Revisions.Unix;

/// <summary>An open directory: names given with it are looked up in it, whatever happens to the path it was opened by.</summary>
public sealed class DirectoryHandle : SafeHandle
{
    /// <summary>For the marshaller.</summary>
    public DirectoryHandle()
        : base(-1, ownsHandle: true)
    {
    }

    internal DirectoryHandle(int descriptor)
        : base(descriptor, ownsHandle: true)
    {
    }

    /// <inheritdoc />
    public override bool IsInvalid => handle == -1;

    internal int Descriptor => (int)handle;

    /// <inheritdoc />
    protected override bool ReleaseHandle() => NativeMethods.Close((int)handle) == 0;
}
