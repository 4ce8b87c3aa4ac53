using System.Globalization;

namespace Slipway.Deployments.Traffic.Haproxy;

/// <summary>A server as HAProxy describes it.</summary>
/// <param name="Status">Column <c>status</c> of <c>show stat</c>: UP, DOWN, MAINT, DRAIN, no check, and more words behind.</param>
/// <param name="Sessions">Column <c>scur</c> of <c>show stat</c>: requests that are with it or on their way to it.</param>
/// <param name="Used">Column <c>used_cur</c> of <c>show servers conn</c>: connections to it that carry a request.</param>
/// <param name="LastCheck">What its last health check said.</param>
internal sealed record HaproxyServer(string Status, int Sessions, int Used, string LastCheck)
{
    public int InFlight => Math.Max(Sessions, Used);

    public bool IsMaintenance => Is("MAINT");

    public bool IsDraining => Is("DRAIN") || Is("NOLB");

    public bool IsUp => Is("UP") || Is("no check");

    public ServerState State => this switch
    {
        { IsUp: true } => ServerState.InService,
        { IsMaintenance: true } or { IsDraining: true, InFlight: 0 } => ServerState.OutOfService,
        { IsDraining: true } => ServerState.Draining,
        _ => ServerState.Unhealthy,
    };

    /// <summary>For a message.</summary>
    public override string ToString() => LastCheck.Length == 0 ? $"its status is {Status}" : $"its status is {Status}, its last check said {LastCheck}";

    private bool Is(string word) => Status.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Reads HAProxy's two tables. Columns are found by the names in the head line, so that a version that adds one is read as well.</summary>
internal static class HaproxyTables
{
    /// <summary>Servers of every backend, from <c>show stat</c>.</summary>
    public static IReadOnlyDictionary<(string Backend, string Server), HaproxyServer> Stat(string csv)
    {
        var servers = new Dictionary<(string, string), HaproxyServer>();
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var head = lines.FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].TrimEnd('\r').Split(',') ?? [];
        int Column(string name) => Array.IndexOf(head, name);
        var (backend, name, status, sessions, check, lastCheck) = (Column("pxname"), Column("svname"), Column("status"), Column("scur"), Column("check_status"), Column("last_chk"));
        if (backend < 0 || name < 0 || status < 0 || sessions < 0) return servers;
        foreach (var line in lines.Where(line => line[0] != '#'))
        {
            var cells = Cells(line);
            string Cell(int column) => column >= 0 && column < cells.Count ? cells[column] : "";
            if (Cell(name) is "" or "FRONTEND" or "BACKEND") continue;
            servers[(Cell(backend), Cell(name))] = new HaproxyServer(Cell(status), Number(Cell(sessions)), 0, $"{Cell(check)} {Cell(lastCheck)}".Trim());
        }
        return servers;
    }

    /// <summary>Column <c>used_cur</c> of a server in <c>show servers conn</c>; it is the seventh, behind purge_delay, which is never 0. Null: no such line.</summary>
    public static int? UsedConnections(string table, string backend, string server)
    {
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var head = lines.FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var column = Array.IndexOf(head, "used_cur") is >= 0 and var found ? found : 6;
        var cells = lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(cells => cells.Length > column && cells[0] == $"{backend}/{server}");
        return cells is null ? null : Number(cells[column]);
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // A check's own words may hold commas, and are quoted then.
    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        for (var at = 0; at <= line.Length;)
        {
            int end;
            if (at < line.Length && line[at] == '"')
            {
                end = line.IndexOf('"', at + 1);
                while (end >= 0 && end + 1 < line.Length && line[end + 1] == '"') end = line.IndexOf('"', end + 2);
                if (end < 0) end = line.Length;
                cells.Add(line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                end = end >= line.Length ? line.Length : line.IndexOf(',', end);
            }
            else
            {
                end = line.IndexOf(',', at);
                cells.Add(line[at..(end < 0 ? line.Length : end)].TrimEnd('\r'));
            }
            if (end < 0) break;
            at = end + 1;
        }
        return cells;
    }
}
