using System.Globalization;
using System.Text;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>
/// The remote command: one line of POSIX shell that starts the agent, or takes it from its standard input first. The account's login shell, whatever it is, sees <c>exec sh -c '…'</c>, in
/// which no quote, backslash, exclamation mark or line end stands: csh and fish read those otherwise.
/// </summary>
internal static class Bootstrap
{
    /// <summary>What the script's own lines begin with.</summary>
    internal const string Mark = "slipway-bootstrap ";

    /// <summary>How many agents stay on an instance.</summary>
    internal const int KeptAgents = 3;

    // Each statement ends with a semicolon, "then", "do" or a brace, so that they make one line.
    private const string Script = """
        q() { echo slipway-bootstrap problem $*; x=1; };
        c() { rm -f "$t"; };
        for p in uname mkdir chmod head wc mv rm rmdir ls @sudo@; do command -v $p >/dev/null 2>&1 || q tool $p; done;
        s=$(uname -sm 2>/dev/null); s=${s%% *}-${s##* }; h=;
        case $s in @systems@ *) q system $s;; esac;
        d=${XDG_CACHE_HOME:-${HOME:-}/.cache};
        case $d in /.cache) q home;; /*) ;; *) d=$HOME/.cache;; esac;
        b=$d/slipway/agents; a=$b/$h/slipway-agent;
        if [ -z "$x" ] && [ -x "$a" ]; then :; else
        u=$(umask); umask 077;
        if [ -n "$h" ]; then e=$(mkdir -p "$b/$h" 2>&1) || q folder "$e"; fi;
        if [ -n "$x" ]; then echo slipway-bootstrap end; exit 97; fi;
        t=$b/$h/.new-$$; trap c 0; trap "exit 97" 1 2 15;
        echo; echo slipway-bootstrap want $s;
        e=$( { head -c $n >"$t"; } 2>&1 );
        l=$(wc -c <"$t" 2>/dev/null);
        if [ "${l:-0}" -ne $n ]; then q short $l $e; else
        chmod 700 "$t";
        if command -v sha256sum >/dev/null 2>&1; then case $(sha256sum <"$t") in $h*) ;; *) q hash;; esac; fi;
        if [ -z "$x" ]; then e=$("$t" --version 2>&1 </dev/null); r=$?;
        if [ $r -ne 0 ]; then q run $r $e; ls /lib/ld-musl-* >/dev/null 2>&1 && q musl; else
        e=$(mv -f "$t" "$a" 2>&1) || q folder $e; fi; fi; fi;
        if [ -n "$x" ]; then echo slipway-bootstrap end; exit 97; fi;
        trap - 0 1 2 15; umask $u;
        r=$(ls -l /proc/[0-9]*/exe 2>/dev/null); i=0;
        for o in $(ls -t "$b"); do i=$((i+1)); if [ $i -gt @kept@ ] && [ -f "$b/$o/slipway-agent" ]; then
        case $r in */$o/*) ;; *) rm -f "$b/$o/slipway-agent"; rmdir "$b/$o" 2>/dev/null;; esac; fi; done;
        fi;
        echo;
        """;

    /// <summary>The command for an instance.</summary>
    /// <param name="agents">What can be sent, by <c>uname -s</c> and <c>uname -m</c> with a hyphen between.</param>
    /// <param name="sudo">Whether the agent runs as root.</param>
    internal static string Command(IReadOnlyDictionary<string, AgentProgram> agents, bool sudo)
    {
        var systems = new StringBuilder();
        foreach (var (system, agent) in agents.OrderBy(a => a.Key, StringComparer.Ordinal))
            systems.Append(CultureInfo.InvariantCulture, $"{system}) h={agent.Sha256}; n={agent.Size};; ");
        var script = Script.ReplaceLineEndings(" ")
            .Replace("@sudo@", sudo ? "sudo" : "", StringComparison.Ordinal)
            .Replace("@systems@", systems.ToString(), StringComparison.Ordinal)
            .Replace("@kept@", KeptAgents.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return $"exec sh -c '{script}exec {(sudo ? "sudo -n -- " : "")}\"$a\"'";
    }
}
