using System.Security.Cryptography;
using Slipway.Instances.Protocol;
using Slipway.Instances.Tests.Protocol;
using Slipway.Instances.Tests.Trust;
using Slipway.Revisions;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Instances.Tests.Delivering;

/// <summary>A revision is brought by what the instance lacks of it, and deployed as if its bundle were there.</summary>
public sealed class DeliveryTests
{
    private const string Mapping = "files:\n  - source: app\n    destination: /srv/app\n";
    private const string Edit = Mapping + "hooks:\n  AfterInstall:\n    - location: edit.sh\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_what_the_instance_lacks_is_sent_and_each_content_once(bool deflated)
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        (string, string, int)[] files = [("app/a", "same", 0x1a4), ("app/twin", "same", 0x1a4), ("app/other-mode", "same", 0x1ed), ("app/empty", "", 0x1a4), ("app/big", new string('x', 3_000_000), 0x1a4)];
        var first = sandbox.Revision(Mapping, files);
        var (path, sent) = agent.Peer.Deliver(first, deflated);
        Assert.Equal(4, sent);
        Deploy(agent, path);
        Assert.Equal("same", sandbox.Read("srv/app/twin"));
        Assert.Equal("same", sandbox.Read("srv/app/other-mode"));
        Assert.Equal(3_000_000, sandbox.Read("srv/app/big").Length);
        var tree = sandbox.Standing();

        // The same again is known; with one line changed, one content and the bundle's other files come.
        Assert.Equal(path, agent.Peer.Ask<RevisionDelivered>(new OfferRevision(RevisionBundle.Read(first).Manifest!.Identity)).Path);
        agent.Peer.Ask<StateRead>(new ReadState("local"));
        (path, sent) = agent.Peer.Deliver(sandbox.Revision(Mapping, [.. files, ("app/new", "a line", 0x1a4)]), deflated);
        Assert.Equal(1, sent);
        Deploy(agent, path);
        Assert.Equal("a line", sandbox.Read("srv/app/new"));

        // As from the bundle itself.
        using var direct = new Sandbox(bundles: BundleType.Zip);
        Assert.Null(direct.Deploy(first));
        Assert.Equal(direct.Standing(), tree);
    }

    [Fact]
    public void What_scripts_do_to_a_delivered_revision_reaches_no_other()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var revision = sandbox.Revision(Edit, ("app/a", "original"), ("edit.sh", "#!/bin/sh\nprintf spoiled > $SLIPWAY_REVISION_DIR/app/a\n"));
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Deploy(agent, agent.Peer.Deliver(revision).Path);
            Assert.Equal("original", sandbox.Read("srv/app/a"));
        }
    }

    [Fact]
    public void Contents_that_are_not_what_the_manifest_lists_are_refused_and_leave_nothing()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var bundle = sandbox.Revision(Mapping, ("app/a", "content"));
        var manifest = RevisionBundle.Read(bundle).Manifest!;
        var text = AgentPeer.TextOf(manifest);
        var index = manifest.Entries.ToList().FindIndex(e => e.Path == "app/a");
        byte[][] bad =
        [
            AgentPeer.Part("Content"u8.ToArray(), deflated: false), AgentPeer.Part("content and more"u8.ToArray(), deflated: true), AgentPeer.Part("cont"u8.ToArray(), deflated: false),
            [.. AgentPeer.Part("content"u8.ToArray(), deflated: true), 0], [7, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7], [7, 0, 0, 0, 0, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7],
            [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0], AgentPeer.Part(new byte[5_000_000], deflated: true), [], [1, 2, 3],
        ];
        foreach (var part in bad)
        {
            var wanted = agent.Peer.Ask<ContentsWanted>(new SendManifest(manifest.Identity, text.Length, []), text);
            Assert.Contains(index, wanted.Entries);
            var contents = new PackedContents(bundle, manifest).Read(_ => true);
            var parts = wanted.Entries.Select(i => i == index ? part : AgentPeer.Part(contents[manifest.Entries[i].Path], deflated: true)).ToArray();
            Assert.Equal("SLW0266", agent.Peer.Ask<Refused>(new SendContents(manifest.Identity), parts).Error.Code);
        }

        agent.Lose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.State + "/delivered"));
        Assert.Empty(Directory.EnumerateFiles(sandbox.State + "/objects", "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Manifests_that_lead_elsewhere_are_refused()
    {
        using var sandbox = new Sandbox();
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var hash = Convert.ToHexStringLower(SHA256.HashData("x"u8));
        Refused("f\t644\t1\t" + hash + "\t../x\n", "SLW0104");
        Refused("f\t644\t1\t" + hash + "\t/etc/x\n", "SLW0104");
        Refused("f\t644\t1\t" + hash + "\ta/./x\n", "SLW0104");
        Refused("f\t644\t1\t" + hash + "\tb\nf\t644\t1\t" + hash + "\ta\n", "SLW0266");
        Refused("f\t4755\t1\t" + hash + "\ta\n", "SLW0266");
        Refused("f\t644\t99999999999999\t" + hash + "\ta\n", "SLW0108");
        Refused("l\t\ta\n", "SLW0266");
        Refused("nonsense\n", "SLW0266");
        var text = "slipway-manifest 1\n"u8.ToArray();
        Assert.Equal("SLW0266", agent.Peer.Ask<Refused>(new SendManifest(new string('0', 64), text.Length, []), text).Error.Code);
        Assert.Equal("SLW0266", agent.Peer.Ask<Refused>(new SendManifest("../../x", text.Length, []), text).Error.Code);
        Assert.Equal("SLW0266", agent.Peer.Ask<Refused>(new OfferRevision("../x")).Error.Code);
        Assert.Equal("SLW0261", agent.Peer.Ask<Refused>(new SendManifest(new string('0', 64), long.MaxValue, []), text).Error.Code);
        Assert.Equal("SLW0260", agent.Peer.Ask<Refused>(new SendManifest(new string('0', 64), 1 << 28, []), text).Error.Code);

        void Refused(string lines, string code)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes("slipway-manifest 1\n" + lines);
            Assert.Equal(code, agent.Peer.Ask<Refused>(new SendManifest(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, []), bytes).Error.Code);
        }
    }

    [Fact]
    public void A_path_through_a_link_of_the_revision_is_refused()
    {
        using var sandbox = new Sandbox();
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var hash = Convert.ToHexStringLower(SHA256.HashData("x"u8));
        var bytes = System.Text.Encoding.UTF8.GetBytes($"slipway-manifest 1\nl\t/etc\ta\nf\t644\t1\t{hash}\ta/x\nf\t644\t1\t{hash}\tappspec.yml\n");
        var identity = Convert.ToHexStringLower(SHA256.HashData(bytes));
        agent.Peer.Ask<ContentsWanted>(new SendManifest(identity, bytes.Length, []), bytes);
        var path = agent.Peer.Ask<RevisionDelivered>(new SendContents(identity), AgentPeer.Part("x"u8.ToArray(), deflated: false)).Path;
        Assert.StartsWith("SLW01", agent.Peer.Ask<Refused>(new BeginDeployment(Sandbox.Deployment(path))).Error.Code, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_was_lost_or_damaged_since_is_found_before_anything_is_touched()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        string path;
        using (var agent = new RunningAgent(sandbox.Root, sandbox.State))
        {
            path = agent.Peer.Deliver(sandbox.Revision(Mapping, ("app/a", "content"))).Path;
            agent.Peer.Ask<StateRead>(new ReadState("local"));
        }

        foreach (var file in Directory.EnumerateFiles(sandbox.State + "/objects", "*", SearchOption.AllDirectories)) File.WriteAllText(file, "damaged");
        Assert.Equal("SLW0267", sandbox.Deploy(path)!.Code);
        File.WriteAllText(path + "/manifest", "damaged");
        Assert.Equal("SLW0267", sandbox.Deploy(path)!.Code);
        Assert.False(Directory.Exists(sandbox.PathOf("srv")));
    }

    [Fact]
    public void What_was_brought_for_a_refused_deployment_or_a_look_is_not_sent_again()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var bundle = sandbox.Revision(Mapping, ("app/a", "content"));
        var path = agent.Peer.Deliver(bundle).Path;
        Assert.Empty(agent.Peer.Ask<PlanMade>(new PlanDeployment(Sandbox.Deployment(path))).Conflicts);
        Assert.Empty(agent.Peer.Ask<PreflightDone>(new Preflight(Sandbox.Deployment(path))).Findings);
        Assert.Equal(0, agent.Peer.Deliver(bundle).Sent);
        Deploy(agent, path);
        var refused = sandbox.Revision("files:\n  - source: missing\n    destination: /srv/app\n", ("app/a", "content"), ("app/b", "more"));
        path = agent.Peer.Deliver(refused).Path;
        Assert.Equal("SLW0210", agent.Peer.Ask<Refused>(new BeginDeployment(Sandbox.Deployment(path))).Error.Code);
        Assert.Equal(0, agent.Peer.Deliver(refused).Sent);
    }

    [Fact]
    public void A_whole_bundle_is_taken_by_its_hash()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Tgz);
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        var bytes = File.ReadAllBytes(sandbox.Revision(Mapping, ("app/a", "whole")));
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        agent.Peer.Ask<RevisionWanted>(new OfferRevision(hash));
        Assert.Equal("SLW0266", agent.Peer.Ask<Refused>(new SendBundle(hash, "x.tgz", bytes.Length), bytes[..^1]).Error.Code);
        Assert.Equal("SLW0266", agent.Peer.Ask<Refused>(new SendBundle(hash, "x.tgz", bytes.Length), [.. bytes, 0]).Error.Code);
        agent.Peer.Ask<RevisionWanted>(new OfferRevision(hash));
        var path = agent.Peer.Ask<RevisionDelivered>(new SendBundle(hash, "x.tgz", bytes.Length), bytes).Path;
        Deploy(agent, path);
        Assert.Equal("whole", sandbox.Read("srv/app/a"));
        Assert.Equal(path, agent.Peer.Ask<RevisionDelivered>(new OfferRevision(hash)).Path);
    }

    [Fact]
    public void What_no_deployment_needs_any_longer_goes()
    {
        using var sandbox = new Sandbox(bundles: BundleType.Zip);
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        foreach (var i in Enumerable.Range(0, 8))
        {
            Deploy(agent, agent.Peer.Deliver(sandbox.Revision(Mapping, ("app/a", $"version {i}"))).Path);
            Assert.InRange(Directory.EnumerateFileSystemEntries(sandbox.State + "/delivered").Count(), 1, 2);
        }

        Assert.InRange(Directory.EnumerateFiles(sandbox.State + "/objects", "*", SearchOption.AllDirectories).Count(), 2, 16);
        Assert.Equal("version 7", sandbox.Read("srv/app/a"));
    }

    [Fact]
    public void Signers_are_demanded_of_a_delivered_revision_as_of_a_bundle()
    {
        using var sandbox = new Sandbox();
        using var signed = new SignedRevisions();
        var (key, allowed) = signed.Signer("alice");
        var (other, others) = signed.Signer("mallory");
        var folder = sandbox.Revision(Mapping, ("app/a", "signed"));
        using var agent = new RunningAgent(sandbox.Root, sandbox.State);
        Assert.Equal("SLW0250", Begin(signed.Pack(folder, BundleType.Zip, "Test"), allowed));
        Assert.Equal("SLW0252", Begin(signed.Pack(folder, BundleType.Zip, "Test", other), allowed));
        Assert.Equal("SLW0253", Begin(signed.Pack(folder, BundleType.Zip, "Another", key), allowed));
        Assert.Null(Begin(signed.Pack(folder, BundleType.Zip, "Test", key), allowed));

        string? Begin(string bundle, Revisions.Signing.AllowedSigners signers)
        {
            agent.Peer.Send(new BeginDeployment(Sandbox.Deployment(agent.Peer.Deliver(bundle).Path) with { AllowedSigners = signers }));
            if (agent.Peer.Answer() is Refused refused) return refused.Error.Code;
            agent.Peer.Ask<Done>(new UndoDeployment());
            return null;
        }
    }

    private static void Deploy(RunningAgent agent, string path)
    {
        var deployment = Sandbox.Deployment(path);
        agent.Peer.Ask<SessionBegun>(new BeginDeployment(deployment));
        foreach (var lifecycleEvent in deployment.Events)
        {
            var result = agent.Peer.Ask<EventRun>(new RunEvent(lifecycleEvent)).Result;
            Assert.True(result.Error is null, result.Error?.Message);
        }

        agent.Peer.Ask<Done>(new CommitDeployment());
    }
}
