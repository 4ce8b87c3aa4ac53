using Slipway.Revisions.Unix;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Rules;

namespace Slipway.Revisions.Packing;

/// <summary>What packing needs to know of the appspec among what is packed. An appspec that cannot be read says nothing: others refuse it.</summary>
/// <param name="IsWindows">Whether its instances run Windows.</param>
/// <param name="Hooks">Paths in the revision of its hook scripts.</param>
internal sealed record PackedAppSpec(bool IsWindows, IReadOnlySet<string> Hooks)
{
    internal bool IsHook(string path) => Hooks.Contains(path);

    internal static PackedAppSpec Of(List<PackItem> items)
    {
        var outline = items.Find(i => i is { Path: "appspec.yml", Kind: FileKind.File }) is { } item && Read(item.File.SourcePath) is { } content
            ? AppSpecOutline.Of(AppSpecCheck.Read(content), "appspec.yml") : null;
        return new(outline?.Os == "windows", outline?.Hooks.SelectMany(hook => hook.Targets).Select(Normal).ToHashSet(StringComparer.Ordinal) ?? []);
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= AppSpecCheck.MaxBytes ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Normal(string location) =>
        string.Join('/', location.Replace('\\', '/').Split('/').Where(segment => segment is not ("" or ".")));
}
