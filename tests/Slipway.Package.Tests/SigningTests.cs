using System.Diagnostics;
using System.Security.Cryptography;
using Slipway.Revisions;
using Slipway.Revisions.Provenance;

namespace Slipway.Package.Tests;

/// <summary>Provenance, signatures and bills of materials that a publish attaches, and groups that demand them.</summary>
public class SigningTests(PackageFeed feed)
{
    [Fact]
    public async Task A_publish_tells_its_commit_signs_it_and_passes_the_group_that_demands_it()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        WriteKey(project, "anna");
        WriteKey(project, "mallory");
        var key = File.ReadAllText(project.PathOf("anna.pub.pem")).Trim().Split('\n');
        project.Write("deploy.yml", $$"""
            applicationName: App
            instances:
              - { instanceName: one, connection: local, root: .slipway/one, tags: { Name: one } }
            deploymentGroups:
              - deploymentGroupName: staging
                onPremisesInstanceTagFilters: [ { Key: Name, Value: one, Type: KEY_AND_VALUE } ]
                allowedSigners:
                  - principal: anna@example.com
                    key: |
            {{string.Join('\n', key.Select(line => "          " + line))}}
            """ + "\n");
        project.Write(".gitignore", "bin/\nobj/\n.slipway/\n*.pem\n");
        Git(project.Folder, "init", "-q", "-b", "main");
        Git(project.Folder, "remote", "add", "origin", "https://anna:secret@git.example.com/app.git");
        Commit(project, "First");
        string[] staging = ["-p:DeploymentGroup=staging", "-v:n"];

        var publish = (await project.PublishAsync(staging)).MustFail();
        Assert.NotEmpty(publish.Errors("SLW0250"));
        publish = (await project.PublishAsync([.. staging, "-p:RevisionSigningKey=mallory.pem"])).MustFail();
        Assert.NotEmpty(publish.Errors("SLW0252"));
        publish = (await project.PublishAsync([.. staging, "-p:RevisionSigningKey=anna.pem", "-p:RevisionSbom=true"])).MustSucceed();
        Assert.Contains("Packed ", publish.Output, StringComparison.Ordinal);
        var attachments = RevisionBundle.ReadAttachments(project.Bundle);
        Assert.Equal(["provenance.json", "sbom.cdx.json"], attachments.Take(2).Select(a => a.Name).Order());
        Assert.Equal(3, attachments.Count);
        var facts = ProvenanceStatement.Parse(attachments.Single(a => a.Name == "provenance.json").Content)!.Facts;
        Assert.Equal(("App", "https://git.example.com/app.git", "main", false), (facts.ApplicationName, facts.Repository, facts.Branch, facts.IsDirty));
        Assert.Equal(Head(project), facts.Commit);
        Assert.NotNull(facts.SdkVersion);

        // Nothing changed: nothing is packed or signed again. Another commit of the same files is told.
        publish = (await project.PublishAsync([.. staging, "-p:RevisionSigningKey=anna.pem", "-p:RevisionSbom=true"])).MustSucceed();
        Assert.DoesNotContain("Packed ", publish.Output, StringComparison.Ordinal);
        Commit(project, "Second");
        publish = (await project.PublishAsync([.. staging, "-p:RevisionSigningKey=anna.pem", "-p:RevisionSbom=true", "--no-build"])).MustSucceed();
        Assert.Contains("Packed ", publish.Output, StringComparison.Ordinal);
        facts = ProvenanceStatement.Parse(RevisionBundle.ReadAttachments(project.Bundle).Single(a => a.Name == "provenance.json").Content)!.Facts;
        Assert.Equal(Head(project), facts.Commit);

        // A wrong key is told before anything is packed.
        publish = (await project.PublishAsync([.. staging, "-p:RevisionSigningKey=anna.pub.pem"])).MustFail();
        Assert.Contains(publish.Errors("SLW0143"), error => error.Contains(project.PathOf("anna.pub.pem"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outside_a_checkout_and_where_it_is_switched_off_nothing_is_attached()
    {
        var project = new TemporaryProject(feed).WithAppSpec();
        (await project.RunAsync("build", "-c", "Release", "-t:SlipwayPackRevision")).MustSucceed();
        Assert.Empty(RevisionBundle.ReadAttachments(project.Bundle));
        project.Write(".gitignore", "bin/\nobj/\n");
        Git(project.Folder, "init", "-q", "-b", "main");
        Commit(project, "First");
        (await project.RunAsync("build", "-c", "Release", "-t:SlipwayPackRevision")).MustSucceed();
        Assert.Equal("provenance.json", Assert.Single(RevisionBundle.ReadAttachments(project.Bundle)).Name);
        (await project.RunAsync("build", "-c", "Release", "-t:SlipwayPackRevision", "-p:RevisionProvenance=false")).MustSucceed();
        Assert.Empty(RevisionBundle.ReadAttachments(project.Bundle));
    }

    private static void WriteKey(TemporaryProject project, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        project.Write(name + ".pem", key.ExportPkcs8PrivateKeyPem());
        project.Write(name + ".pub.pem", key.ExportSubjectPublicKeyInfoPem());
    }

    private static void Commit(TemporaryProject project, string message)
    {
        Git(project.Folder, "add", "-A");
        Git(project.Folder, "-c", "user.name=Anna", "-c", "user.email=anna@example.com", "commit", "-q", "--allow-empty", "-m", message);
    }

    private static string Head(TemporaryProject project)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["rev-parse", "HEAD"]) { WorkingDirectory = project.Folder, RedirectStandardOutput = true })!;
        var head = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return head;
    }

    private static void Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
