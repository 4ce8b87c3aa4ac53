namespace Slipway.House.Tests;

/// <summary>A row of the house's floor table: what a room targets and what it may use. The table is the design; the project files follow it.</summary>
/// <param name="Number">Counted from the ground.</param>
/// <param name="Room">The project.</param>
/// <param name="Targets">Its target frameworks.</param>
/// <param name="MayUse">The rooms that it may reference.</param>
/// <param name="Packages">Prefixes of the packages that it may reference; null where the choice is free.</param>
/// <param name="IsAspNet">Whether it may stand on ASP.NET Core.</param>
internal sealed record Floor(int Number, string Room, string[] Targets, string[] MayUse, string[]? Packages, bool IsAspNet = false)
{
    public static IReadOnlyList<Floor> Table { get; } =
    [
        new(1, "Slipway.Specifications", ["netstandard2.0", "net10.0"], [], ["YamlDotNet"]),
        new(2, "Slipway.Analyzers", ["netstandard2.0"], ["Slipway.Specifications"], ["Microsoft.CodeAnalysis"]),
        new(2, "Slipway.CodeFixes", ["netstandard2.0"], ["Slipway.Analyzers", "Slipway.Specifications"], ["Microsoft.CodeAnalysis"]),
        new(2, "Slipway.Revisions", ["net10.0"], ["Slipway.Specifications"], []),
        new(2, "Slipway.Git", ["net10.0"], ["Slipway.Specifications"], ["LibGit2Sharp"]),
        new(3, "Slipway.Instances", ["net10.0"], ["Slipway.Specifications", "Slipway.Revisions"], []),
        new(3, "Slipway.Checks", ["net10.0"], ["Slipway.Specifications", "Slipway.Revisions", "Slipway.Git"], ["Microsoft.CodeAnalysis"]),
        new(4, "Slipway.Agent", ["net10.0"], ["Slipway.Instances"], []),
        new(4, "Slipway.Deployments", ["net10.0"], ["Slipway.Instances", "Slipway.Revisions", "Slipway.Git", "Slipway.Specifications"], []),
        new(5, "Slipway.Aws", ["net10.0"], ["Slipway.Deployments", "Slipway.Revisions", "Slipway.Specifications"], ["AWSSDK."]),
        new(5, "Slipway.Repositories", ["net10.0"], ["Slipway.Git", "Slipway.Specifications"], null, IsAspNet: true),
        new(5, "Slipway.Proxy", ["net10.0"], ["Slipway.Specifications"], ["Yarp.ReverseProxy"], IsAspNet: true),
        new(6, "Slipway.Tasks", ["net10.0"],
            ["Slipway.Aws", "Slipway.Checks", "Slipway.Deployments", "Slipway.Git", "Slipway.Revisions", "Slipway.Specifications"], ["Microsoft.Build."]),
        new(6, "Slipway.Cli", ["net10.0"],
            ["Slipway.Specifications", "Slipway.Revisions", "Slipway.Git", "Slipway.Checks", "Slipway.Instances", "Slipway.Agent", "Slipway.Deployments", "Slipway.Aws", "Slipway.Repositories", "Slipway.Proxy"],
            null, IsAspNet: true),
    ];

    public static Floor Of(Room room) =>
        Table.SingleOrDefault(floor => floor.Room == room.Name) ?? throw new InvalidOperationException($"{room.Name} has no row in the floor table.");
}
