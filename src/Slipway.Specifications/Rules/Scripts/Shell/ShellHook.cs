using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;
using Slipway.Specifications.Scripts;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Rules.Scripts.Shell;

/// <summary>A hook script for sh or bash with what starts it.</summary>
internal sealed class ShellHook
{
    private int? _errexit;
    private int? _inputFrom;

    private ShellHook(ScriptFile file, IReadOnlyList<ScriptUse> uses)
    {
        File = file;
        Uses = uses;
        Shebang = Shebang.Of(file.Text);
    }

    public ScriptFile File { get; }

    public ShellScript Script => File.Shell;

    /// <summary>The entries that start it; none where only other scripts do.</summary>
    public IReadOnlyList<ScriptUse> Uses { get; }

    public Shebang? Shebang { get; }

    /// <summary>Whether an event starts it.</summary>
    public bool IsStarted => Uses.Count > 0;

    /// <summary>Whether it is read into other scripts, as far as one can see, so that they may set its variables.</summary>
    public bool IsLibrary => Uses.Count == 0 && Shebang is null;

    public bool IsBash => Shebang?.Program == "bash";

    /// <summary>Whether it runs in an event whose failure blocks later deployments.</summary>
    public bool Stops => Uses.Any(use => LifecycleEvents.UsesPreviousRevision(use.Event));

    /// <summary>The seconds after which it is given up.</summary>
    public int Timeout => Math.Min(ScriptUses.DefaultTimeout, Uses.Count == 0 ? ScriptUses.DefaultTimeout : Uses.Min(use => use.Timeout));

    /// <summary>The offset from which on a failure ends the script; the largest number where none does.</summary>
    public int Errexit => _errexit ??= FindErrexit();

    /// <summary>The offset from which on an <c>exec</c> has redirected the input; the largest number where none does.</summary>
    public int InputFrom => _inputFrom ??= Script.Calls.FirstOrDefault(call => call.Name == "exec" && call.ArgumentCount == 0 && Redirections(call.Node).Any(item => item.IsInput)).Node?.Start ?? int.MaxValue;

    /// <summary>Whether a failure of a command ends the script, or is trapped.</summary>
    public bool StopsAtFailure => Errexit != int.MaxValue;

    /// <summary>The scripts for sh and bash of an appspec for Linux.</summary>
    public static IReadOnlyList<ShellHook> All(RuleContext context)
    {
        if (context.Inputs.Scripts is not { Count: > 0 } scripts || context.Kind != DocumentKind.ServerAppSpec || context.AppSpec is { IsLinux: false }) return [];
        return [.. scripts.Where(script => script.Language == ScriptLanguage.Shell).Select(script => new ShellHook(script, context.Uses.Of(script)))];
    }

    /// <summary>Those of the hooks that could be read whole.</summary>
    public static IEnumerable<ShellHook> Whole(RuleContext context) => context.ShellHooks.Where(hook => hook.Script.IsWhole);

    public SourceRange Range(ShellWord word) => File.Range(word.Start, word.Length);

    /// <summary>From the first to the last word of a command.</summary>
    public SourceRange Range(ShellNode node) => File.Range(node.Start, node.End - node.Start);

    /// <summary>The first line, or what there is of it.</summary>
    public SourceRange FirstLine()
    {
        var end = File.Text.IndexOf('\n');
        var length = (end < 0 ? File.Text : File.Text.Substring(0, end)).TrimEnd('\r').Length;
        return File.Range(0, length == 0 ? Math.Min(1, File.Text.Length) : length);
    }

    /// <summary>Whether the arguments of a call have one of some options; short ones also within a bundle such as <c>-qy</c>.</summary>
    public bool HasOption(ShellCall call, string letters, params string[] names)
    {
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            var word = Script.Words[i];
            if (word.Length < 2 || Script.Text[word.Start] != '-') continue;
            if (Script.Text[word.Start + 1] == '-')
            {
                if (Array.Exists(names, name => Script.Starts(word, name) && (word.Length == name.Length || Script.Text[word.Start + name.Length] == '='))) return true;
            }
            else if (IsBundle(word) && letters.Any(letter => Script.Text.IndexOf(letter, word.Start, word.Length) >= 0)) return true;
        }

        return false;
    }

    /// <summary>The arguments that are no options, as they are written without quotes.</summary>
    public IEnumerable<string> Operands(ShellCall call)
    {
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            if (Script.Text[Script.Words[i].Start] != '-') yield return Script.Shown(Script.Words[i]);
        }
    }

    /// <summary>The first argument that is no option; empty without one.</summary>
    public string FirstOperand(ShellCall call) => Operands(call).FirstOrDefault() ?? "";

    /// <summary>Whether options may hide in a variable: <c>$OPTIONS</c>, <c>"${ARGS[@]}"</c>.</summary>
    public bool HasHiddenOptions(ShellCall call)
    {
        for (var i = call.FirstArgument; i < call.End; i++)
        {
            var word = Script.Words[i];
            if (word.VariableCount == 0) continue;
            var raw = Script.Raw(word).ToUpperInvariant();
            if (raw.Contains("OPT") || raw.Contains("ARG") || raw.Contains("FLAG") || raw.Contains("PARAM") || raw.Contains("@") || raw.Contains("YES") || raw.Contains("$*")) return true;
        }

        return false;
    }

    /// <summary>Whether its input, or that of a compound around it, is redirected or piped.</summary>
    public bool HasInput(ShellNode node)
    {
        for (ShellNode? at = node; at is not null; at = at.Parent)
        {
            if (at.IsPipedFrom || Redirections(at).Any(item => item.IsInput)) return true;
        }

        return false;
    }

    public IEnumerable<ShellRedirection> Redirections(ShellNode node)
    {
        for (var i = 0; i < node.RedirectionCount; i++) yield return Script.Redirections[node.FirstRedirection + i];
    }

    /// <summary>The last command of the script itself.</summary>
    public ShellNode? Last
    {
        get
        {
            for (var i = Script.Nodes.Count - 1; i >= 0; i--)
            {
                if (Script.Nodes[i] is { Parent: null, Next: null } node) return node;
            }

            return null;
        }
    }

    /// <summary>A new line in front of the first command, below the shebang, leading comments and <c>set</c>.</summary>
    public TextChange Insertion(string line, bool afterSet)
    {
        var first = Script.Nodes.Find(node => node.Parent is null && !(afterSet && IsSet(node)));
        if (first is null) return new TextChange(File.Text.Length, 0, (File.Text.Length == 0 || File.Text[File.Text.Length - 1] == '\n' ? "" : "\n") + line + "\n");
        return new TextChange(LineStart(first.Start), 0, line + (UsesCrLf ? "\r\n" : "\n"));
    }

    /// <summary>Whether a command begins its line.</summary>
    public bool BeginsLine(int offset) => string.IsNullOrWhiteSpace(File.Text.Substring(LineStart(offset), offset - LineStart(offset)));

    public int LineStart(int offset) => offset == 0 ? 0 : File.Text.LastIndexOf('\n', offset - 1) + 1;

    private bool UsesCrLf => File.Text.IndexOf('\n') is > 0 and var at && File.Text[at - 1] == '\r';

    private bool IsSet(ShellNode node) => node.Kind == ShellNodeKind.Command && node.WordCount > 0 && Script.Is(Script.Words[node.FirstWord], "set");

    private int FindErrexit()
    {
        if (Shebang is { } shebang && shebang.Options.IndexOf('e') >= 0) return 0;
        foreach (var call in Script.Calls)
        {
            if (call.Name == "set" && (HasOption(call, "e") || Operands(call).Contains("errexit"))) return call.Node.Start;
            if (call.Name == "trap" && call.ArgumentCount > 1 && Operands(call).Contains("ERR")) return call.Node.Start;
        }

        return int.MaxValue;
    }

    private bool IsBundle(ShellWord word)
    {
        for (var i = word.Start + 1; i < word.End; i++)
        {
            if (!(Script.Text[i] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'))) return false;
        }

        return true;
    }
}
