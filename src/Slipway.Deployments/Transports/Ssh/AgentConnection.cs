using Slipway.Instances;
using Slipway.Instances.Protocol;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>A running agent and the way to it. When it is disposed of, the agent ends: at once when nothing runs, else with the event that runs.</summary>
internal sealed class AgentConnection : IAsyncDisposable
{
    private static readonly TimeSpan GoodEnd = TimeSpan.FromSeconds(2);

    private readonly AgentClient client;
    private readonly Func<TimeSpan, Task> end;

    /// <param name="client">The conversation.</param>
    /// <param name="opened">What the agent says of its instance.</param>
    /// <param name="end">Lets the other side come to its end, and ends it after a while.</param>
    internal AgentConnection(AgentClient client, InstanceOpened opened, Func<TimeSpan, Task> end)
    {
        this.client = client;
        this.end = end;
        Opened = opened;
    }

    /// <summary>What the agent says of its instance.</summary>
    public InstanceOpened Opened { get; }

    /// <summary>Whether it is gone.</summary>
    public bool IsLost => client.IsLost;

    /// <summary>Connects, sends the agent where it is missing, and opens the instance.</summary>
    /// <exception cref="InstanceUnreachableException">SLW0430 to SLW0435.</exception>
    /// <exception cref="SlipwayException">SLW0436 to SLW0442; what the instance refuses.</exception>
    public static async Task<AgentConnection> OpenAsync(InstanceDefinition instance, TransportSettings settings, AgentPrograms agents, CancellationToken cancellation)
    {
        if (agents.All.Count == 0) throw SshErrors.NoAgents(instance.InstanceName, agents.Looked);
        var arguments = SshCommandLine.Arguments(
            instance.Connection, Bootstrap.Command(agents.All, instance.Sudo), settings.Variable("SLIPWAY_SSH_CONFIG"), settings.ConnectTimeout);
        var ssh = await StartAsync(instance, settings, agents.All, arguments, cancellation).ConfigureAwait(false);
        var client = new AgentClient(ssh.Output, ssh.Input, ssh.Kill, settings.Time, settings.Silence);
        try
        {
            var opened = await client.AskAsync<InstanceOpened>(new OpenInstance(AgentProtocol.Version, SettingsOf(instance, settings)), null, null, cancellation).ConfigureAwait(false);
            return new(client, opened, patience => EndAsync(ssh, patience));
        }
        catch (Exception e)
        {
            client.Dispose();
            var messages = ssh.Messages;
            ssh.Dispose();
            if (e is ConnectionLostException)
                throw SshErrors.Unreachable("SLW0443", $"The agent of instance {instance.InstanceName} ended right after its start: {e.Message} {messages}".TrimEnd(), e);
            throw;
        }
    }

    /// <inheritdoc cref="AgentClient.AskAsync{T}"/>
    public Task<T> AskAsync<T>(AgentRequest request, CancellationToken cancellation, Action<AgentEvent>? told = null, Action<ContentWriter>? content = null)
        where T : AgentAnswer => client.AskAsync<T>(request, told, content, cancellation);

    /// <inheritdoc cref="AgentClient.AskAsync"/>
    public Task<AgentAnswer> AskAsync(AgentRequest request, CancellationToken cancellation, Action<AgentEvent>? told = null, Action<ContentWriter>? content = null) =>
        client.AskAsync(request, told, content, cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await end(IsLost ? TimeSpan.Zero : GoodEnd).ConfigureAwait(false);
        client.Dispose();
    }

    private static async Task<SshProcess> StartAsync(
        InstanceDefinition instance, TransportSettings settings, IReadOnlyDictionary<string, AgentProgram> agents, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await Task.Factory.StartNew(
            () =>
            {
                var ssh = SshProcess.Start(SshCommandLine.Program(settings.Variable), arguments);
                try
                {
                    using var ended = cancellation.UnsafeRegister(_ => ssh.Kill(), null);

                    // ssh's own limit comes first, because it knows what it waited for.
                    new AgentStart(ssh, new(instance.InstanceName, instance.Connection, instance.Sudo), agents, settings.ConnectTimeout * 2).Run();
                    return ssh;
                }
                catch
                {
                    ssh.Dispose();
                    cancellation.ThrowIfCancellationRequested();
                    throw;
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    private static InstanceSettings SettingsOf(InstanceDefinition instance, TransportSettings settings) => new()
    {
        Name = instance.InstanceName,
        Root = instance.Root,
        StateFolder = instance.StateFolder ?? "",
        Environment = instance.Environment,
        Agent = settings.Agent,
        KeepRevisions = settings.KeepRevisions,
        LockWait = settings.LockWait,
    };

    /// <summary>The agent ends when its input does, and ssh with it.</summary>
    private static Task EndAsync(SshProcess ssh, TimeSpan patience) => Task.Factory.StartNew(
        () =>
        {
            // Closing a pipe waits for whoever writes to it: a process that takes nothing any longer is ended first.
            if (patience > TimeSpan.Zero)
            {
                ssh.CloseInput();
                ssh.WaitForEnd(patience);
            }

            ssh.Dispose();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
