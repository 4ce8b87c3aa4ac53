using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Slipway.Checks.CSharp;

/// <summary>The C# compiler of an installed .NET SDK. It is loaded beside our own assemblies, and nothing of it is shipped.</summary>
public static class SdkCompiler
{
    private const string Library = "Microsoft.CodeAnalysis.CSharp.dll";

    // What the SDK 10 brings; an older compiler does not know file-based programs.
    private static readonly Version Oldest = new(5, 0);

    private static readonly Lock Loading = new();
    private static string? _folder;

    /// <summary>The folders in which the compiler of this machine's SDKs stands, the newest SDK first. Looks at folder names only; starts no program.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static IReadOnlyList<string> Installed(Func<string, string?> variable)
    {
        // <root>/shared/Microsoft.NETCore.App/10.0.0/ is where this process runs from.
        var own = Path.GetFullPath(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var roots = new[] { variable("DOTNET_ROOT"), Path.GetDirectoryName(variable("DOTNET_HOST_PATH")), own }.OfType<string>().Where(root => root.Length > 0).Distinct();
        return [.. roots.SelectMany(Sdks)];
    }

    /// <summary>The first folder that holds a compiler which is new enough.</summary>
    internal static string? Find(IReadOnlyList<string> folders) => folders.FirstOrDefault(folder =>
    {
        try
        {
            var library = Path.Join(folder, Library);
            return File.Exists(library) && AssemblyName.GetAssemblyName(library).Version >= Oldest;
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    /// <summary>From now on the compiler's assemblies are taken from a folder; the first folder stays.</summary>
    internal static void Use(string folder)
    {
        lock (Loading)
        {
            if (_folder is not null) return;
            _folder = folder;
            AssemblyLoadContext.GetLoadContext(typeof(SdkCompiler).Assembly)!.Resolving += (context, name) =>
            {
                var file = Path.Join(_folder, name.Name + ".dll");
                return name.Name is "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp" && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
            };
        }
    }

    private static IEnumerable<string> Sdks(string root)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(Path.Join(root, "sdk"))
                .OrderByDescending(folder => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new Version(0, 0))
                .Select(folder => Path.Join(folder, "Roslyn", "bincore"))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
