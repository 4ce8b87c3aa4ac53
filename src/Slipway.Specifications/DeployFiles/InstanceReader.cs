using Slipway.Specifications.Schemas;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.DeployFiles;

/// <summary>Reads an item of <c>instances</c>.</summary>
internal static class InstanceReader
{
    /// <exception cref="SlipwayException">SLW0414: it cannot be deployed to.</exception>
    public static InstanceDefinition Read(YamlMapping mapping, DeployFileSource source)
    {
        new ShapeCheck(source).Check(mapping, DeployFileShapes.Instance, "an instance");
        var section = new Section(mapping, source);
        var name = section.Needed("instanceName", "An instance");
        if (section.Text("connection") is not { } text)
            throw section.Refused("connection", $"Instance {name} has no connection. Write connection: local for this machine, or connection: ssh://user@host.");
        var connection = ConnectionText.Parse(text, out var problem) ?? throw section.Refused("connection", $"The connection '{text}' of instance {name} cannot be used: {problem}.");
        var sudo = section.Flag("sudo");
        if (sudo && connection.IsLocal)
            throw section.Refused("sudo", $"Instance {name} is this machine, where sudo has no meaning: run the deployment as the account that may do it.");
        return new()
        {
            InstanceName = name,
            Connection = connection,
            Root = Folder(section, "root", connection, source) is { } root ? root.TrimEnd('/') : "",
            StateFolder = Folder(section, "state", connection, source),
            Tags = section.Child("tags") is { } tags ? Texts(tags) : new Dictionary<string, string>(),
            Environment = section.Child("environment") is { } variables ? Variables(variables, source) : new Dictionary<string, string>(),
            Server = section.Text("server") is { Length: > 0 } server ? server : null,
            AvailabilityZone = section.Text("availabilityZone") is { Length: > 0 } zone ? zone : null,
            Sudo = sudo,
        };
    }

    // On another machine there is no folder that a relative path could count from.
    private static string? Folder(Section section, string key, InstanceConnection connection, DeployFileSource source)
    {
        if (section.Text(key) is not { Length: > 0 } path) return null;
        var node = section.Find(key)!;
        if (connection.IsLocal) return source.FullPath(node, path) is var full && Path.GetPathRoot(full) == full ? full : full.TrimEnd('/', Path.DirectorySeparatorChar);
        source.CheckPath(node, path);
        var isFull = path[0] == '/' || (path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/');
        if (!isFull) throw source.Refused(node, $"'{key}: {path}' stands on {connection.Host}, where nothing says what it counts from. Write the full path.");
        return path.Length > 1 && path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : path;
    }

    private static Dictionary<string, string> Texts(Section section)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, name, _, text) in section.Pairs()) texts[name] = text;
        return texts;
    }

    private static Dictionary<string, string> Variables(Section section, DeployFileSource source)
    {
        foreach (var (key, name, value, text) in section.Pairs())
        {
            if (name.Length == 0 || name.IndexOfAny(['=', '\0']) >= 0) throw source.Refused(key, $"'{name}' can be no variable: its name is empty or has = in it.");
            if (text.Contains('\0')) throw source.Refused(value, $"Variable {name} has a character in it that no variable can have.");
        }

        return Texts(section);
    }
}
