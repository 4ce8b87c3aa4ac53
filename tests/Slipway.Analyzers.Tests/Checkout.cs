namespace Slipway.Analyzers.Tests;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Toolkit.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the tests from a checkout.");
        return folder;
    }
}
