using System.Globalization;

namespace Slipway.Benchmarks;

/// <summary>A first <c>dotnet build</c> of an empty console project, restore and compiler start included, with the package and without it: at most 5 % slower.</summary>
internal static class ColdBuildBenchmark
{
    private const double Bar = 1.05;

    internal static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
        var folder = Directory.CreateTempSubdirectory("slipway-cold-").FullName;
        try
        {
            var feed = Path.Join(folder, "feed");
            Measure.Execute("dotnet", "pack", Path.Join(CommandLine.Checkout, "src/Slipway.Tasks"), "-c", "Release", "-o", feed, "-v", "quiet");
            var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "Slipway.?.*.nupkg").Single())["Slipway.".Length..];
            // No server of an earlier build does the work.
            Environment.SetEnvironmentVariable("MSBUILDDISABLENODEREUSE", "1");
            Environment.SetEnvironmentVariable("UseSharedCompilation", "false");
            Environment.SetEnvironmentVariable("NUGET_PACKAGES", Path.Join(folder, "packages"));
            var with = Project(Path.Join(folder, "with"), feed, $"""<ItemGroup><PackageReference Include="Slipway" Version="{version}" PrivateAssets="all" /></ItemGroup>""");
            var without = Project(Path.Join(folder, "without"), feed, "");
            void Clean()
            {
                foreach (var project in (string[])[with, without])
                {
                    foreach (var made in (string[])["bin", "obj"])
                    {
                        if (Directory.Exists(Path.Join(project, made))) Directory.Delete(Path.Join(project, made), recursive: true);
                    }
                }
            }

            var medians = Measure.Alternating(
                rounds,
                Clean,
                ("dotnet build, with the package", () => Measure.Execute("dotnet", "build", with, "-v", "quiet")),
                ("dotnet build, without", () => Measure.Execute("dotnet", "build", without, "-v", "quiet")));
            Console.WriteLine($"a cold build takes {medians[0] / medians[1]:F3} times as long with the package (bar {Bar})");
            return medians[0] <= medians[1] * Bar ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Project(string folder, string feed, string reference)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Join(folder, "nuget.config"), $"""<configuration><packageSources><clear /><add key="feed" value="{feed}" /></packageSources></configuration>""");
        File.WriteAllText(Path.Join(folder, "Program.cs"), "System.Console.WriteLine(1);\n");
        File.WriteAllText(Path.Join(folder, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              {reference}
            </Project>
            """);
        return folder;
    }
}
