using System.Reflection;

namespace Slipway.House.Tests;

/// <summary>The checkout that these tests were built from, as text.</summary>
internal static class Checkout
{
    public static string Root { get; } = typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Every file below a folder of the checkout, relative to the checkout; nothing that a build made.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        !Directory.Exists(PathOf(folder)) ? [] :
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(segment => segment is "bin" or "obj" or "artifacts" or ".slipway"))
            .Order(StringComparer.Ordinal);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));
}
