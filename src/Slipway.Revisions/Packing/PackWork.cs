namespace Slipway.Revisions.Packing;

/// <summary>A part of a bundle: made on any thread, written on one, in order.</summary>
internal abstract class PackWork : IDisposable
{
    /// <summary>Bytes of memory that it holds until it is written, about.</summary>
    internal abstract int Cost { get; }

    public abstract void Dispose();

    /// <summary>Makes the bytes.</summary>
    internal abstract void Run();

    /// <summary>Writes them.</summary>
    internal abstract void Write();
}
