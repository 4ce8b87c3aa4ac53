using Microsoft.Build.Framework;

namespace Slipway.Tasks;

/// <summary>Properties as items: the name, and the metadata <c>Value</c>.</summary>
internal static class PropertyValues
{
    public const string Value = "Value";

    /// <summary>The values by name, in any case. Of several items of one name the last that is not empty counts.</summary>
    public static Dictionary<string, string> Of(IEnumerable<ITaskItem> items)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            if (item.GetMetadata(Value) is { Length: > 0 } value) values[item.ItemSpec] = value;
        }

        return values;
    }
}
