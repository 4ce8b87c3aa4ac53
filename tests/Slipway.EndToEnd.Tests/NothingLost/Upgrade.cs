using System.Text;
using Slipway.EndToEnd.Tests.Running;

namespace Slipway.EndToEnd.Tests.NothingLost;

/// <summary>
/// An instance on which revision 1 and a user's own files stand, and revision 2, which creates, replaces and removes: 500 files, links,
/// modes, owners, ACLs, and foreign files in the way (deployed with OVERWRITE).
/// </summary>
internal sealed class Upgrade : IDisposable
{
    private const int Files = 500;
    private readonly Scratch scratch = new(inMemory: true);
    private string oldAccess = "";

    private Upgrade()
    {
    }

    public string Root => scratch.Root;

    public string State => scratch.State;

    public Scratch Scratch => scratch;

    /// <summary>Everything on the instance before revision 2 comes, times included.</summary>
    public IReadOnlyList<TreeEntry> OldTree { get; private set; } = [];

    /// <summary>What revision 2 makes of it, without the times.</summary>
    public IReadOnlyList<TreeEntry> NewTree { get; private set; } = [];

    private string RevisionTwo => scratch.PathOf("revision-2");

    /// <summary>Lays everything out, deploys revision 1, learns from an undisturbed run what revision 2 makes of it, and goes back.</summary>
    public static Upgrade Prepare()
    {
        var upgrade = new Upgrade();
        upgrade.WriteForeignFiles();
        upgrade.WriteRevision("revision-1", 1);
        upgrade.WriteRevision("revision-2", 2);
        upgrade.MustSucceed(upgrade.Deploy("revision-1"));
        upgrade.EditAsTheUser();
        CommandLine.Program("cp", "-a", upgrade.Root, upgrade.scratch.PathOf("root.old"));
        CommandLine.Program("cp", "-a", upgrade.State, upgrade.scratch.PathOf("state.old"));
        upgrade.GoBack();
        upgrade.OldTree = TreeEntry.Below(upgrade.Root);
        upgrade.oldAccess = TreeEntry.AccessLists(upgrade.Root);
        upgrade.MustSucceed(upgrade.DeployRevisionTwo().Run);
        upgrade.NewTree = WithoutTimes(TreeEntry.Below(upgrade.Root));
        upgrade.GoBack();
        return upgrade;
    }

    /// <summary>Makes root and state what they were before revision 2 came.</summary>
    public void GoBack()
    {
        CommandLine.Program("rm", "-rf", Root, State);
        CommandLine.Program("cp", "-a", scratch.PathOf("root.old"), Root);
        CommandLine.Program("cp", "-a", scratch.PathOf("state.old"), State);
    }

    public (CommandLine CommandLine, string[] Arguments) RevisionTwoCommand() =>
        (new CommandLine(), ["deploy", RevisionTwo, "--root", Root, "--state", State, "--file-exists-behavior", "OVERWRITE"]);

    public (Run Run, bool WasKilled) DeployRevisionTwo(IReadOnlyDictionary<string, string>? environment = null)
    {
        var (commandLine, arguments) = RevisionTwoCommand();
        var run = (commandLine with { Environment = environment ?? commandLine.Environment }).Run(arguments);
        return (run, run.ExitCode == KilledExitCode);
    }

    public Run Resume(IReadOnlyDictionary<string, string>? environment = null) =>
        new CommandLine { Environment = environment ?? new Dictionary<string, string>() }.Run("resume", "--root", Root, "--state", State);

    /// <summary>What is wrong with the tree if it must be the old one; empty when it is.</summary>
    public IReadOnlyList<string> DifferencesFromOld() =>
        [.. Differences(OldTree, TreeEntry.Below(Root)), .. TreeEntry.AccessLists(Root) == oldAccess ? (string[])[] : ["the access lists differ"]];

    /// <summary>What is wrong with the tree if it must be the new one; empty when it is.</summary>
    public IReadOnlyList<string> DifferencesFromNew() => Differences(NewTree, WithoutTimes(TreeEntry.Below(Root)));

    public void Dispose() => scratch.Dispose();

    /// <summary>128 + SIGKILL.</summary>
    public const int KilledExitCode = 137;

    private static IReadOnlyList<TreeEntry> WithoutTimes(IEnumerable<TreeEntry> tree) => [.. tree.Select(entry => entry with { Modified = "" })];

    private static IReadOnlyList<string> Differences(IReadOnlyList<TreeEntry> expected, IReadOnlyList<TreeEntry> actual) =>
    [
        .. expected.Except(actual).Take(5).Select(entry => $"missing: {entry}"),
        .. actual.Except(expected).Take(5).Select(entry => $"too much: {entry}"),
    ];

    private Run Deploy(string revision) =>
        CommandLine.Slipway("deploy", scratch.PathOf(revision), "--root", Root, "--state", State, "--file-exists-behavior", "OVERWRITE");

    private void MustSucceed(Run run)
    {
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"the undisturbed deployment must succeed: {run}");
        }
    }

    private void WriteForeignFiles()
    {
        for (var number = 0; number < 20; number++)
        {
            // Half of them stand where a revision puts its own: ten where both do, ten where only revision 2 does.
            Write($"root/srv/app/both/foreign-{number}", $"the user's {number}", number % 2 == 0 ? 0b110_000_000 : 0b110_100_100);
            Write($"root/srv/app/late/foreign-{number}", $"the user's late {number}", 0b110_100_000);
            Write($"root/var/data/{number}.db", new string('x', 1000 + number), 0b110_110_000);
        }
        Link("root/srv/app/late/foreign-link", "foreign-1");
        Link("root/srv/app/user-link", "/nowhere/at/all");
        Directory.CreateDirectory(scratch.PathOf("root/srv/app/empty-of-the-user"));
        Write("root/srv/app/both/with-acl", "listed", 0b110_100_000);
        if (Machine.Has("setfacl"))
        {
            CommandLine.Program("setfacl", "-m", "u:daemon:r", scratch.PathOf("root/srv/app/both/with-acl"));
        }
        if (Machine.IsRoot)
        {
            CommandLine.Program("chown", "-R", "www-data:games", scratch.PathOf("root/var/data"));
            CommandLine.Program("chown", "nobody", scratch.PathOf("root/srv/app/both/foreign-3"));
            CommandLine.Program("chown", "-h", "daemon", scratch.PathOf("root/srv/app/late/foreign-link"));
        }
        CommandLine.Program("find", scratch.PathOf("root"), "-depth", "-exec", "touch", "-h", "-d", "2020-02-03 04:05:06.123456789", "{}", "+");
    }

    private void EditAsTheUser()
    {
        Write("root/srv/app/same/7", "edited by the user", 0b110_110_110);
        Write("root/srv/app/same/between", "written between the deployments", 0b110_100_100);
        CommandLine.Program("rm", scratch.PathOf("root/srv/app/gone/3"));
        CommandLine.Program("chmod", "0711", scratch.PathOf("root/srv/app/same"));
        CommandLine.Program("touch", "-d", "2021-01-02 03:04:05.000000007", scratch.PathOf("root/srv/app/same/8"), scratch.PathOf("root/srv/app/same"));
    }

    private void WriteRevision(string folder, int version)
    {
        // 200 stay as they are, 200 change, 100 are only in revision 1 and 100 others only in revision 2.
        for (var number = 0; number < Files; number++)
        {
            var (path, text) = number switch
            {
                < 200 => ($"app/same/{number}", $"same {number}"),
                < 400 => ($"app/changed/{number % 7}/{number}", $"version {version} of {number}"),
                _ => (version == 1 ? $"app/gone/{number - 400}" : $"app/new/{number % 3}/{number}", $"only in {version}"),
            };
            Write($"{folder}/{path}", string.Concat(Enumerable.Repeat(text + "\n", 1 + (number * 37 % 400))), number % 5 == 0 ? 0b111_101_101 : 0b110_100_100);
        }
        for (var number = 0; number < 10; number++)
        {
            Write($"{folder}/app/both/foreign-{number}", $"ours {version}", 0b110_100_100);
            if (version == 2)
            {
                Write($"{folder}/app/late/foreign-{number}", "ours", 0b110_100_100);
            }
        }
        Write($"{folder}/app/both/with-acl", "ours", 0b110_100_100);
        Link($"{folder}/app/current", version == 1 ? "same/1" : "new/1/400");
        Link($"{folder}/app/only-{version}", "../elsewhere");
        Link($"{folder}/app/late/foreign-link", "ours");
        // A file becomes a directory, and a directory a file.
        Write(version == 1 ? $"{folder}/app/kind-a" : $"{folder}/app/kind-a/inside", "kind", 0b110_100_100);
        Write(version == 2 ? $"{folder}/app/kind-b" : $"{folder}/app/kind-b/inside", "kind", 0b110_100_100);
        Directory.CreateDirectory(scratch.PathOf($"{folder}/app/empty-{version}"));
        File.WriteAllText(scratch.PathOf($"{folder}/appspec.yml"), AppSpec(version), new UTF8Encoding(false));
    }

    private static string AppSpec(int version)
    {
        var owner = Machine.IsRoot ? $"\n    owner: {(version == 1 ? "games" : "nobody")}\n    group: www-data" : "";
        return $"""
            version: 0.0
            os: linux
            files:
              - source: app
                destination: /srv/app
            permissions:
              - object: /srv/app/changed
                pattern: "**"
                type: [file]
                mode: "06{version}0"{owner}
              - object: /srv/app/new
                pattern: "**"
                type: [directory]
                mode: "0750"

            """;
    }

    private void Write(string relative, string text, int mode)
    {
        var path = scratch.PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    private void Link(string relative, string target)
    {
        var path = scratch.PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }
}
