using Slipway.EndToEnd.Tests.Running;
using Xunit;

namespace Slipway.EndToEnd.Tests.NothingLost;

/// <summary>Hook scripts that change, move and remove what is installed, and then fail: the files of the revision in place come back.</summary>
public sealed class ScriptDamageTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    public static TheoryData<string> Damages =>
    [
        "rm -rf app",
        "rm -f app/a; mkdir app/a",
        "rm -f app/a; mkdir app/a; touch app/a/inside",
        "rm -rf app/sub; echo mine > app/sub",
        "echo spoiled | tee app/a app/sub/b app/sub/deep/c",
        "chmod 0000 app/a app/sub; chmod 0777 app/sub/deep/c",
        "mv app elsewhere",
        "mv app elsewhere; ln -s elsewhere app",
        "rm -f app/link; ln -s /nowhere app/link",
        "touch -d 2001-01-01 app/a app/sub",
        "rm -f app/a; ln app/sub/b app/a",
        "truncate -s 0 app/sub/b",
    ];

    [Theory, MemberData(nameof(Damages))]
    public void What_a_failing_script_did_before_the_installation_is_undone(string damage) => IsUndone("BeforeInstall", damage);

    [Theory, MemberData(nameof(Damages))]
    public void What_a_failing_script_did_after_the_installation_is_undone(string damage) => IsUndone("AfterInstall", damage);

    [Theory, MemberData(nameof(Damages))]
    public void A_deployment_whose_script_did_it_and_succeeds_can_be_followed_by_another(string damage)
    {
        Deploy(Revision("one")).MustSucceed();

        var run = Deploy(Revision("two", ("AfterInstall", $"cd \"$SLIPWAY_INSTANCE_ROOT/srv\" && {{ {damage}; }}; exit 0")), "--file-exists-behavior", "OVERWRITE");

        // A directory or file in the way may make the install itself fail; what counts is that the next one finds its way.
        Assert.InRange(run.ExitCode, 0, 1);
        Assert.Empty(Manners.Breaches(run));
        CommandLine.Program("rm", "-rf", Path.Combine(scratch.Root, "srv"));
        Deploy(Revision("three")).MustSucceed();
        Assert.Equal("three a", File.ReadAllText(Path.Combine(scratch.Root, "srv/app/a")));
    }

    private void IsUndone(string lifecycleEvent, string damage)
    {
        Deploy(Revision("one")).MustSucceed();
        // What the user edited is as much part of the old tree as what was installed.
        File.WriteAllText(Path.Combine(scratch.Root, "srv/app/sub/deep/c"), "edited by the user");
        var before = TreeEntry.Below(scratch.Root);

        var run = Deploy(Revision("two", (lifecycleEvent, $"cd \"$SLIPWAY_INSTANCE_ROOT/srv\" && {{ {damage}; }}; exit 1")));

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Empty(Manners.Breaches(run));
        Assert.Empty(before.Except(TreeEntry.Below(scratch.Root)));
        Deploy(Revision("three"), "--file-exists-behavior", "OVERWRITE").MustSucceed();
    }

    private string Revision(string name, params (string Event, string Script)[] hooks)
    {
        var folder = Revisions.Write(scratch.PathOf(name),
            new[] { "a", "sub/b", "sub/deep/c", $"only-{name}" }.ToDictionary(path => path, path => $"{name} {path}"), hooks);
        File.CreateSymbolicLink(Path.Combine(folder, "app/link"), "sub/b");
        return folder;
    }

    private Run Deploy(string revision, params string[] more) => CommandLine.Slipway(["deploy", revision, "--root", scratch.Root, "--state", scratch.State, .. more]);
}
