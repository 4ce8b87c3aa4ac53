using Xunit;

namespace Slipway.House.Tests;

public sealed class HouseTests
{
    public static TheoryData<string> Rooms => [.. Room.All.Select(room => room.Name)];

    [Fact]
    public void The_house_has_rooms() => Assert.NotEmpty(Room.All);

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_uses_only_the_rooms_that_the_floor_table_allows(string name)
    {
        var room = Named(name);
        Assert.Empty(room.Rooms.Except(Floor.Of(room).MayUse));
    }

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_targets_what_the_floor_table_says(string name)
    {
        var room = Named(name);
        Assert.Equal(Floor.Of(room).Targets, room.Targets);
    }

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_references_only_the_packages_of_its_row(string name)
    {
        var room = Named(name);
        if (Floor.Of(room).Packages is { } allowed)
        {
            Assert.All(room.Packages, package => Assert.Contains(allowed, prefix => package.StartsWith(prefix, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Arrows_of_the_floor_table_never_point_up() =>
        Assert.All(Floor.Table, floor => Assert.All(floor.MayUse, used => Assert.True(Floor.Table.Single(other => other.Room == used).Number <= floor.Number)));

    [Fact]
    public void Nothing_that_the_tasks_reach_stands_on_AspNet() =>
        Assert.All(Named("Slipway.Tasks").Reached(), room =>
        {
            Assert.Empty(room.Frameworks);
            Assert.Equal("Microsoft.NET.Sdk", room.Sdk);
            Assert.DoesNotContain("\"Microsoft.AspNetCore", Checkout.Read($"src/{room.Name}/packages.lock.json"), StringComparison.Ordinal);
        });

    [Theory, MemberData(nameof(Rooms))]
    public void Only_the_rooms_of_the_table_stand_on_AspNet(string name)
    {
        var room = Named(name);
        Assert.True(Floor.Of(room).IsAspNet || (room.Frameworks.Count == 0 && room.Sdk == "Microsoft.NET.Sdk"));
    }

    [Fact]
    public void Only_the_toolkit_and_the_tool_are_packable()
    {
        Assert.Contains("<IsPackable>false</IsPackable>", Checkout.Read("Directory.Build.props"), StringComparison.Ordinal);
        Assert.Equal(
            [("Slipway.Cli", "Slipway.Tool"), ("Slipway.Tasks", "Slipway")],
            Room.All.Where(room => room.IsPackable == true).Select(room => (room.Name, room.PackageId)).Order());
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Checkout.Read("Toolkit.sln").Replace('\\', '/');
        Assert.All(Checkout.Files("src", "*.csproj").Concat(Checkout.Files("tests", "*.csproj")).Concat(Checkout.Files("samples", "*.csproj")),
            path => Assert.Contains($"\"{path}\"", solution, StringComparison.Ordinal));
    }

    private static Room Named(string name) => Room.All.Single(room => room.Name == name);
}
