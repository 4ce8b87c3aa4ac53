using System.Globalization;
using System.Text;
using Slipway.Specifications.Ruby;

namespace Slipway.Specifications.AppSpecs;

/// <summary>
/// The parsed model as agent 1.8 holds it, as JSON: <c>version</c>, <c>os</c>, <c>file_exists_behavior</c>, <c>files</c>, <c>permissions</c>,
/// <c>hooks</c>. Values keep the type that YAML gave them, defaults are filled in.
/// </summary>
public static class AppSpecModelJson
{
    /// <summary>The JSON text; null when the appspec was refused or read for agent 2.</summary>
    public static string? Write(AgentReading reading)
    {
        if (reading.Model is not { } model) return null;
        var json = new StringBuilder();
        json.Append('{');
        Name(json, "version");
        Value(json, model.Version);
        json.Append(',');
        Name(json, "os");
        Value(json, model.Os);
        json.Append(',');
        Name(json, "file_exists_behavior");
        Value(json, model.FileExistsBehavior);
        json.Append(',');
        Name(json, "files");
        List(json, model.Files, file => Object(json, ("source", () => Value(json, file.Source)), ("destination", () => Value(json, file.Destination))));
        json.Append(',');
        Name(json, "permissions");
        List(json, model.Permissions, permission => Permission(json, permission));
        json.Append(',');
        Name(json, "hooks");
        Hooks(json, model.Hooks);
        return json.Append('}').ToString();
    }

    private static void Permission(StringBuilder json, Agent18Permission item) => Object(json,
        ("object", () => Text(json, item.ObjectText)),
        ("pattern", () => ValueOr(json, item.Pattern, "**")),
        ("except", () => List(json, item.Except, value => Value(json, value))),
        ("type", () => Types(json, item.Type)),
        ("owner", () => Value(json, item.Owner)),
        ("group", () => Value(json, item.Group)),
        ("mode", () => TextOrNull(json, item.Mode)),
        ("acls", () => Acls(json, item.Acls)),
        ("context", () => Context(json, item.Context)));

    private static void Types(StringBuilder json, RubyValue? type)
    {
        if (type is null) List(json, ["file", "directory"], text => Text(json, text));
        else Value(json, type);
    }

    private static void Acls(StringBuilder json, IReadOnlyList<string>? acls)
    {
        if (acls is null) json.Append("null");
        else List(json, acls, text => Text(json, text));
    }

    private static void Context(StringBuilder json, Agent18Context? context)
    {
        if (context is null)
        {
            json.Append("null");
            return;
        }

        Object(json, ("user", () => Value(json, context.User)), ("type", () => Value(json, context.Type)), ("range", () => TextOrNull(json, context.Range)));
    }

    private static void Hooks(StringBuilder json, IReadOnlyList<Agent18Hook> hooks)
    {
        json.Append('{');
        for (var i = 0; i < hooks.Count; i++)
        {
            if (i > 0) json.Append(',');
            Name(json, hooks[i].Event.Text);
            List(json, hooks[i].Scripts, script => Object(json,
                ("location", () => Text(json, script.Location)),
                ("timeout", () => json.Append(script.Timeout.ToString(CultureInfo.InvariantCulture))),
                ("runas", () => TextOrNull(json, script.RunAs)),
                ("sudo", () => Value(json, script.Sudo))));
        }

        json.Append('}');
    }

    private static void Object(StringBuilder json, params (string Name, Action Write)[] members)
    {
        json.Append('{');
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0) json.Append(',');
            Name(json, members[i].Name);
            members[i].Write();
        }

        json.Append('}');
    }

    private static void List<T>(StringBuilder json, IReadOnlyList<T> items, Action<T> write)
    {
        json.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) json.Append(',');
            write(items[i]);
        }

        json.Append(']');
    }

    private static void ValueOr(StringBuilder json, RubyValue? value, string fallback)
    {
        if (value is null) Text(json, fallback);
        else Value(json, value);
    }

    private static void Value(StringBuilder json, RubyValue? value)
    {
        switch (value)
        {
            case null or RubyNil:
                json.Append("null");
                break;
            case RubyBoolean or RubyInteger:
                json.Append(value.Text);
                break;
            case RubyFloat number when !double.IsNaN(number.Value) && !double.IsInfinity(number.Value):
                json.Append(number.Text);
                break;
            case RubyArray array:
                List(json, array.Items, item => Value(json, item));
                break;
            case RubyHash hash:
                json.Append('{');
                for (var i = 0; i < hash.Pairs.Count; i++)
                {
                    if (i > 0) json.Append(',');
                    Name(json, hash.Pairs[i].Key.Text);
                    Value(json, hash.Pairs[i].Value);
                }

                json.Append('}');
                break;
            default:
                Text(json, value.Text);
                break;
        }
    }

    private static void TextOrNull(StringBuilder json, string? text)
    {
        if (text is null) json.Append("null");
        else Text(json, text);
    }

    private static void Name(StringBuilder json, string name)
    {
        Text(json, name);
        json.Append(':');
    }

    private static void Text(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') json.Append('\\').Append(c);
            else if (c < ' ' || char.IsSurrogate(c) || c is '\u2028' or '\u2029') json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else json.Append(c);
        }

        json.Append('"');
    }
}
