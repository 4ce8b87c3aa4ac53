using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.Instances.Tests.Deploying;

/// <summary>ACLs and SELinux contexts of permissions.</summary>
[Collection(nameof(AccessTests))]
[CollectionDefinition(nameof(AccessTests), DisableParallelization = true)]
public sealed class AccessTests
{
    private const string Mapping = "files:\n  - source: d\n    destination: /dst\n";

    [Fact]
    public void An_access_list_is_completed_as_the_agent_completes_what_it_hands_to_setfacl()
    {
        using var sandbox = new Sandbox();
        Assert.SkipUnless(Machine.Has("setfacl") && CommandLine.Program("setfacl", "-m", "u:nobody:r", sandbox.Root).ExitCode == 0, "needs setfacl and a file system with ACLs");
        CommandLine.Program("setfacl", "-b", sandbox.Root).MustSucceed();
        Assert.Null(sandbox.Deploy(sandbox.Revision(
            Mapping + "permissions:\n  - object: /dst\n    type: [file]\n    mode: \"0640\"\n    acls: [\"u:nobody:rw\", \"g:daemon:r\"]\n"
            + "  - object: /dst\n    type: [directory]\n    mode: \"0750\"\n    acls: [\"d:u:nobody:rwx\", \"m::rx\", \"u:daemon:rwx\"]\n",
            ("d/a", "a"), ("d/s/b", "b"))));
        Assert.Equal("user::rw- user:65534:rw- group::r-- group:1:r-- mask::r-- other::---", AccessList(sandbox.PathOf("dst/a")));
        Assert.Equal(
            "user::rwx user:1:rwx group::r-x mask::r-x other::--- default:user::rwx default:user:65534:rwx default:group::r-x default:mask::r-x default:other::---",
            AccessList(sandbox.PathOf("dst/s")));
        var tree = sandbox.Tree();
        Assert.NotNull(sandbox.Deploy(sandbox.Revision(Mapping + "hooks:\n  AfterInstall:\n    - location: f.sh\n", ("d/a", "c"), ("f.sh", "#!/bin/sh\nexit 1\n"))));
        Assert.Equal(tree, sandbox.Tree());
    }

    [Fact]
    public void Contexts_are_set_go_with_their_revision_and_come_back_when_the_next_one_fails()
    {
        using var sandbox = new Sandbox();
        var log = Path.Combine(sandbox.Root, "..", "log");
        var programs = sandbox.Revision("", ("semanage.sh", $"#!/bin/sh\necho semanage $* >> {log}\n"), ("restorecon.sh", $"#!/bin/sh\necho restorecon $* >> {log}\n"));
        foreach (var name in (string[])["semanage", "restorecon"]) File.Move(Path.Combine(programs, name + ".sh"), Path.Combine(programs, name));
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", $"{programs}:{path}");
        try
        {
            Assert.Null(sandbox.Deploy(sandbox.Revision(
                Mapping + "permissions:\n  - object: /dst/a\n    context: {name: system_u, type: httpd_t, range: s0}\n", ("d/a", "a"))));
            var target = sandbox.PathOf("dst/a");
            var set = $"semanage fcontext -a -s system_u -t httpd_t -r s0 {target}\nrestorecon -v {target}\n";
            Assert.Equal(set, File.ReadAllText(log));
            Assert.NotNull(sandbox.Deploy(sandbox.Revision(Mapping + "hooks:\n  AfterInstall:\n    - location: f.sh\n", ("d/a", "b"), ("f.sh", "#!/bin/sh\nexit 1\n"))));
            Assert.EndsWith(set, File.ReadAllText(log), StringComparison.Ordinal);
            Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, ("d/a", "b"))));
            Assert.EndsWith($"semanage fcontext -d {target}\n", File.ReadAllText(log), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [Fact]
    public void A_missing_program_for_contexts_is_said_before_anything_is_touched()
    {
        Assert.SkipWhen(Machine.Has("semanage"), "semanage is here");
        using var sandbox = new Sandbox();
        Assert.Equal("SLW0227", sandbox.Deploy(sandbox.Revision(
            Mapping + "permissions:\n  - object: /dst/a\n    context: {name: system_u, type: httpd_t, range: s0}\n", ("d/a", "a")))?.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Root));
    }

    private static string AccessList(string path) => string.Join(
        ' ', CommandLine.Program("getfacl", "-n", "-E", "-c", "-p", path).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
}
