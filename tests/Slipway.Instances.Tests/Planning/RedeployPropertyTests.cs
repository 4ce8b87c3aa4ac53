using CsCheck;
using Xunit;

namespace Slipway.Instances.Tests.Planning;

/// <summary>What holds for any two revisions.</summary>
public sealed class RedeployPropertyTests
{
    private const string Mapping = "files:\n  - source: d\n    destination: /srv/app\n";

    // Few names, so that the revisions share paths and make files of directories and directories of files.
    private static readonly Gen<(string Path, string Text)[]> Revisions =
        Gen.Select(Gen.OneOf("a", "b", "s").Array[1, 3].Select(n => string.Join('/', n)), Gen.OneOf("1", "22"))
            .Array[0, 6].Select(files => files.DistinctBy(f => f.Item1).Where(f => !files.Any(o => o.Item1.StartsWith(f.Item1 + "/", StringComparison.Ordinal)))
                .Select(f => ("d/" + f.Item1, f.Item2)).Append(("d/always", "x")).ToArray());

    [Fact]
    public void The_second_revision_leaves_the_tree_that_it_leaves_alone() => Gen.Select(Revisions, Revisions).Sample(
        (first, second) =>
        {
            using var after = new Sandbox();
            using var alone = new Sandbox();
            Assert.Null(after.Deploy(after.Revision(Mapping, first)));
            Assert.Null(after.Deploy(after.Revision(Mapping, second)));
            Assert.Null(alone.Deploy(alone.Revision(Mapping, second)));
            Assert.Equal(alone.Tree(withTimes: false), after.Tree(withTimes: false));
            Assert.Null(after.Deploy(after.Revision("", ("x", ""))));
            Assert.Empty(Directory.EnumerateFileSystemEntries(after.Root));
        },
        iter: 25, threads: 2);

    [Fact]
    public void A_second_revision_that_fails_leaves_the_tree_as_it_was() => Gen.Select(Revisions, Revisions, Revisions).Sample(
        (first, foreign, second) =>
        {
            using var sandbox = new Sandbox();
            Assert.Null(sandbox.Deploy(sandbox.Revision(Mapping, first)));
            foreach (var (path, text) in foreign.Where(f => !Path.Exists(sandbox.PathOf("srv/app/" + f.Path)))) TryWrite(sandbox, "srv/app/" + path[2..] + ".user", text);
            var tree = sandbox.Tree();
            Assert.NotNull(sandbox.Deploy(
                sandbox.Revision(Mapping + "hooks:\n  AfterInstall:\n    - location: f.sh\n", [.. second, ("f.sh", "#!/bin/sh\nexit 1\n")]), Specifications.AppSpecs.FileExistsBehavior.Overwrite));
            Assert.Equal(tree, sandbox.Tree());
        },
        iter: 25, threads: 2);

    private static void TryWrite(Sandbox sandbox, string path, string text)
    {
        // A parent may be a file of the revision: then there is no place for this one.
        for (var parent = Path.GetDirectoryName(path)!; parent.Length > 0; parent = Path.GetDirectoryName(parent)!)
        {
            if (File.Exists(sandbox.PathOf(parent))) return;
        }

        sandbox.Write(path, text);
    }
}
