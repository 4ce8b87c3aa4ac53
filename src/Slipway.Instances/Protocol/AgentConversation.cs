using Slipway.Instances.Delivery;
using Slipway.Instances.Events;
using Slipway.Instances.Leases;
using Slipway.Instances.State;
using Slipway.Revisions.Attachments;
using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Instances.Protocol;

/// <summary>
/// An agent's side of the protocol: one instance, one request at a time. When the other side goes away, an event that runs is run to its end and recorded, and what is unfinished stays
/// unfinished, to be joined again; nothing else is begun.
/// </summary>
public sealed class AgentConversation : IDisposable
{
    private const int ChangesInAPart = 500;
    private const long Remarkable = 6L << 20;
    private const long LargestManifest = 512L << 20;
    private const long LargestAttachments = 64L << 20;
    private static readonly TimeSpan AlivePeriod = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource gone = new();
    private readonly CancellationToken stop;
    private readonly AgentInput input;
    private readonly AgentOutput output;
    private readonly AgentEvents events;
    private Instance? instance;
    private RevisionDelivery? delivery;
    private InstanceSession? session;
    private long inUse;

    /// <param name="from">What the other side writes.</param>
    /// <param name="to">What the other side reads.</param>
    /// <param name="stop">Ends what runs, as a cancellation by the other side does, and the conversation after it.</param>
    public AgentConversation(Stream from, Stream to, CancellationToken stop)
    {
        this.stop = stop;
        output = new(to, Gone);
        events = new(output);
        input = new(from, Gone, stop);
    }

    /// <summary>Why the conversation broke off (SLW0260); null when it was ended.</summary>
    public SlipwayError? Failure => input.Failure;

    /// <summary>Answers until the other side has gone, or <c>stop</c> was asked for. Blocks.</summary>
    public void Run()
    {
        using var alive = new Timer(_ => KeepAlive(), null, AlivePeriod, AlivePeriod);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(gone.Token, stop);
        while (input.Next(ends.Token) is { } asked)
        {
            using (asked.Cancellation) output.Answer(Answer(asked));
            GiveBack();
        }
    }

    /// <summary>Lets go of what is unfinished, as it is.</summary>
    public void Dispose()
    {
        session?.Detach();
        delivery?.Dispose();
        events.Dispose();
        output.Dispose();
        input.Dispose();
        gone.Dispose();
    }

    /// <summary>An agent stands beside somebody's application, and the next request may come in an hour: what the last one left is not kept until then.</summary>
    private void GiveBack()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) < inUse + Remarkable) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        inUse = GC.GetTotalMemory(forceFullCollection: false);
    }

    private void Gone()
    {
        output.Drop();
        try
        {
            gone.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The conversation is over.
        }
    }

    private void KeepAlive()
    {
        if (input.IsSilent) Gone();
        else output.Alive();
    }

    private AgentAnswer Answer(AskedRequest asked)
    {
        // What a deployment has begun to do goes on without the other side, all else ends with it.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(asked.Cancellation.Token, gone.Token);
        try
        {
            return Answer(asked.Request, asked.Request is RunEvent ? asked.Cancellation.Token : both.Token);
        }
        catch (SlipwayException e)
        {
            return new Refused(e.Error);
        }
        catch (OperationCanceledException)
        {
            return new Refused(new("SLW0242", "The instance was told to stop, and did nothing more."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Refused(new("SLW0234", $"The agent could not do it: {e.Message.TrimEnd('.')}. Correct the cause and deploy again."));
        }
        catch (Exception e)
        {
            // Ours to mend, and no reason to leave the other side without an answer.
            return new Refused(new("SLW0268", $"The agent failed in a way that it should not ({e.GetType().Name}: {e.Message.TrimEnd('.')}). Report it; 'slipway resume' brings the instance to a defined state."));
        }
    }

    private AgentAnswer Answer(AgentRequest request, CancellationToken cancellation)
    {
        if (request is OpenInstance open) return Open(open);
        var at = instance ?? throw ProtocolErrors.OutOfPlace("no instance was opened");
        if (session is null && request is not (SendManifest or SendContents or SendBundle or OfferRevision or BeginDeployment)) EndDelivery();
        switch (request)
        {
            case ReadState read:
                return new StateRead(at.ReadState(read.DeploymentGroupName));
            case PlanDeployment plan:
                return Plan(at.Plan(plan.Deployment, cancellation), cancellation);
            case Preflight preflight:
                return new PreflightDone(at.Preflight(preflight.Deployment, cancellation));
            case OfferRevision offer:
                return Delivery(at, cancellation).Find(offer.Identity) is { } path ? new RevisionDelivered(path) : new RevisionWanted();
            case SendManifest manifest:
                return TakeManifest(Delivery(at, cancellation), manifest, cancellation);
            case SendContents contents:
                using (var content = input.Content(cancellation)) return new RevisionDelivered(Delivery(at, cancellation).Take(contents.Identity, content, cancellation));
            case SendBundle bundle:
                using (var content = input.Content(cancellation)) return new RevisionDelivered(Delivery(at, cancellation).TakeBundle(bundle.Sha256, bundle.Size, content, cancellation));
            case BeginDeployment begin:
                return Begin(at, begin.Deployment, cancellation);
            case RejoinDeployment rejoin:
                return Rejoin(at, rejoin, cancellation);
            case RunEvent run:
                return new EventRun(Session().Run(run.Event, cancellation));
            case CommitDeployment:
                return End(s => s.Commit());
            case UndoDeployment:
                return End(s => s.Undo());
            case DetachDeployment:
                return End(s => s.Detach());
            case RecoverInstance recover:
                NoSession();
                return new Recovered(at.Recover(recover.DeploymentGroupName, events, cancellation));
            case ConfirmDeployment confirm:
                NoSession();
                at.Confirm(confirm.DeploymentGroupName, confirm.DeploymentId, cancellation);
                return new Done();
            case ReadLease read:
                var lease = Leases(at).Newest(read.DeploymentGroupName);
                return new LeaseRead(lease.Number, lease.Content, lease.WrittenAt, lease.Now);
            case TakeLease take:
                return new LeaseTaken(Leases(at).TryTake(take.DeploymentGroupName, take.Number, take.Content));
            case RenewLease renew:
                return new LeaseTaken(Leases(at).TryRenew(renew.DeploymentGroupName, renew.Number, renew.Content));
            default:
                throw ProtocolErrors.OutOfPlace("it does not know the request");
        }
    }

    private InstanceOpened Open(OpenInstance open)
    {
        if (open.Version != AgentProtocol.Version) throw ProtocolErrors.OutOfPlace($"version {open.Version} of the protocol, and this agent speaks version {AgentProtocol.Version}");
        NoSession();
        EndDelivery();
        var settings = open.Settings;
        if (settings.StateFolder.Length == 0) settings = settings with { StateFolder = UsualStateFolder.Of(settings.Root, Environment.GetEnvironmentVariable) };
        instance = new(settings);
        return new(instance.Settings.StateFolder, Environment.UserName, UnixFiles.EffectiveUser == 0, Environment.ProcessId);
    }

    private PlanMade Plan(InstancePlan plan, CancellationToken cancellation)
    {
        foreach (var part in plan.Changes.Chunk(ChangesInAPart))
        {
            cancellation.ThrowIfCancellationRequested();
            output.Tell(AgentOutput.Json(new PlanPart(part)));
        }

        return new(plan.Scripts, plan.Conflicts);
    }

    private AgentAnswer TakeManifest(RevisionDelivery to, SendManifest sent, CancellationToken cancellation)
    {
        using var content = input.Content(cancellation);
        if (sent.ManifestSize is < 0 or > LargestManifest || sent.Attachments.Any(a => a.Size is < 0 or > LargestAttachments) || sent.Attachments.Sum(a => a.Size) > LargestAttachments)
            throw ProtocolErrors.OutOfPlace("its manifest or attachments are larger than any that are known");
        var manifest = Bytes(content, sent.ManifestSize);
        var attachments = sent.Attachments.Select(a => new BundleAttachment(a.Name, Bytes(content, a.Size))).ToList();
        return to.Offer(sent.Identity, manifest, attachments) is { } wanted ? new ContentsWanted(wanted) : new RevisionWanted(WantsBundle: true);
    }

    /// <summary>Memory is asked for as bytes arrive, not because a length says so.</summary>
    private static ReadOnlyMemory<byte> Bytes(ContentStream content, long size)
    {
        const int Step = 4 << 20;
        var bytes = new byte[Math.Min(size, Step)];
        for (var done = 0; ;)
        {
            var read = content.ReadAtLeast(bytes.AsSpan(done), bytes.Length - done, throwOnEndOfStream: false);
            if (read < bytes.Length - done) throw ProtocolErrors.Broken("a manifest or an attachment is shorter than it was said to be");
            done = bytes.Length;
            if (done == size) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(size, 2L * done));
        }
    }

    private SessionBegun Begin(Instance at, InstanceDeployment deployment, CancellationToken cancellation)
    {
        NoSession();
        var brought = delivery;
        delivery = null;
        events.Begin();
        try
        {
            session = at.Begin(deployment, events, cancellation, brought);
            events.Open(EventsOf(at, deployment), lastSeen: 0);
            return new([], null);
        }
        finally
        {
            if (session is null) events.End();
        }
    }

    private AgentAnswer Rejoin(Instance at, RejoinDeployment rejoin, CancellationToken cancellation)
    {
        NoSession();
        events.Begin();
        try
        {
            session = at.Rejoin(rejoin.Deployment, events, cancellation);
            if (session is null) return new NothingToRejoin();
            events.Open(EventsOf(at, rejoin.Deployment), rejoin.LastSeen);
            return new SessionBegun(session.Ended, session.Interrupted);
        }
        finally
        {
            if (session is null) events.End();
        }
    }

    private Done End(Action<InstanceSession> end)
    {
        var ending = Session();
        try
        {
            end(ending);
            session = null;
        }
        catch (SlipwayException) when (ending.IsEnded)
        {
            // It cannot be gone on with: what is left is for the recovery.
            session = null;
            throw;
        }
        finally
        {
            if (session is null) events.End();
        }

        return new();
    }

    private static string EventsOf(Instance at, InstanceDeployment deployment) =>
        GroupFolder.Of(at.Settings.StateFolder, deployment.DeploymentGroupName).Deployment(deployment.DeploymentId).Events;

    private static InstanceLeases Leases(Instance at) => new(at.Settings.StateFolder);

    private RevisionDelivery Delivery(Instance at, CancellationToken cancellation)
    {
        NoSession();
        return delivery ??= at.BeginDelivery(cancellation);
    }

    /// <summary>What was brought and is not deployed now stays, and the instance is free for others.</summary>
    private void EndDelivery()
    {
        using var ended = delivery;
        delivery = null;
        ended?.Keep();
    }

    private InstanceSession Session() => session ?? throw ProtocolErrors.OutOfPlace("no deployment has begun");

    private void NoSession()
    {
        if (session is not null) throw ProtocolErrors.OutOfPlace("a deployment has begun and did not end");
    }
}
