using System.Diagnostics;
using System.Text;
using Slipway.Checks.Fixing;
using Xunit;

namespace Slipway.Checks.Tests;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void Equal_texts_have_none() => Assert.Equal("", Of("a\nb\n", "a\nb\n"));

    [Fact]
    public void A_changed_line_stands_between_three_others() => Assert.Equal(
        "--- a/x.yml\n+++ b/x.yml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
        Of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));

    [Fact]
    public void A_missing_line_end_is_told() => Assert.Equal("--- a/x.yml\n+++ b/x.yml\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n", Of("a", "a\n"));

    [Theory]
    [InlineData("", "a\n")]
    [InlineData("a\n", "")]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n10\n11\n12\n13\n14\n15\n16\nx\n17\n18\n19\n20")]
    [InlineData("a\nb\nc\n", "c\na\nb\n")]
    public void The_program_patch_makes_the_new_text_of_it(string before, string after)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/git"), "git is needed.");
        using var folder = new TempFolder();
        var path = folder.Write("x.yml", before);
        folder.Write("p.diff", Of(before, after));
        using var git = Process.Start(new ProcessStartInfo("git", ["apply", "--unidiff-zero", "--whitespace=nowarn", "p.diff"]) { WorkingDirectory = folder.Path, RedirectStandardError = true })!;
        git.WaitForExit();
        Assert.Equal("", git.StandardError.ReadToEnd());
        Assert.Equal(after, File.ReadAllText(path));
    }

    private static string Of(string before, string after) => UnifiedDiff.Of("x.yml", Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
}
