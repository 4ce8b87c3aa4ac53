using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>SLW5003, SLW5005 and SLW5006: who reads the script.</summary>
internal static class ShellInterpreter
{
    private static readonly string[] Known = ["sh", "bash", "env", "python3", "perl", "dotnet", "pwsh", "node", "ruby", "php", "awk"];

    /// <summary>A script without a first line that names its interpreter.</summary>
    public static void NoShebang(RuleContext context, RuleReport report)
    {
        foreach (var script in Scripts(context))
        {
            if (context.Uses.Of(script).Count == 0 || script.Text.StartsWith("#!", StringComparison.Ordinal) || ShebangRules.ProblemOf(script.Text) is not null) continue;
            if (script.Language is not (ScriptLanguage.Shell or ScriptLanguage.Python or ScriptLanguage.Perl or ScriptLanguage.Ruby) || HasNoCommand(script)) continue;
            var bash = script.Language == ScriptLanguage.Shell && FirstConstruct(script.Shell) is not null;
            var line = script.Language switch
            {
                ScriptLanguage.Python => "#!/usr/bin/env python3",
                ScriptLanguage.Perl => "#!/usr/bin/env perl",
                ScriptLanguage.Ruby => "#!/usr/bin/env ruby",
                _ => bash ? "#!/bin/bash" : "#!/bin/sh",
            };
            var consequence = script.Language != ScriptLanguage.Shell ? ", which does not understand it" : bash ? ", which may not know its bash syntax" : "";
            var end = script.Text.IndexOf('\n');
            var length = end < 0 ? script.Text.Length : Math.Max(end, 1);
            report.AddIn(script.File, Severity.Warning, script.Range(0, script.Text.Substring(0, length).TrimEnd('\r').Length is > 0 and var visible ? visible : length), consequence, line)
                .With($"Insert '{line}'", new TextChange(0, 0, line + "\n"));
        }
    }

    /// <summary>An interpreter that usual images lack.</summary>
    public static void NotOnHost(RuleContext context, RuleReport report)
    {
        FileTargets? targets = null;
        foreach (var script in Scripts(context))
        {
            if (Shebang.Of(script.Text) is not { Interpreter.Length: > 0 } shebang || shebang.Program.Length == 0) continue;
            var name = shebang.UsesEnv ? shebang.Program : shebang.Interpreter;
            if (IsKnown(shebang) || ShebangRules.ProblemOf(script.Text) is not null || IsListed(context, name)) continue;
            targets ??= new FileTargets(context.AppSpec?.Files ?? [], context.Listing);
            if (name[0] == '/' && targets.IsFile(name.Substring(1))) continue;
            var at = shebang.UsesEnv ? shebang.Line.IndexOf(name, shebang.InterpreterOffset + shebang.Interpreter.Length, StringComparison.Ordinal) : shebang.InterpreterOffset;
            if (at < 0) continue;
            var instead = Instead(shebang, name);
            report.AddIn(script.File, Severity.Warning, script.Range(at, name.Length), name, Hint(shebang, name, instead))
                .With(instead is null ? null : new Fix($"Use '{instead}'", [new TextChange(at, name.Length, instead)]));
        }
    }

    /// <summary>A script for sh that is written for bash.</summary>
    public static void BashUnderSh(RuleContext context, RuleReport report)
    {
        foreach (var hook in ShellHook.Whole(context))
        {
            if (hook.IsBash || (hook.Shebang is null && (!hook.IsStarted || hook.File.Extension == ".bash"))) continue;
            if (FirstConstruct(hook.Script) is not { } construct) continue;
            var change = hook.Shebang is not { } shebang ? new TextChange(0, 0, "#!/bin/bash\n")
                : shebang.UsesEnv ? new TextChange(shebang.Line.LastIndexOf(shebang.Program, StringComparison.Ordinal), shebang.Program.Length, "bash")
                : new TextChange(shebang.InterpreterOffset, shebang.Interpreter.Length, "/bin/bash");
            report.AddIn(hook.File.File, Severity.Warning, hook.File.Range(construct.Start, construct.Length), hook.File.Text.Substring(construct.Start, construct.Length))
                .With("Use bash", change);
        }
    }

    private static ShellConstruct? FirstConstruct(ShellScript script)
    {
        ShellConstruct? first = null;
        foreach (var construct in script.Constructs)
        {
            if (first is null || construct.Start < first.Value.Start) first = construct;
        }

        foreach (var call in script.Calls)
        {
            if (first is { } found && call.Node.Start > found.Start) continue;
            var word = script.Words[call.NameWord];
            if (call.Name is "source" or "pushd" or "popd" or "shopt" or "mapfile" or "readarray") first = new ShellConstruct(word.Start, word.Length);
            else if (call.Name == "set" && call.ArgumentCount > 0 && script.Is(script.Words[call.End - 1], "pipefail"))
            {
                first = new ShellConstruct(word.Start, script.Words[call.End - 1].End - word.Start);
            }
        }

        return first;
    }

    /// <summary>Whether a script for Linux has nothing to run: that is another rule's.</summary>
    private static bool HasNoCommand(ScriptFile script) => script.Language == ScriptLanguage.Shell ? script.Shell.Nodes.Count == 0 : string.IsNullOrWhiteSpace(script.Text);

    private static bool IsKnown(Shebang shebang)
    {
        var program = shebang.UsesEnv ? shebang.Program : shebang.Interpreter.Substring(shebang.Interpreter.LastIndexOf('/') + 1);
        if (Array.IndexOf(Known, program) < 0) return false;
        var folder = shebang.Interpreter.Substring(0, shebang.Interpreter.LastIndexOf('/') + 1);
        return folder is "/bin/" or "/usr/bin/";
    }

    private static bool IsListed(RuleContext context, string name) =>
        context.Property("SlipwayInterpreters") is { } list && list.Split([';', ','], StringSplitOptions.RemoveEmptyEntries).Any(item => item.Trim() == name);

    private static string? Instead(Shebang shebang, string name)
    {
        var program = shebang.Program;
        if (shebang.UsesEnv) return program == "python" ? "python3" : null;
        if (name is "/usr/bin/python" or "/bin/python" or "/usr/local/bin/python" or "/usr/local/bin/python3") return "/usr/bin/python3";
        if (!name.StartsWith("/usr/local/", StringComparison.Ordinal)) return null;
        return program is "sh" or "bash" ? "/bin/" + program : Array.IndexOf(Known, program) >= 0 ? "/usr/bin/" + program : null;
    }

    private static string Hint(Shebang shebang, string name, string? instead) =>
        instead is not null ? $"Write '{instead}'."
        : name.IndexOf('\\') >= 0 || (name.Length > 1 && name[1] == ':') ? "This is a path of Windows."
        : name.StartsWith("/home/", StringComparison.Ordinal) ? "It lies in the home directory of one account."
        : shebang.Program is "zsh" or "fish" or "ksh" or "dash" ? "Write '/bin/bash', or install it in an earlier event."
        : "Install it in an earlier event, or list it in SlipwayInterpreters.";

    private static IEnumerable<ScriptFile> Scripts(RuleContext context)
    {
        if (context.Kind != DocumentKind.ServerAppSpec || context.AppSpec is { IsLinux: false }) yield break;
        foreach (var script in context.Inputs.Scripts ?? [])
        {
            if (script.Language != ScriptLanguage.Binary && script.Extension is not (".bat" or ".cmd" or ".exe")) yield return script;
        }
    }
}
