using Slipway.Checks.CSharp;
using Xunit;

namespace Slipway.Checks.Tests;

public sealed class CSharpHookTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly List<CheckNote> notes = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_based_program_is_parsed_by_the_compiler_of_the_SDK()
    {
        var errors = CSharpHooks.Errors([Script("#!/usr/bin/env dotnet\n#:package Humanizer@2.14.1\nvar x = 1\nConsole.WriteLine(x);\n")], () => SdkCompiler.Installed(Environment.GetEnvironmentVariable), notes);
        Assert.Empty(notes);
        var error = Assert.Single(errors!);
        Assert.Equal(("CS1003", 3, 10, "Scripts/migrate.cs"), (error.Id, error.Range.Line, error.Range.Column, error.File));
    }

    [Fact]
    public void Without_a_compiler_it_is_said_that_the_rule_did_not_run()
    {
        Assert.Null(CSharpHooks.Errors([Script("var x = 1\n")], () => [folder.Path], notes));
        Assert.Equal("SLW5301", Assert.Single(notes).Rule);
    }

    [Fact]
    public void A_file_that_only_looks_like_a_compiler_is_passed_over()
    {
        folder.Write("Microsoft.CodeAnalysis.CSharp.dll", "no assembly");
        Assert.Null(SdkCompiler.Find([folder.Path]));
    }

    [Fact]
    public void Without_a_hook_in_CSharp_no_compiler_is_looked_for()
    {
        Assert.Null(CSharpHooks.Errors([new("Scripts/a.sh", "a.sh", "#!/bin/sh\n"u8.ToArray())], null!, notes));
        Assert.Empty(notes);
    }

    private static Specifications.Rules.ScriptFile Script(string text) => new("Scripts/migrate.cs", "Scripts/migrate.cs", System.Text.Encoding.UTF8.GetBytes(text));
}
