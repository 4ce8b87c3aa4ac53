using System.Xml.Linq;

namespace Slipway.House.Tests;

/// <summary>A project below src, as its project file has it.</summary>
internal sealed record Room(string Name, string Sdk, IReadOnlyList<string> Targets, IReadOnlyList<string> Rooms, IReadOnlyList<string> Packages, IReadOnlyList<string> Frameworks, bool? IsPackable, string? PackageId)
{
    public static IReadOnlyList<Room> All { get; } = [.. Checkout.Files("src", "*.csproj").Select(Read)];

    public override string ToString() => Name;

    /// <summary>The room and all that it reaches through project references.</summary>
    public IEnumerable<Room> Reached()
    {
        var seen = new Dictionary<string, Room>();
        var open = new Stack<Room>([this]);
        while (open.TryPop(out var room))
        {
            if (seen.TryAdd(room.Name, room))
            {
                room.Rooms.Select(name => All.Single(other => other.Name == name)).ToList().ForEach(open.Push);
            }
        }
        return seen.Values;
    }

    private static Room Read(string path)
    {
        var project = XDocument.Load(Checkout.PathOf(path)).Root!;
        string? Property(string name) => project.Descendants(name).LastOrDefault()?.Value.Trim();
        IReadOnlyList<string> Items(string name, Func<XElement, bool>? isMeant = null) => [.. project.Descendants(name).Where(item => isMeant?.Invoke(item) ?? true).Select(item => item.Attribute("Include")?.Value).OfType<string>()];
        return new Room(
            Path.GetFileNameWithoutExtension(path),
            project.Attribute("Sdk")?.Value ?? "",
            (Property("TargetFrameworks") ?? Property("TargetFramework") ?? "").Split(';'),
            // A project that is only built to be packed beside is not used.
            [.. Items("ProjectReference", item => item.Attribute("ReferenceOutputAssembly")?.Value != "false").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
            Items("PackageReference"),
            Items("FrameworkReference"),
            Property("IsPackable") is { } packable ? bool.Parse(packable) : null,
            Property("PackageId"));
    }
}
