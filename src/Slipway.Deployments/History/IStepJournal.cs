namespace Slipway.Deployments.History;

/// <summary>Keeps the steps of a deployment.</summary>
internal interface IStepJournal
{
    /// <summary>Writes a step that is about to be taken; it is on the disk on return.</summary>
    void Before(JournalEntry entry);

    /// <summary>Writes what has happened; it reaches the disk with the next step at the latest.</summary>
    void Append(JournalEntry entry);
}
