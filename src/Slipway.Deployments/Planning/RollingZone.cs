namespace Slipway.Deployments.Planning;

/// <summary>A zone and its turn.</summary>
/// <param name="Name">Its name; null for instances in none.</param>
/// <param name="Minimum">How many of its instances must stay healthy.</param>
/// <param name="Monitor">The wait after it; null for none.</param>
internal sealed record RollingZone(string? Name, int Minimum, TimeSpan? Monitor);
