using System.Globalization;

namespace Slipway.Benchmarks;

/// <summary>A <c>dotnet build</c> of the sample in which nothing has changed, with the package and without it: less than 150 ms between the medians.</summary>
internal static class BuildBenchmark
{
    private const double Bar = 150;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
        var folder = Directory.CreateTempSubdirectory("slipway-build-").FullName;
        try
        {
            var feed = Path.Join(folder, "feed");
            Measure.Execute("dotnet", "pack", Path.Join(CommandLine.Checkout, "Toolkit.sln"), "-c", "Release", "-o", feed, "-v", "quiet");
            var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "Slipway.?.*.nupkg").Single())["Slipway.".Length..];
            var with = Copy(Path.Join(folder, "with"), feed, $"""<ItemGroup><PackageReference Include="Slipway" VersionOverride="{version}" /></ItemGroup>""");
            var without = Copy(Path.Join(folder, "without"), feed, "");
            Build(with);
            Build(without);
            var medians = Measure.Alternating(
                rounds,
                () => { },
                ("dotnet build, with the package", () => Build(with)),
                ("dotnet build, without", () => Build(without)));
            var cost = medians[0] - medians[1];
            Console.WriteLine($"a build without changes costs {cost:F0} ms more with the package (bar {Bar:F0} ms)");
            return cost < Bar ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Build(string project) => Measure.Execute("dotnet", "build", project, "-v", "quiet");

    // The sample as a user's project of its own: it takes the package from a feed instead of this working copy's props and targets.
    private static string Copy(string target, string feed, string reference)
    {
        var sample = Path.Join(CommandLine.Checkout, "samples/Orders");
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(sample, file);
            if (path.Split('/')[0] is "bin" or "obj" or ".slipway" || path == "packages.lock.json") continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(target, path))!);
            File.Copy(file, Path.Join(target, path));
        }

        foreach (var file in new[] { "Directory.Packages.props", "global.json" }) File.Copy(Path.Join(CommandLine.Checkout, file), Path.Join(target, file));
        File.WriteAllText(Path.Join(target, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <RestorePackagesPath>{target}/.packages</RestorePackagesPath>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
            </Project>
            """);
        File.WriteAllText(Path.Join(target, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="slipway" value="{feed}" /></packageSources>
            </configuration>
            """);
        var project = Path.Join(target, "Orders.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("</Project>", reference + "</Project>", StringComparison.Ordinal));
        return project;
    }
}
