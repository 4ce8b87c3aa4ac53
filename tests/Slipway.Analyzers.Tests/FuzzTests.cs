using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Slipway.Analyzers.Tests;

/// <summary>Nothing that stands in a file makes the analyzer fail: 5,000 mutated documents and scripts, 200,000 with <c>SLIPWAY_FULL=1</c>.</summary>
public class FuzzTests
{
    private static readonly string[] Pieces =
        ["\t", "\n", "\r\n", "\r", "  ", ": ", "- ", "#", "'", "\"", "[", "]", "{", "}", "&a", "*a", "<<: *a", "!!set", "|\n", ">-\n", "---\n", "...\n", "%YAML", "\\", "\0", "\uFEFF", "\uD800", "😀",
            "hooks:", "files:", "mode: 0644", "<<EOF\n", "$(", "${", "`", "&", "&&", ";;", "case x in", "if", "fi", "#!/bin/sh", "@echo off", "%x%", "function f {", "@'", "#:package A@1", "\u2028", "\u00A0", "# slipway: disable SLW1011"];

    private static readonly (string Name, string Role)[] Files =
        [("appspec.yml", "appspec"), ("deploy.yml", "deploy"), ("branch-policy.yml", "policy"), ("a.sh", "script"), ("b.ps1", "script"), ("c.cmd", "script"), ("d.cs", "script"), ("e.py", "script"),
            ("revision.items", "list"), ("checkout", "checkout")];

    [Fact]
    public async Task Mutated_documents_and_scripts_never_make_the_analyzer_fail()
    {
        var count = Environment.GetEnvironmentVariable("SLIPWAY_FULL") == "1" ? 200_000 : 5_000;
        var seeds = Seeds();
        var done = 0;
        while (done < count)
        {
            var random = new Random(done);
            var texts = Files.ToDictionary(file => file.Name, file => Mutate(random, seeds[file.Name][random.Next(seeds[file.Name].Length)]));
            done += Files.Length;
            await MustNotFail(texts, done - Files.Length);
        }
    }

    private static async Task MustNotFail(Dictionary<string, string> texts, int seed)
    {
        var files = texts.Select(pair => (AdditionalText)new MemoryText("/p/" + pair.Key, pair.Value)).ToImmutableArray();
        var failed = "";
        var compilation = CSharpCompilation.Create("App").WithAnalyzers([new DeploymentAnalyzer()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions(files, new Roles()), (e, _, _) => failed = e.ToString(), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        foreach (var diagnostic in await compilation.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken))
        {
            if (diagnostic.Id is "AD0001" or "SLW0080") failed = diagnostic.GetMessage();
            var text = texts[Path.GetFileName(diagnostic.Location.GetLineSpan().Path)];
            Assert.InRange(diagnostic.Location.SourceSpan.End, 0, text.Length);
        }

        Assert.True(failed.Length == 0, $"seed {seed}: {failed}\n{string.Join("\n", texts.Select(pair => $"== {pair.Key}\n{pair.Value}"))}");
    }

    private static string Mutate(Random random, string text)
    {
        var result = new StringBuilder(text);
        for (var i = random.Next(6); i >= 0; i--)
        {
            var at = random.Next(result.Length + 1);
            switch (random.Next(5))
            {
                case 0: result.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                case 1: result.Remove(at, Math.Min(random.Next(20), result.Length - at)); break;
                case 2: result.Insert(at, (char)random.Next(1, 0x3000)); break;
                case 3: result.Length = at; break;
                default:
                    var from = random.Next(at + 1);
                    result.Insert(at, result.ToString(from, Math.Min(30, at - from)));
                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>The fenced examples of the rules' pages, by the file that they are of.</summary>
    private static Dictionary<string, string[]> Seeds()
    {
        var blocks = new Dictionary<string, List<string>>();
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs", "rules"), "SLW*.md"))
        {
            List<string>? open = null;
            var block = new StringBuilder();
            foreach (var line in File.ReadLines(page))
            {
                if (line.StartsWith("```", StringComparison.Ordinal))
                {
                    open?.Add(block.ToString());
                    block.Clear();
                    var language = line.TrimStart('`').Split(' ')[0];
                    if (open is null && !blocks.TryGetValue(language, out open) && language.Length > 0) blocks[language] = open = [];
                    else if (open is not null && line.Trim() == "```") open = null;
                    continue;
                }

                block.Append(line).Append('\n');
            }
        }

        string[] Of(string fallback, params string[] languages) => [fallback, .. languages.SelectMany(language => blocks.TryGetValue(language, out var found) ? found : [])];
        const string shell = "#!/bin/bash\nset -e\nif [ -f x ]; then\n  cat <<'EOF' | tee \"$(pwd)/y\"\n${HOME}\nEOF\nfi\nnohup app > /dev/null 2>&1 &\n";
        return new Dictionary<string, string[]>
        {
            ["appspec.yml"] = Of("version: 0.0\nos: linux\nfiles:\n  - source: /a\n    destination: /b\nhooks:\n  AfterInstall:\n    - location: a.sh\n      timeout: 60\n", "yaml"),
            ["deploy.yml"] = Of("applicationName: a\ndeploymentGroups:\n  - deploymentGroupName: g\n    deploymentConfigName: CodeDeployDefault.OneAtATime\n", "yaml"),
            ["branch-policy.yml"] = Of("protectedBranches: [master]\ndeploy:\n  - { branches: [master], deploymentGroups: [production] }\n", "yaml"),
            ["a.sh"] = Of(shell, "sh", "bash", "shell"),
            ["b.ps1"] = Of("$ErrorActionPreference = 'Stop'\nif ($x) { Write-Output @'\na\n'@ }\n", "powershell", "ps1"),
            ["c.cmd"] = Of("@echo off\nif errorlevel 1 goto end\ncall x.bat\n:end\n", "bat", "batch", "cmd"),
            ["d.cs"] = Of("#!/usr/bin/env dotnet\n#:property PublishAot=false\nSystem.Console.WriteLine(\"a\");\n", "csharp", "cs"),
            ["e.py"] = Of("#!/usr/bin/env python3\nprint('a')\n", "python"),
            ["revision.items"] = ["File\t755\t10\ta.sh\t\nProduced\t0\t0\tSource\t\nLink\t0\t0\tx\ty\n"],
            ["checkout"] = ["branch: master\ncommit: 0123456789012345678901234567890123456789\n"],
        };
    }

    private sealed class MemoryText(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }

    private sealed class Roles : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Role(null);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Role(Files.Single(file => textFile.Path == "/p/" + file.Name).Role);
    }

    private sealed class Role(string? role) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => [];

        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key.EndsWith(".SlipwayRole", StringComparison.Ordinal) ? role : null;
            return value is not null;
        }
    }
}
