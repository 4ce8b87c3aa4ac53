using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Schemas;

/// <summary>
/// JSON schemas of the documents, for editors that complete and check while one types. They are of draft 7, which the language servers for YAML read.
/// </summary>
public static class JsonSchema
{
    private const string Root = "https://raw.githubusercontent.com/slipway-deploy/slipway/main/build/schemas/";

    /// <summary>The documents that have a schema: <c>appspec</c>, <c>deploy</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = DocumentShapes.Of(DocumentKind.BranchPolicy) is null ? ["appspec", "deploy"] : ["appspec", "deploy", "branch-policy"];

    /// <summary>The schema of a document.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that name.</exception>
    public static string Of(string name) => name switch
    {
        "appspec" => AppSpec(),
        "deploy" => Document(name, "deploy.yml", DocumentShapes.Of(DocumentKind.DeployFile)!),
        "branch-policy" when DocumentShapes.Of(DocumentKind.BranchPolicy) is { } policy => Document(name, "branch-policy.yml", policy),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no schema of that name."),
    };

    private static string Document(string name, string title, MappingShape shape)
    {
        var json = new JsonText();
        json.Object(null, () =>
        {
            Header(json, name, title);
            Write(json, shape);
        });
        return json.ToString();
    }

    /// <summary>
    /// Lambda and ECS are told by their resource, everything else is for instances. The spelling in small letters, which AWS's reference has, is left alone.
    /// </summary>
    private static string AppSpec()
    {
        var json = new JsonText();
        json.Object(null, () =>
        {
            Header(json, "appspec", "appspec.yml");
            json.Text("description", "An appspec of AWS CodeDeploy, for EC2 and on-premises instances, AWS Lambda or Amazon ECS.");
            json.Text("type", "object");
            json.Object("if", () => json.Texts("required", ["resources"]));
            json.Object("else", () =>
            {
                json.Object("if", () => json.Array("anyOf", () =>
                {
                    json.Object(null, () => json.Texts("required", ["Resources"]));
                    json.Object(null, () =>
                    {
                        json.Texts("required", ["Hooks"]);
                        json.Object("not", () => json.Texts("required", ["os"]));
                    });
                }));
                json.Object("then", () =>
                {
                    json.Object("if", () => IsEcs(json));
                    json.Object("then", () => Write(json, DocumentShapes.Of(DocumentKind.EcsAppSpec)!));
                    json.Object("else", () => Write(json, DocumentShapes.Of(DocumentKind.LambdaAppSpec)!));
                });
                json.Object("else", () => Write(json, DocumentShapes.Server));
            });
        });
        return json.ToString();
    }

    private static void IsEcs(JsonText json)
    {
        json.Texts("required", ["Resources"]);
        json.Object("properties", () => json.Object("Resources", () =>
        {
            json.Text("type", "array");
            json.Object("contains", () =>
            {
                json.Text("type", "object");
                json.Texts("required", ["TargetService"]);
            });
        }));
    }

    private static void Header(JsonText json, string name, string title)
    {
        json.Text("$schema", "http://json-schema.org/draft-07/schema#");
        json.Text("$id", $"{Root}{name}.schema.json");
        json.Text("title", title);
    }

    private static void Write(JsonText json, Shape shape)
    {
        if (shape.Description.Length > 0) json.Text("description", shape.Description);
        switch (shape)
        {
            case MappingShape mapping:
                Write(json, mapping);
                break;
            case ListShape list:
                Write(json, list);
                break;
            case ScalarShape scalar:
                Write(json, scalar);
                break;
            case ChoiceShape choice:
                json.Array("anyOf", () =>
                {
                    foreach (var one in choice.Choices) json.Object(null, () => Write(json, one));
                    if (choice.MayBeBlank) json.Object(null, () => json.Text("type", "null"));
                });
                break;
        }
    }

    private static void Write(JsonText json, MappingShape mapping)
    {
        Type(json, mapping, "object");
        var required = mapping.Keys.Where(key => key.Required).Select(key => key.Name).ToList();
        if (required.Count > 0) json.Texts("required", required);
        if (mapping.Keys.Count > 0)
        {
            json.Object("properties", () =>
            {
                foreach (var key in mapping.Keys) json.Object(key.Name, () => Write(json, key.Value));
            });
        }

        if (mapping.Others is { } others && !mapping.OthersOnlyForRules)
        {
            json.Object("additionalProperties", () => Write(json, others));
            return;
        }

        // Keys for one's own purposes, and YAML's merge key.
        json.Object("patternProperties", () => json.Raw("^(x-|<<$)", "true"));
        json.Flag("additionalProperties", false);
    }

    private static void Write(JsonText json, ListShape list)
    {
        if (list.OrSingle)
        {
            json.Array("anyOf", () =>
            {
                json.Object(null, () => Write(json, list.Item));
                json.Object(null, () => Items(json, list));
            });
            return;
        }

        Items(json, list);
    }

    private static void Items(JsonText json, ListShape list)
    {
        Type(json, list, "array");
        if (list.MinItems > 0) json.Number("minItems", list.MinItems);
        if (list.MaxItems is { } most) json.Number("maxItems", most);
        json.Object("items", () => Write(json, list.Item));
    }

    private static void Write(JsonText json, ScalarShape scalar)
    {
        if (scalar.Values.Count > 0)
        {
            var values = scalar.Values.Select(value => scalar.Type == ScalarType.Text ? JsonText.Quoted(value) : value);
            json.Raw("enum", $"[{string.Join(", ", scalar.MayBeBlank ? values.Append("null") : values)}]");
        }
        else if (scalar.Type == ScalarType.Text)
        {
            // A version or a name that looks like a number is one to a YAML parser, and is read as its text all the same.
            Type(json, scalar, scalar.IsNeverNumber ? ["string"] : scalar.Pattern is null ? ["string", "number", "boolean"] : ["string", "number"]);
        }
        else
        {
            Type(json, scalar, scalar.Type switch { ScalarType.Integer => "integer", ScalarType.Number => "number", _ => "boolean" });
        }

        if (scalar.Pattern is not null) json.Text("pattern", scalar.Pattern);
        if (scalar.Minimum is { } least) json.Number("minimum", least);
        if (scalar.Maximum is { } most) json.Number("maximum", most);
        if (scalar.Default is not null) json.Raw("default", scalar.Default);
        if (scalar.Examples.Count > 0) json.Raw("examples", $"[{string.Join(", ", scalar.Examples.Select(JsonText.Quoted))}]");
    }

    private static void Type(JsonText json, Shape shape, params string[] types)
    {
        string[] all = shape.MayBeBlank ? [.. types, "null"] : types;
        if (all.Length == 1) json.Text("type", all[0]);
        else json.Texts("type", all);
    }
}
