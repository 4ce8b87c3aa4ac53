using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Schemas;

/// <summary>Where the keys of a described document belong.</summary>
internal static class KeyPlaces
{
    private static readonly Dictionary<DocumentKind, Dictionary<string, string?>> Places = new[] { DocumentKind.LambdaAppSpec, DocumentKind.EcsAppSpec, DocumentKind.DeployFile, DocumentKind.BranchPolicy }
        .ToDictionary(kind => kind, Collect);

    /// <summary>The one place where a key is known; null where there is none, or more than one.</summary>
    public static string? Of(DocumentKind kind, string key) => Places.TryGetValue(kind, out var places) && places.TryGetValue(key, out var place) ? place : null;

    private static Dictionary<string, string?> Collect(DocumentKind kind)
    {
        var places = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (DocumentShapes.Of(kind) is { } shape) Collect(shape, places);
        return places;
    }

    private static void Collect(Shape shape, Dictionary<string, string?> places)
    {
        switch (shape)
        {
            case ListShape list:
                Collect(list.Item, places);
                break;
            case ChoiceShape choice:
                foreach (var one in choice.Choices) Collect(one, places);
                break;
            case MappingShape mapping:
                foreach (var key in mapping.Keys)
                {
                    places[key.Name] = places.TryGetValue(key.Name, out var other) && other != mapping.Place ? null : mapping.Place;
                    Collect(key.Value, places);
                }

                if (mapping.Others is not null) Collect(mapping.Others, places);
                break;
        }
    }
}
