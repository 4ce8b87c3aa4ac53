using System.Text;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Scripts;

namespace Slipway.Specifications.Tests.Scripts;

/// <summary>The language of a script is that of its shebang, else of its extension.</summary>
public sealed class ScriptLanguageTests
{
    [Theory]
    [InlineData("a", "echo\n", nameof(ScriptLanguage.Shell))]
    [InlineData("a.sh", "", nameof(ScriptLanguage.Shell))]
    [InlineData("a.conf.prod", "echo\n", nameof(ScriptLanguage.Shell))]
    [InlineData("a.py", "#!/bin/bash\n", nameof(ScriptLanguage.Shell))]
    [InlineData("a", "#!/bin/busybox sh\n", nameof(ScriptLanguage.Shell))]
    [InlineData("a", "#! /usr/bin/env -S bash -e\n", nameof(ScriptLanguage.Shell))]
    [InlineData("a.sh", "#!/usr/bin/env A=b python3.12\n", nameof(ScriptLanguage.Python))]
    [InlineData("a.py", "print(1)\n", nameof(ScriptLanguage.Python))]
    [InlineData("a", "#!/usr/bin/perl -w\r\n", nameof(ScriptLanguage.Perl))]
    [InlineData("a.rb", "puts 1\n", nameof(ScriptLanguage.Ruby))]
    [InlineData("a", "\uFEFF#!/usr/bin/pwsh\n", nameof(ScriptLanguage.PowerShell))]
    [InlineData("a.PS1", "Get-Date\n", nameof(ScriptLanguage.PowerShell))]
    [InlineData("a.cmd", "@echo off\n", nameof(ScriptLanguage.Batch))]
    [InlineData("a.cs", "return 0;\n", nameof(ScriptLanguage.CSharp))]
    [InlineData("a", "#!/usr/bin/env dotnet\n", nameof(ScriptLanguage.CSharp))]
    [InlineData("a.sh", "#!/bin/zsh\n", nameof(ScriptLanguage.Unknown))]
    [InlineData("a.js", "console.log(1)\n", nameof(ScriptLanguage.Unknown))]
    [InlineData("a.sh", "\u007fELF\0", nameof(ScriptLanguage.Binary))]
    [InlineData("a.sh", "#!\n", nameof(ScriptLanguage.Shell))]
    public void Language_is_told(string path, string text, string language) =>
        Assert.Equal(language, ScriptLanguages.Of(new ScriptFile(path, path, Encoding.UTF8.GetBytes(text))).ToString());

    [Theory]
    [InlineData("#!/bin/bash -eu\n", "bash", "eu")]
    [InlineData("#!/usr/bin/env -S bash -e -o pipefail\n", "bash", "eo")]
    [InlineData("#!/bin/bash --login\n", "bash", "")]
    [InlineData("#! /bin/sh", "sh", "")]
    public void Options_reach_the_program(string text, string program, string options) =>
        Assert.Equal((program, options), (Shebang.Of(text)!.Program, Shebang.Of(text)!.Options));
}
