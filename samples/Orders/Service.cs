namespace Orders;

/// <summary>The web service.</summary>
public static class Service
{
    /// <summary>Runs until SIGTERM.</summary>
    public static int Run(OrdersSettings settings)
    {
        Schema.Migrate(settings.DatabaseFile);
        var store = new OrderStore(settings.DatabaseFile);

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(settings.Url);
        var app = builder.Build();

        app.MapGet("/", () => Results.Content(Page.Render(settings, store.Latest(20)), "text/html; charset=utf-8"));
        app.MapGet("/health", () => new Health("healthy", OrdersSettings.Version, settings.DeploymentId));
        app.MapGet("/orders", () => store.Latest(100));
        app.MapPost("/orders", (NewOrder order) =>
        {
            if (order.Problem is { } problem) return Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
            var added = store.Add(order, TimeProvider.System.GetUtcNow());
            return Results.Created($"/orders/{added.Id}", added);
        });
        app.MapGet("/orders/{id:long}", (long id) => store.Find(id) is { } order ? Results.Ok(order) : Results.NotFound());

        app.Run();
        return 0;
    }
}

/// <summary>What <c>/health</c> answers.</summary>
public sealed record Health(string Status, string Version, string DeploymentId);
