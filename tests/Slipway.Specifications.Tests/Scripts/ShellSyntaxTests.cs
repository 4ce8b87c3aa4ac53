using System.Diagnostics;
using Slipway.Specifications.Scripts.Shell;

namespace Slipway.Specifications.Tests.Scripts;

/// <summary>The parser accepts what bash accepts, and says of the rest what is open.</summary>
public sealed class ShellSyntaxTests
{
    /// <summary>Forms that bash takes; each is a script.</summary>
    private static readonly string[] Right =
    [
        "", "\n", "# only a comment", "echo a # 'not a quote", "echo a#b 'c'", "echo \"a # b\"", "a=1", "a=1 b=2 cmd", "a+=x", "a[0]=1", "a[\"x y\"]=1", "a=(1 2 3)", "a=( # one\n 'x' # two's\n)\n",
        "a=([k]=v [l]=\"$w\")", "declare -A m=([a]=1)", "local x=(1 2)", "echo 'it'\\''s'", "echo \"it's\"", "echo \"say \\\"hi\\\"\"", "echo $'it\\'s'", "echo $\"text\"", "echo \\\n  b", "echo \\'",
        "echo \"$(echo \"a\")\"", "echo \"$(echo \"$(echo \"deep\")\")\"", "echo \"${a:-\"b\"}\"", "echo ${a:-'}'}", "echo \"${a:-'x'}\"", "echo ${a#*'x'}", "echo \"${a#*'}'}\"", "echo ${a//\\//_}", "echo ${#a} ${#} $# ${#a[@]} ${!a} ${!a[@]} ${a[0]} ${a[$i]} ${a[@]:1:2}",
        "echo ${a^^} ${a,,} ${a:1} ${a: -1} ${a/x/y} ${a%%.*} ${a@Q}", "echo ${1:-x} ${@:2} ${*} $@ $* $? $! $$ $- $0 ${10}", "echo `date`", "echo \"`date`\"", "echo `echo \\`date\\``", "echo \"`echo \\\"x\\\"`\"", "echo `echo \"it's\"`",
        "echo $((1 + 2))", "echo $(( (1 + 2) * 3 ))", "echo $((a[1] << 2))", "echo $( (cd /; ls) )", "echo $((cd /; ls) | wc)", "((i++))", "(( a > 1 )) && echo b", "((a); b)", "( (a); b )", "echo $[1+2]", "let i=i+1", "for ((i=0; i<3; i++)); do echo $i; done", "for ((i=0; i<3; i++)) { echo $i; }",
        "if a; then b; fi", "if a\nthen\n b\nelif c; then d\nelse\n e\nfi", "if ! a; then b; fi", "if a && b || c; then d; fi", "if [ -f x ] ; then : ; fi", "if [[ -f x && ( $a == b || $a =~ ^(c|d)$ ) ]]; then :; fi", "[[ $a == *.txt ]]", "[[ $a == @(x|y) ]]", "[[ $a =~ [[:space:]]+\\( ]]", "[[ a < b ]]", "[[ -n $a &&\n -n $b ]]",
        "[[ \"$a\" =~ ^[0-9]+(\\.[0-9]+)?$ ]] || exit 1", "[[ $a != \"b\" ]]", "while read -r l; do echo \"$l\"; done < f", "while :; do break; done", "until a; do b; done", "for x in a b; do c; done", "for x\ndo c; done", "for x; do c; done", "for x in; do c; done", "for x in $(ls); do\n c\ndone | sort > f 2>&1", "for x in a \\\n b; do c; done", "select x in a b; do break; done",
        "case $a in x) b ;; y|z) c ;; *) d ;; esac", "case $a in\n (x) b\n ;;\n *)\nesac", "case \"$a\" in\n 'x y') b;;\n \"z\") ;;\nesac", "case $a in x) b; esac", "case $a in x) b ;& y) c ;;& z) d ;; esac", "case $a in [0-9]*) b ;; esac", "case $a in esac", "case a in a) if b; then c; fi ;; esac", "echo $(case $a in x) b ;; esac)",
        "{ a; b; }", "{\na\n}", "( a; b )", "(a) && (b)", "{ a; } > f", "( a ) 2>&1 | b &", "a & b & wait", "a; b;", "a &&\n b", "a |\n b", "a ||\n# comment\n b", "a |& b", "! a", "! a | b", "time a", "time -p a", "{ a; } && { b; } || c",
        "f() { a; }", "f () { a; }", "f()\n{\n a\n}", "function f { a; }", "function f() { a; }", "function f\n{\n a\n}", "f() ( a )", "f() if a; then b; fi", "f-g() { a; }", "f() { a; } > x", "f() { g() { a; }; }; f", "f() { a; }; g() { b; }",
        "a > f", "a >> f 2>&1", "a &> f", "a &>> f", "a 2> /dev/null < in", "a >&2", "a <&-", "a >| f", "a <> f", "exec 3< f", "exec {fd}> f", "> f", "> f a b", "a<b>c", "a <<< b", "a <<< \"$b c\"", "diff <(a) <(b)", "tee >(b) < c", "a=<(b)", "1>&2 echo x", "echo 2 >f", "echo a2>f",
        "cat <<EOF\na $b 'c\nEOF\n", "cat <<'EOF'\n$( \" '\nEOF\n", "cat <<\"EOF\"\n`\nEOF\n", "cat <<\\EOF\n`\nEOF\n", "cat <<-EOF\n\ta\n\tEOF\n", "cat <<A <<B\na\nA\nb\nB\n", "cat <<EOF | grep x\nx\nEOF\necho y", "cat <<EOF > f; echo z\nx\nEOF\n", "if a; then\ncat <<EOF\nfi\nEOF\nfi", "x=$(cat <<EOF\na ) b\nEOF\n)", "cat <<EOF\nEOF", "cat << EOF\n ${a} $(b) `c` \\$d\nEOF\n", "cat <<EOF\n$(\nEOF\n", "cat <<''\na\n\n", "cat <<E\"O\"F\n$(\nEOF\n", "f() {\ncat <<EOF\n}\nEOF\n}", "cat <<EOF\nfoo \\\nEOF\nEOF\n", "a <<EOF && b\nx\nEOF\nc", "ssh host <<'X'\nif\nX\n",
        "echo {1..3} {a,b} {} { } }", "echo if then fi done", "echo a{b", "echo }", "a=b; if=1; echo $if", "case=1", "echo [ a", "echo *.{a,b}", "echo \"\"", "echo ''", "echo a'b'\"c\"$d`e`", "echo !", "echo a!", "echo $", "echo \"$\"", "echo $%", "echo ~/x", "x=\"a\nb\"\necho", "echo \"a\n# not a comment '\n\"", "trap 'echo \"x\"' EXIT", "eval \"a='b'\"", "alias x='y'",
        "export A=1 B=\"x y\"", "export PATH=$PATH:/x", "set -euo pipefail", "set -- a b", "exit", "return 0", ". /etc/x", "source ./x", "a=$(b)", "a=$(b | c)", "a=\"$(b \"$c\")\"", "a=$(\n b\n)", "a=$( # comment with ' and )\n b\n)", "a=`b | c`", "a=${b:=c}", ": ${A:?\"must be set\"}", "\"$a\" b", "$a b", "$(a) b", "if (a); then b; fi", "if { a; }; then b; fi", "if a; then (b) fi", "while (a) do b; done", "for a in b; do { c; } done", "if a; then if b; then c; fi fi",
        "awk '{ print $1 }' f", "awk \"{ print \\$1 }\" f", "sed -e 's/a/b/' -e \"s/$x/y/\"", "sed \"s|'||g\"", "find . -name '*.x' -exec rm {} \\;", "find . \\( -a -o -b \\)", "grep -E '^(a|b)$' f", "[ \"$a\" = b ] && c", "[ a -gt 1 -a b ]", "test -f a || b", "python3 -c 'print(\"it\")'", "ps aux | grep [j]ava | awk '{print $2}' | xargs -r kill", "curl -H \"a: b\" \"http://x/?a=b&c=d\"", "echo a; # b", "echo a;# b", "echo a &# b\n", "(# b\na)", "a\r\nb\r\n", "\ta\t", "a\\\n&& b", "echo a \\\n# b", "echo \"\\\\\"", "echo \"\\$(\"", "echo '\\'", "[ -z \"${a+x}\" ]", "a && b || { c; exit 1; }", "coproc a", "declare -a x", "printf '%s\\n' \"${a[@]}\"", "mapfile -t x < <(a)", "while IFS= read -r -d '' f; do a; done < <(find . -print0)", "read -r a b <<<\"$c\"", "echo ${a:-$(b \"${c:-d}\")}", "echo \"${a:+\"${b}\"}\"", "echo ${a:-\"}\"}", "echo \"${a/\\}/x}\"", "if [[ ! -e a ]]; then b; fi", "[[ ! ( -f x ) ]]", "(( (a) ))", "echo $(( $(a) + ${b} ))", "echo $(($#))", "echo ${a[${#a[@]}-1]}",
    ];

    /// <summary>Scripts that bash refuses, and the token that is at fault.</summary>
    private static readonly (string Script, string Token, string Lack, string Missing)[] Wrong =
    [
        ("‹'›a", "'", "closed", "'"), ("echo ‹\"›a", "\"", "closed", "\""), ("echo ‹`›a", "`", "closed", "`"), ("echo ‹$(›a", "$(", "closed", ")"), ("echo ‹${›a", "${", "closed", "}"), ("echo ‹$((›1+2", "$((", "closed", "))"), ("‹((›1+2", "((", "closed", "))"), ("echo $‹'›a", "'", "closed", "'"), ("echo \"‹$(›a \")\"", "$(", "closed", ")"), ("echo \"$(a) $(b‹\"›", "\"", "closed", "\""),
        ("‹if› a; then b", "if", "closed", "fi"), ("‹if› a\nthen b\nelse c\n", "if", "closed", "fi"), ("‹while› a; do b", "while", "closed", "done"), ("‹for› x in a; do b\n", "for", "closed", "done"), ("‹until› a; do b; ", "until", "closed", "done"), ("‹case› a in b) c ;;", "case", "closed", "esac"), ("‹case› a in", "case", "closed", "esac"), ("‹{› a;", "{", "closed", "}"), ("f() ‹{›\na\n", "{", "closed", "}"), ("‹(›a; b", "(", "closed", ")"), ("a=‹(›1 2", "(", "closed", ")"), ("‹[[› a ", "[[", "closed", "]]"),
        ("if a; then ‹while› b; do c; fi", "while", "closed", "done"), ("while a; do ‹if› b; then c; done", "if", "closed", "fi"), ("case a in b) ‹if› c; then d ;; esac", "if", "closed", "fi"), ("{ ‹if› a; then b; }", "if", "closed", "fi"), ("( ‹if› a; then b )", "if", "closed", "fi"), ("a $(‹if› b; then c)", "if", "closed", "fi"),
        ("a\n‹fi›", "fi", "opened", "if"), ("a; ‹done›", "done", "opened", "while"), ("‹esac›", "esac", "opened", "case"), ("a; ‹}›", "}", "opened", "{"), ("a ‹)›", ")", "opened", "("), ("a\n‹then› b", "then", "opened", "if"), ("if a; then b; fi\n‹fi›", "fi", "opened", "if"), ("a; ‹else› b", "else", "opened", "if"),
        ("if a; ‹then›\n# nothing\nfi", "then", "followed by a command", ":"), ("while a; ‹do› done", "do", "followed by a command", ":"), ("if a; then b; ‹else›\nfi", "else", "followed by a command", ":"), ("f() ‹{›\n}", "{", "followed by a command", ":"), ("‹(› )", "(", "followed by a command", ":"),
        ("‹if› a\nb\nfi", "if", "followed by 'then'", "then"), ("‹while› a\nb\ndone", "while", "followed by 'do'", "do"),
    ];

    private static readonly string[] Unknown = ["a |", "a &&", "; a", "a ; ; b", "a && ; b", "| a", "(a) b", "for x in a b\nc\ndone", "echo (a)", "case a b) c ;; esac", "f() a", "a &&& b", "if a; then b; fi c", "echo \"${a:-it's}\"", "a > ", "a > ; b", "for (( i", "function", "if"];

    [Fact]
    public void Reads_whole_what_the_shell_accepts()
    {
        var failures = Right.Select(text => (Text: text, Script: ShellScript.Parse(text))).Where(item => !item.Script.IsWhole)
            .Select(item => $"{item.Text.Replace("\n", "\\n", StringComparison.Ordinal)}  =>  {item.Script.Fault} {(item.Script.IsUnderstood ? "" : "not understood")}");

        Assert.Empty(failures);
    }

    [Fact]
    public void Windows_line_ends_are_left_to_the_rule_about_them() => Assert.True(ShellScript.Parse("if a\r\nthen\r\nb\r\nfi\r\ncat <<EOF\r\nx\r\nEOF\r\n").IsWhole);

    [Fact]
    public void Names_the_token_that_is_at_fault()
    {
        var failures = new List<string>();
        foreach (var (marked, token, lack, missing) in Wrong)
        {
            var text = marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);
            var fault = ShellScript.Parse(text).Fault;
            if (fault != new ShellFault(marked.IndexOf('‹', StringComparison.Ordinal), token.Length, lack, missing)) failures.Add($"{marked.Replace("\n", "\\n", StringComparison.Ordinal)}  =>  {fault}");
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void Says_nothing_of_what_it_does_not_know()
    {
        Assert.All(Unknown, text => Assert.True(!ShellScript.Parse(text).IsUnderstood || ShellScript.Parse(text).Fault is not null, text));
    }

    [Fact]
    public void Agrees_with_bash()
    {
        Assert.SkipUnless(Bash.IsThere, "There is no bash here.");

        Assert.All(Right, text => Assert.True(Bash.Accepts(text), "bash refuses " + text));
        Assert.All(Wrong, item => Assert.False(Bash.Accepts(item.Script.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal)), "bash accepts " + item.Script));
        Assert.All(Unknown, text => Assert.False(Bash.Accepts(text), "bash accepts " + text));
    }
}

/// <summary>The shell itself, asked whether a script can be parsed.</summary>
internal static class Bash
{
    public static bool IsThere { get; } = File.Exists("/bin/bash");

    public static bool Accepts(string script)
    {
        // A file, since bash stops reading where it finds an error.
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, script);
            using var process = Process.Start(new ProcessStartInfo("/bin/bash", ["-O", "extglob", "-n", file]) { RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && errors.Length == 0;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
