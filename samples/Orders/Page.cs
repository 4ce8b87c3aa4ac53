using System.Globalization;
using System.Net;
using System.Text;

namespace Orders;

/// <summary>The one page of the service.</summary>
public static class Page
{
    /// <summary>The page with its orders, newest first.</summary>
    public static string Render(OrdersSettings settings, IReadOnlyList<Order> orders)
    {
        var rows = new StringBuilder();
        foreach (var order in orders)
        {
            rows.Append(CultureInfo.InvariantCulture,
                $"<tr><td class=n>{order.Id}</td><td>{Text(order.Item)}</td><td class=n>{order.Quantity}</td><td><time>{order.OrderedAt:yyyy-MM-dd HH:mm:ss} UTC</time></td></tr>");
        }

        if (orders.Count == 0) rows.Append("<tr><td colspan=4 class=none>No orders yet. Place the first one above.</td></tr>");

        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{{Text(settings.Title)}}</title>
            <style>
            :root { color-scheme: light dark; --ink: light-dark(#17212b, #e8eef4); --soft: light-dark(#5b6b7b, #9aabbb); --line: light-dark(#dfe6ec, #2c3946);
                    --card: light-dark(#fff, #18222c); --back: light-dark(#f2f5f8, #0f161d); --accent: light-dark(#0a6c74, #4fd1c5); }
            * { box-sizing: border-box }
            body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back) }
            main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.25rem }
            header { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: baseline; margin-bottom: 2rem }
            h1 { margin: 0; font-size: 2rem; letter-spacing: -.02em; flex: 1 }
            .badge { font: 13px/1 ui-monospace, monospace; padding: .45rem .7rem; border: 1px solid var(--line); border-radius: 99px; background: var(--card) }
            .badge b { color: var(--accent); font-weight: 600 }
            section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; margin-bottom: 1.25rem }
            form { display: flex; flex-wrap: wrap; gap: .75rem }
            input, button { font: inherit; padding: .55rem .8rem; border-radius: 8px; border: 1px solid var(--line); background: var(--back); color: inherit }
            input[name=item] { flex: 1; min-width: 12rem } input[name=quantity] { width: 6rem }
            button { background: var(--accent); color: var(--card); border-color: transparent; font-weight: 600; cursor: pointer }
            table { width: 100%; border-collapse: collapse } th { text-align: left; color: var(--soft); font-size: .8rem; font-weight: 500 }
            th, td { padding: .55rem .5rem; border-bottom: 1px solid var(--line) } tr:last-child td { border-bottom: 0 }
            .n { text-align: right; font-variant-numeric: tabular-nums; width: 5rem } time, .none { color: var(--soft) } #problem { color: #c0392b; flex-basis: 100% }
            </style>
            </head>
            <body>
            <main>
            <header><h1>{{Text(settings.Title)}}</h1>
            <span class="badge">version <b>{{Text(OrdersSettings.Version)}}</b></span>
            <span class="badge">deployment <b>{{Text(settings.DeploymentId)}}</b></span></header>
            <section><form><input name="item" placeholder="Item" aria-label="Item" required maxlength="200"><input name="quantity" type="number" aria-label="Quantity" value="1" min="1" max="10000" required><button>Order</button><span id="problem" hidden></span></form></section>
            <section><table><thead><tr><th class="n">No.</th><th>Item</th><th class="n">Quantity</th><th>Ordered</th></tr></thead><tbody>{{rows}}</tbody></table></section>
            </main>
            <script>
            document.forms[0].addEventListener("submit", async e => {
              e.preventDefault();
              const f = e.target, problem = document.getElementById("problem");
              const answer = await fetch("/orders", { method: "POST", headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ item: f.item.value, quantity: f.quantity.valueAsNumber }) });
              if (answer.ok) location.reload();
              else { problem.textContent = (await answer.json()).detail; problem.hidden = false; }
            });
            </script>
            </body>
            </html>
            """;
    }

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
