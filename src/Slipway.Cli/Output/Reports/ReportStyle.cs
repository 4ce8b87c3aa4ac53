namespace Slipway.Cli.Output.Reports;

/// <summary>How the report looks: one sheet, light and dark, and on paper.</summary>
internal static class ReportStyle
{
    public const string Sheet = """
        :root{color-scheme:light dark;--bg:#fff;--panel:#f6f7f9;--line:#d9dde3;--text:#1b1f26;--soft:#5a6472;--ok:#1a7f3c;--bad:#c62828;--warn:#9a6200;--run:#1f5fbf;
        --stop:#7c8796;--fetch:#2f8f9d;--put:#3d6fd1;--start:#3f9a4a;--valid:#8a9a1f;--flow:#8a4fc7;--band:#e9b94933}
        @media(prefers-color-scheme:dark){:root{--bg:#14171c;--panel:#1d2128;--line:#353b45;--text:#e4e7ec;--soft:#9aa5b4;--ok:#57c278;--bad:#ff7a70;--warn:#e6b34d;--run:#6fa8ff;
        --stop:#7f8b9b;--fetch:#49b3c2;--put:#6d97ea;--start:#63bd6e;--valid:#b5c64a;--flow:#b388eb;--band:#e9b94926}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        main{max-width:1240px;margin:0 auto;padding:28px 24px 60px}
        h1{font-size:24px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
        h2{font-size:17px;margin:36px 0 10px}
        p{margin:6px 0}
        .sub{color:var(--soft);margin:0 0 18px}
        .badge{display:inline-block;border-radius:99px;padding:1px 11px;font-size:13px;font-weight:600;border:1px solid currentColor;vertical-align:3px;margin-left:8px;white-space:nowrap}
        .ok{color:var(--ok)}.bad{color:var(--bad)}.warn{color:var(--warn)}.run{color:var(--run)}.soft{color:var(--soft)}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;margin:0}
        dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        .why{border-left:4px solid var(--bad);background:var(--panel);padding:10px 16px;margin:18px 0;border-radius:0 6px 6px 0}
        .why h2{margin:0 0 4px}
        pre,code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12.5px}
        pre{margin:6px 0;white-space:pre-wrap;overflow-wrap:anywhere;max-height:30em;overflow:auto}
        .chart{border:1px solid var(--line);border-radius:8px;background:var(--panel);padding:10px 12px;overflow-x:auto}
        .chart svg{display:block;width:100%;min-width:760px;height:auto}
        svg text{fill:var(--text);font-size:11px;font-family:inherit}svg .soft{fill:var(--soft)}svg .bad{fill:var(--bad)}
        .legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:8px 0 0;font-size:13px;color:var(--soft);padding:0;list-style:none}
        .legend i{display:inline-block;width:12px;height:10px;border-radius:2px;margin-right:6px}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:13.5px}
        th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
        th{color:var(--soft);font-weight:500;white-space:nowrap}td.n,th.n{text-align:right;white-space:nowrap}td.name{white-space:nowrap;font-weight:600}
        details{border:1px solid var(--line);border-radius:8px;margin:6px 0;padding:0 12px}
        summary{cursor:pointer;padding:6px 0}summary:focus-visible{outline:2px solid var(--run);outline-offset:2px}
        .err{color:var(--bad)}.ev{font-weight:600;color:var(--run)}
        footer{margin-top:48px;color:var(--soft);font-size:12.5px}
        @media print{.chart,details,pre{break-inside:avoid;max-height:none}}
        """;
}
