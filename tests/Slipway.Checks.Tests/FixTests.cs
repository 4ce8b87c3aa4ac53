using System.Text;
using Slipway.Checks.Fixing;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Checks.Tests;

public sealed class FixTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Documents_are_fixed_in_rounds_until_nothing_is_left()
    {
        folder.Write("appspec.yml", "version: 0.0\nos: linus\nfile:\n  - source: /\n    distination: /srv/app\n");
        var result = FixRun.Run(folder.Request(), new HashSet<string>());
        var file = Assert.Single(result.Files);
        Assert.Equal("version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /srv/app\n", Encoding.UTF8.GetString(file.After));
        Assert.Equal(result.Count, file.Applied.Count);
        Assert.DoesNotContain(result.Remaining.Findings, finding => finding.Fixable);
        // Nothing is written by finding out.
        Assert.Contains("linus", folder.Read("appspec.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_rules_that_are_asked_for_are_fixed()
    {
        folder.Write("appspec.yml", "version: 0.0\nos: linus\nfile:\n  - source: /\n    destination: /srv/app\n");
        var result = FixRun.Run(folder.Request(), new HashSet<string> { "SLW1014" });
        Assert.Equal("version: 0.0\nos: linux\nfile:\n  - source: /\n    destination: /srv/app\n", Encoding.UTF8.GetString(Assert.Single(result.Files).After));
        Assert.Contains(result.Remaining.Findings, finding => finding.Rule == "SLW1011");
    }

    [Fact]
    public void What_settings_switch_off_is_not_fixed()
    {
        folder.Write("appspec.yml", "version: 0.0\nos: linus\n");
        folder.Write(".editorconfig", "[*]\nslipway_diagnostic.SLW1014.severity = none\n");
        Assert.Empty(FixRun.Run(folder.Request(), new HashSet<string>()).Files);
    }

    [Fact]
    public void A_file_is_replaced_with_its_mode_and_through_a_link()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = folder.Write("real/start.sh", "old");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_000);
        File.CreateSymbolicLink(folder.PathOf("start.sh"), "real/start.sh");
        FileReplacement.Write(folder.PathOf("start.sh"), "old"u8.ToArray(), "new"u8.ToArray());
        Assert.Equal("new", folder.Read("real/start.sh"));
        Assert.Equal((UnixFileMode)0b111_101_000, File.GetUnixFileMode(path));
        Assert.Equal("real/start.sh", new FileInfo(folder.PathOf("start.sh")).LinkTarget);
        Assert.Equal(["start.sh"], Directory.EnumerateFileSystemEntries(folder.PathOf("real")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_changed_meanwhile_is_left_alone()
    {
        var path = folder.Write("appspec.yml", "newer");
        Assert.Equal("SLW0006", Assert.Throws<SlipwayException>(() => FileReplacement.Write(path, "older"u8.ToArray(), "fixed"u8.ToArray())).Error.Code);
        Assert.Equal("newer", folder.Read("appspec.yml"));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_read_only_file_is_left_alone()
    {
        var path = folder.Write("appspec.yml", "old");
        new FileInfo(path).IsReadOnly = true;
        Assert.Equal("SLW0007", Assert.Throws<SlipwayException>(() => FileReplacement.Write(path, "old"u8.ToArray(), "new"u8.ToArray())).Error.Code);
        Assert.Equal("old", folder.Read("appspec.yml"));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Root_fixes_what_belongs_to_somebody_else_and_leaves_it_his()
    {
        Assert.SkipUnless(UnixFiles.IsSupported && UnixFiles.EffectiveUser == 0, "Root is needed.");
        var path = folder.Write("appspec.yml", "old");
        UnixFiles.ChangeMode(null, path, 0x1a4);
        UnixFiles.ChangeOwner(null, path, 1234, 1235);
        FileReplacement.Write(path, "old"u8.ToArray(), "new"u8.ToArray());
        Assert.Equal("new", folder.Read("appspec.yml"));
        var status = UnixFiles.Status(null, path);
        Assert.Equal((1234u, 1235u, 0x1a4), (status.User, status.Group, status.Mode & 0xfff));
    }
}
