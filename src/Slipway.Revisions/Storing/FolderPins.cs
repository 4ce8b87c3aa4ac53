namespace Slipway.Revisions.Storing;

/// <summary>The pins of an application in a folder store: a file a holder.</summary>
/// <param name="applicationFolder">Full path of the application's folder.</param>
internal sealed class FolderPins(string applicationFolder)
{
    private string Folder => Path.Join(applicationFolder, StoreNames.Pins);

    internal IEnumerable<RevisionPin> Read(string applicationName) =>
        !Directory.Exists(Folder) ? [] : Directory.EnumerateFiles(Folder, "*.json").Select(Parse).OfType<PinRecord>()
            .Select(p => new RevisionPin(applicationName, p.Holder, p.Identities, p.PinnedAt));

    // By way of a temporary name on the same file system.
    internal void Write(PinRecord pins, string temporary)
    {
        var file = Path.Join(Folder, StoreNames.PinFile(pins.Holder));
        if (pins.Identities.Count == 0)
        {
            File.Delete(file);
            return;
        }

        Directory.CreateDirectory(Folder);
        DurableFile.Write(temporary, pins.ToJson());
        File.Move(temporary, file, overwrite: true);
        DurableFile.SyncFolder(Folder);
    }

    // What cannot be read might have pinned anything: pruning must not go on as if it pinned nothing.
    private static PinRecord? Parse(string file)
    {
        try
        {
            return PinRecord.Parse(File.ReadAllBytes(file)) ?? throw StoreErrors.Damaged(file, "what it pins cannot be read, so nothing is removed. The holder's next deployment writes it anew");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
