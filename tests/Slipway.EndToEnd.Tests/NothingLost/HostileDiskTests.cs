using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.NothingLost;

/// <summary>Full, read-only and foreign file systems, and a destination that somebody else changes: a coded error and the old tree.</summary>
public sealed class HostileDiskTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly List<string> mounts = [];

    public void Dispose()
    {
        foreach (var mount in Enumerable.Reverse(mounts))
        {
            CommandLine.Program("umount", "-l", mount);
        }
        scratch.Dispose();
    }

    [Fact]
    public void A_full_destination_fails_the_deployment_and_keeps_the_tree()
    {
        MountTmpfs(scratch.Root, "2m");
        Deploy(Revision("small", size: 300_000)).MustSucceed();
        var before = TreeEntry.Below(scratch.Root);

        var run = Deploy(Revision("large", size: 3_000_000));

        Refused(run, before);
        Deploy(Revision("small again", size: 200_000)).MustSucceed();
    }

    [Fact]
    public void A_destination_without_inodes_left_fails_the_deployment_and_keeps_the_tree()
    {
        MountTmpfs(scratch.Root, "8m,nr_inodes=60");
        Deploy(Revision("few", size: 1000, files: 10)).MustSucceed();
        var before = TreeEntry.Below(scratch.Root);

        Refused(Deploy(Revision("many", size: 10_000, files: 100)), before);
    }

    [Fact]
    public void A_full_state_folder_fails_the_deployment_and_keeps_the_tree()
    {
        MountTmpfs(scratch.State, "2m");
        Deploy(Revision("small", size: 300_000)).MustSucceed();
        var before = TreeEntry.Below(scratch.Root);

        Refused(Deploy(Revision("large", size: 4_000_000)), before);
        Assert.Equal(0, CommandLine.Slipway("deployments", "--state", scratch.State).ExitCode);
    }

    [Fact]
    public void A_destination_on_another_file_system_than_the_state_is_undone_and_nothing_stays_beside_it()
    {
        MountTmpfs(scratch.Root, "16m");
        File.WriteAllText(Path.Combine(scratch.Root, "foreign"), "the user's");
        Deploy(Revision("one", size: 100_000)).MustSucceed();
        var before = TreeEntry.Below(scratch.Root);

        Refused(Deploy(Revision("two", size: 120_000, hooks: "  ValidateService:\n    - location: fail.sh\n")), before);

        Deploy(Revision("three", size: 90_000)).MustSucceed();
        Assert.Equal(["foreign", "srv"], Directory.EnumerateFileSystemEntries(scratch.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Destinations_on_two_file_systems_are_undone_together()
    {
        MountTmpfs(Path.Combine(scratch.Root, "srv"), "16m");
        MountTmpfs(Path.Combine(scratch.Root, "opt"), "1m");
        Deploy(Revision("one", size: 100_000, destinations: ["/srv/app", "/opt/app"])).MustSucceed();
        var before = TreeEntry.Below(scratch.Root);

        Refused(Deploy(Revision("two", size: 2_000_000, destinations: ["/srv/app", "/opt/app"])), before);
    }

    [Fact]
    public void A_read_only_destination_fails_the_deployment_and_keeps_the_tree()
    {
        MountTmpfs(scratch.Root, "8m");
        Deploy(Revision("one", size: 1000)).MustSucceed();
        Assert.Equal(0, CommandLine.Program("mount", "-o", "remount,ro", scratch.Root).ExitCode);
        var before = TreeEntry.Below(scratch.Root);

        Refused(Deploy(Revision("two", size: 2000)), before);
    }

    [Fact]
    public void A_read_only_state_folder_is_a_coded_error_and_nothing_is_touched()
    {
        MountTmpfs(scratch.State, "8m");
        Deploy(Revision("one", size: 1000)).MustSucceed();
        Assert.Equal(0, CommandLine.Program("mount", "-o", "remount,ro", scratch.State).ExitCode);
        var before = TreeEntry.Below(scratch.Root);

        Refused(Deploy(Revision("two", size: 2000)), before);
    }

    [Fact]
    public async Task A_destination_that_changes_while_it_is_installed_ends_in_one_whole_revision()
    {
        Deploy(Revision("one", size: 400_000, files: 400)).MustSucceed();
        var app = Path.Combine(scratch.Root, "srv/app");
        var two = Revision("two", size: 440_000, files: 400);
        using var done = new CancellationTokenSource();
        // Somebody who writes, replaces and removes among the installed files as fast as he can.
        var foreigner = Task.Run(() =>
        {
            for (var number = 0; !done.IsCancellationRequested; number = (number + 1) % 400)
            {
                try
                {
                    var file = Path.Combine(app, $"file-{number}");
                    switch (number % 4)
                    {
                        case 0: File.Delete(file); break;
                        case 1: File.WriteAllText(file, "foreign"); break;
                        case 2: File.WriteAllText(Path.Combine(app, $"foreign-{number}"), "foreign"); break;
                        default: File.Delete(Path.Combine(app, $"foreign-{number - 1}")); break;
                    }
                }
                catch (IOException)
                {
                    // What he reaches for may be gone.
                }
            }
        }, TestContext.Current.CancellationToken);

        var run = Deploy(two);
        await done.CancelAsync();
        await foreigner;

        // Whether it wins or loses the race is open; it must say so properly, and the instance must be usable afterwards.
        Assert.InRange(run.ExitCode, 0, 1);
        Assert.Empty(Manners.Breaches(run));
        Deploy(Revision("three", size: 300_000, files: 300), "--file-exists-behavior", "OVERWRITE").MustSucceed();
        Assert.All(Enumerable.Range(0, 300), number => Assert.StartsWith("three", File.ReadAllText(Path.Combine(app, $"file-{number}")), StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Root).Select(Path.GetFileName).Except(["srv"]));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("dir")]
    [InlineData("symlink")]
    public void What_appears_in_the_way_after_the_plan_fails_the_deployment_and_stays(string type)
    {
        var make = type switch
        {
            "file" => "echo mine > file-3",
            "dir" => "mkdir -p file-3/mine",
            _ => "ln -s /etc/passwd file-3",
        };
        var hooks = "  BeforeInstall:\n    - location: make.sh\n";
        var revision = Revision("one", size: 1000, hooks: hooks, script: ("make.sh", $"#!/bin/sh\nmkdir -p {scratch.Root}/srv/app && cd {scratch.Root}/srv/app && {make}\n"));

        var run = Deploy(revision);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(Manners.Breaches(run));
        Assert.Contains("/srv/app/file-3", run.Error, StringComparison.Ordinal);
        Assert.Contains(TreeEntry.Below(scratch.Root), entry => entry.Path == "srv/app/file-3" && entry.Type == type);
        Assert.DoesNotContain(TreeEntry.Below(scratch.Root), entry => entry.Path == "srv/app/file-2");
    }

    [Fact]
    public void A_user_without_rights_gets_a_coded_error_and_changes_nothing()
    {
        Assert.SkipUnless(Machine.IsRoot && Machine.Has("setpriv"), "needs root, to become a user without rights");
        Deploy(Revision("one", size: 1000)).MustSucceed();
        var before = TreeEntry.Below(scratch.Root);
        var nobody = new CommandLine { User = 65534, Environment = new Dictionary<string, string> { ["HOME"] = "/nonexistent" } };
        var two = Revision("two", size: 2000);

        // Neither the state folder nor the destination is his; then only the destination is not.
        Refused(nobody.Run("deploy", two, "--root", scratch.Root, "--state", scratch.State), before);
        var ownState = scratch.PathOf("nobodys");
        Directory.CreateDirectory(ownState);
        Machine.ChangeOwner(ownState, 65534, 65534);
        Refused(nobody.Run("deploy", two, "--root", scratch.Root, "--state", ownState, "--file-exists-behavior", "OVERWRITE"), before);
    }

    private void Refused(Run run, IReadOnlyList<TreeEntry> before)
    {
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Empty(Manners.Breaches(run));
        Assert.Equal(before, TreeEntry.Below(scratch.Root));
    }

    private Run Deploy(string revision, params string[] more) => CommandLine.Slipway(["deploy", revision, "--root", scratch.Root, "--state", scratch.State, .. more]);

    private string Revision(string name, int size, int files = 10, string hooks = "", IReadOnlyList<string>? destinations = null, (string Name, string Text)? script = null)
    {
        var folder = scratch.PathOf($"revisions/{name}");
        Directory.CreateDirectory(Path.Combine(folder, "app"));
        for (var number = 0; number < files; number++)
        {
            File.WriteAllText(Path.Combine(folder, $"app/file-{number}"), $"{name} {number} ".PadRight(Math.Max(size / files, 1), '.'));
        }
        var (scriptName, text) = script ?? ("fail.sh", "#!/bin/sh\necho no good\nexit 3\n");
        File.WriteAllText(Path.Combine(folder, scriptName), text);
        File.SetUnixFileMode(Path.Combine(folder, scriptName), (UnixFileMode)0b111_101_101);
        var mappings = string.Concat((destinations ?? ["/srv/app"]).Select(destination => $"  - source: app\n    destination: {destination}\n"));
        File.WriteAllText(Path.Combine(folder, "appspec.yml"), $"version: 0.0\nos: linux\nfiles:\n{mappings}{(hooks.Length > 0 ? $"hooks:\n{hooks}" : "")}");
        return folder;
    }

    private void MountTmpfs(string folder, string size)
    {
        Assert.SkipUnless(Machine.IsRoot, "needs root, to mount a file system");
        Directory.CreateDirectory(folder);
        var run = CommandLine.Program("mount", "-t", "tmpfs", "-o", $"size={size},mode=0755", "tmpfs", folder);
        Assert.SkipUnless(run.ExitCode == 0, $"this machine does not let root mount: {run.Error.Trim()}");
        mounts.Add(folder);
    }
}
