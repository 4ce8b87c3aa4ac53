using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Slipway.Analyzers.Tests;

public class EncodingTests
{
    private const string AppSpec = "version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: a.sh\n";
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    [Fact]
    public async Task A_byte_order_mark_that_the_compiler_took_off_is_still_found()
    {
        var project = AnalyzedProject.Create().WithBytes("appspec.yml", "appspec", [.. Mark, .. Encoding.UTF8.GetBytes(AppSpec)]);

        var found = Assert.Single(await project.DiagnosticsAsync());

        Assert.Equal(("SLW1003", "version"), (found.Id, project.Source("appspec.yml").ToString(found.Location.SourceSpan)));
    }

    [Fact]
    public async Task A_byte_order_mark_in_a_script_is_found()
    {
        var project = AnalyzedProject.Create().AppSpec(AppSpec).WithBytes("a.sh", "script", [.. Mark, .. "#!/bin/sh\nset -e\ncp a b\n"u8]);

        Assert.Contains(await project.DiagnosticsAsync(), diagnostic => diagnostic.Id == "SLW5002");
    }

    [Fact]
    public async Task An_editor_that_labels_every_text_as_UTF8_with_a_mark_is_not_believed()
    {
        var project = AnalyzedProject.Create().With("appspec.yml", "appspec", SourceText.From(AppSpec, Encoding.UTF8))
            .With("a.sh", "script", SourceText.From("#!/bin/sh\nset -e\ncp a b\n", Encoding.UTF8));

        Assert.Empty(await project.DiagnosticsAsync());
    }

    [Fact]
    public async Task What_the_compiler_read_in_another_encoding_is_not_UTF8_and_marked_at_its_first_bad_byte()
    {
        var bytes = new byte[] { (byte)'#', (byte)' ', 0xC3, 0xA4, (byte)'\n', (byte)'x', (byte)':', (byte)' ', 0xE4, (byte)'\n' };
        var project = AnalyzedProject.Create().WithBytes("appspec.yml", "appspec", bytes, Encoding.Latin1);

        var found = Assert.Single(await project.DiagnosticsAsync());

        Assert.Equal(("SLW1004", 8), (found.Id, found.Location.SourceSpan.Start));
        Assert.Contains("0xE4", found.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UTF16_is_not_UTF8()
    {
        var project = AnalyzedProject.Create().WithBytes("appspec.yml", "appspec", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(AppSpec)], Encoding.UTF8);

        Assert.Equal("SLW1004", Assert.Single(await project.DiagnosticsAsync()).Id);
    }

    [Fact]
    public async Task A_mark_among_the_characters_shifts_nothing()
    {
        var project = AnalyzedProject.Create().With("appspec.yml", "appspec", "\uFEFF# x\nversion: 0.0\nos: linux\nhook: {}\n");

        var found = (await project.DiagnosticsAsync()).Single(diagnostic => diagnostic.Id == "SLW1011");

        Assert.Equal("hook", project.Source("appspec.yml").ToString(found.Location.SourceSpan));
    }
}
