using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Slipway.CodeFixes;
using Slipway.Specifications.Fixes;

namespace Slipway.Analyzers.Tests;

public class CodeFixTests
{
    private const string Header = "version: 0.0\nos: linux\n";

    [Fact]
    public async Task Hook_becomes_hooks_and_the_finding_is_gone()
    {
        var project = AnalyzedProject.Create().AppSpec(Header + "hook: # mine\n  AfterInstall:\n    - location: a.sh\n");

        var action = Assert.Single(await project.FixesAsync(Assert.Single(await project.DiagnosticsAsync())));
        var fixedProject = await project.ApplyAsync(action);

        Assert.Equal("Rename the key to 'hooks'", action.Title);
        Assert.Equal(Header + "hooks: # mine\n  AfterInstall:\n    - location: a.sh\n", fixedProject.Text("appspec.yml"));
        Assert.Empty(await fixedProject.DiagnosticsAsync());
    }

    [Theory]
    [InlineData(FixAllScope.Document, "1 0")]
    [InlineData(FixAllScope.Project, "0 0")]
    [InlineData(FixAllScope.Solution, "0 0")]
    public async Task All_findings_of_a_rule_are_fixed_at_once(FixAllScope scope, string left)
    {
        var text = Header + "file:\n  - source: a\n    destination: /srv\nhook:\n  AfterInstall: []\n";
        var project = AnalyzedProject.Create().AppSpec(text).With("other.yml", "appspec", Header + "hook: {}\n");
        var action = (await project.FixesAsync((await project.DiagnosticsOfAsync("appspec.yml"))[0])).Single();

        var fixedProject = await project.FixAllAsync("SLW1011", scope, action.EquivalenceKey);

        async Task<int> Left(string file) => (await fixedProject.DiagnosticsOfAsync(file)).Count(diagnostic => diagnostic.Id == "SLW1011");
        Assert.Equal(left, $"{await Left("other.yml")} {await Left("appspec.yml")}");
        Assert.Contains("\nfiles:\n", fixedProject.Text("appspec.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_fixes_that_touch_each_other_the_first_is_applied()
    {
        var project = AnalyzedProject.Create().AppSpec("abcdef");
        var fixes = new[] { new Fix("1", [new(1, 2, "X")]), new Fix("2", [new(2, 2, "Y")]), new Fix("3", [new(5, 1, "Z")]) };

        Assert.Equal("aXdeZ", await AppliedTo(project, fixes));
    }

    [Fact]
    public async Task A_text_that_is_no_longer_the_one_that_was_checked_stays_as_it_is() =>
        Assert.Equal("ab", await AppliedTo(AnalyzedProject.Create().AppSpec("ab"), [new Fix("1", [new(1, 5, "X")])]));

    [Fact]
    public async Task A_fix_can_take_the_byte_order_mark_away_or_bring_it()
    {
        var project = AnalyzedProject.Create().WithBytes("appspec.yml", "appspec", [0xEF, 0xBB, 0xBF, (byte)'a']);

        var without = await Applied(project, [new Fix("1", [], FixEncoding.Utf8)]);
        var with = await Applied(AnalyzedProject.Create().AppSpec("a"), [new Fix("1", [new(1, 0, "b")], FixEncoding.Utf8WithMark)]);

        Assert.Equal((0, "a"), (without.Encoding!.GetPreamble().Length, without.ToString()));
        Assert.Equal((3, "ab"), (with.Encoding!.GetPreamble().Length, with.ToString()));
    }

    [Fact]
    public async Task Another_fix_keeps_the_encoding()
    {
        var project = AnalyzedProject.Create().WithBytes("appspec.yml", "appspec", [0xEF, 0xBB, 0xBF, (byte)'a']);

        Assert.Equal(3, (await Applied(project, [new Fix("1", [new(0, 1, "b")])])).Encoding!.GetPreamble().Length);
    }

    [Fact]
    public async Task A_mark_among_the_characters_shifts_nothing()
    {
        var project = AnalyzedProject.Create().AppSpec("\uFEFFabc");

        Assert.Equal("\uFEFFaXc", await AppliedTo(project, [new Fix("1", [new(1, 1, "X")])]));
        Assert.Equal("aXc", await AppliedTo(project, [new Fix("1", [new(1, 1, "X")], FixEncoding.Utf8)]));
    }

    [Fact]
    public async Task A_finding_without_a_fix_offers_none()
    {
        var project = AnalyzedProject.Create().AppSpec(Header + "something: 1\n");

        Assert.Empty(await project.FixesAsync(Assert.Single(await project.DiagnosticsAsync())));
    }

    [Theory]
    [InlineData("Title with \\ and\nline", FixEncoding.Keep)]
    [InlineData("", FixEncoding.Utf8WithMark)]
    public void The_text_form_holds_everything(string title, FixEncoding encoding)
    {
        var fix = new Fix(title, [new(0, 0, ""), new(3, 4, " a b\r\n\\n 😀\t"), new(int.MaxValue, 0, "\u2028")], encoding);

        var read = FixText.Parse(FixText.Format(fix))!;

        Assert.Equal((fix.Title, fix.Encoding), (read.Title, read.Encoding));
        Assert.Equal(fix.Changes, read.Changes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Title")]
    [InlineData("Title\nUtf9")]
    [InlineData("Title\n7")]
    [InlineData("Title\nKeep\n1 2")]
    [InlineData("Title\nKeep\n-1 2 x")]
    [InlineData("Title\nKeep\n1 99999999999 x")]
    public void What_is_no_fix_is_none(string text) => Assert.Null(FixText.Parse(text));

    private static async Task<string> AppliedTo(AnalyzedProject project, Fix[] fixes) => (await Applied(project, fixes)).ToString();

    // Straight from the properties of a diagnostic, as the provider reads them.
    private static async Task<SourceText> Applied(AnalyzedProject project, Fix[] fixes)
    {
        var descriptor = new DiagnosticDescriptor("SLW1011", "t", "m", "c", DiagnosticSeverity.Error, true);
        var diagnostics = fixes.Select(fix => Diagnostic.Create(descriptor, Location.Create("/p/appspec.yml", default, default),
            ImmutableDictionary<string, string?>.Empty.Add(DeploymentAnalyzer.FixProperty, FixText.Format(fix))));
        var solution = await DocumentFix.ApplyAsync(project.Project.Solution, project.Document("appspec.yml").Id, diagnostics.Select(DocumentFix.Of).OfType<Fix>(), default);
        return await solution.GetAdditionalDocument(project.Document("appspec.yml").Id)!.GetTextAsync();
    }
}
