namespace Slipway.Revisions.Packing;

/// <summary>Writes a bundle entry by entry. The same calls give the same bytes.</summary>
internal interface IBundleWriter : IDisposable
{
    void AddDirectory(string path);

    void AddLink(string path, string target);

    /// <summary>Reads the source to its end.</summary>
    void AddFile(SourceFile source);

    /// <summary>Writes the manifest where the CodeDeploy agent does not look, and the archive's end.</summary>
    void Finish(byte[] manifest);
}
