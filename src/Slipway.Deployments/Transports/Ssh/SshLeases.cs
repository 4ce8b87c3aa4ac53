using Slipway.Instances.Protocol;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>Leases on an instance behind an agent. They have a connection of their own: a heartbeat does not wait for a lifecycle event.</summary>
internal sealed class SshLeases(string instanceName, Func<CancellationToken, Task<AgentConnection>> open) : ILeaseStore, IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private AgentConnection? connection;

    /// <inheritdoc />
    public string Name => instanceName;

    /// <inheritdoc />
    public async Task<StoredLease> NewestAsync(string deploymentGroupName, CancellationToken cancellation)
    {
        var read = await AskAsync<LeaseRead>(new ReadLease(deploymentGroupName), cancellation).ConfigureAwait(false);
        return new(read.Number, read.Content, read.WrittenAt, read.Now);
    }

    /// <inheritdoc />
    public async Task<bool> TryTakeAsync(string deploymentGroupName, long number, byte[] content, CancellationToken cancellation)
    {
        if ((await AskAsync<LeaseTaken>(new TakeLease(deploymentGroupName, number, content), cancellation).ConfigureAwait(false)).IsTaken) return true;

        // The first answer may have been lost with its connection: then the lease is there, and it is ours.
        var newest = await NewestAsync(deploymentGroupName, cancellation).ConfigureAwait(false);
        return newest.Number == number && newest.Content is { } written && written.AsSpan().SequenceEqual(content);
    }

    /// <inheritdoc />
    public async Task<bool> TryRenewAsync(string deploymentGroupName, long number, byte[] content, CancellationToken cancellation) =>
        (await AskAsync<LeaseTaken>(new RenewLease(deploymentGroupName, number, content), cancellation).ConfigureAwait(false)).IsTaken;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    private async Task<T> AskAsync<T>(AgentRequest request, CancellationToken cancellation)
        where T : AgentAnswer
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            for (var isSecond = false; ; isSecond = true)
            {
                if (connection is null or { IsLost: true })
                {
                    if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
                    connection = null;
                    connection = await open(cancellation).ConfigureAwait(false);
                }

                try
                {
                    return await connection.AskAsync<T>(request, cancellation).ConfigureAwait(false);
                }
                catch (ConnectionLostException e)
                {
                    if (isSecond) throw SshErrors.Lost(instanceName, e.Message, e);
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }
}
