using Slipway.Specifications.Ruby;

namespace Slipway.Specifications.AppSpecs;

/// <summary>The <c>permissions</c> of agent 1.8.1: per item object, then (on Linux) except, type, mode, acls, context in this order.</summary>
internal static class Agent18Permissions
{
    public static List<Agent18Permission> Read(RubyValue? permissions, HostPlatform platform)
    {
        var read = new List<Agent18Permission>();
        if (permissions is null || !permissions.IsTruthy) return read;
        foreach (var item in Agent18Reader.Each(permissions, "a list of permissions, each with 'object:'"))
        {
            if (item is not RubyHash permission)
            {
                throw Agent18Reader.NotA("a mapping with 'object:'", item, Agent18Texts.NoMethod("has_key?", item));
            }

            var value = permission["object"];
            if (value is null or RubyNil) throw NoObject(permission);
            if (platform == HostPlatform.Windows)
            {
                throw new AgentRefusalException("Windows hosts refuse a revision with permissions; remove the section and set rights in an AfterInstall script.",
                    Agent18Texts.PermissionsOnWindows, Agent18Reader.PlaceOf(permission));
            }

            read.Add(Permission(permission, value));
        }

        return read;
    }

    private static AgentRefusalException NoObject(RubyHash permission) => new(
        "This permission has no object; add 'object:' with the absolute path of a deployed file or directory.",
        Agent18Texts.NoObject, Agent18Reader.PlaceOf(permission, "object"));

    private static Agent18Permission Permission(RubyHash item, RubyValue value)
    {
        var text = RubyText.Strip(value.Text);
        var pattern = item["pattern"];
        if (pattern is not null && !pattern.IsTruthy) pattern = null;
        var except = item["except"] is { IsTruthy: true } list ? Agent18Reader.Each(list, "a list of names").ToList() : [];
        var type = Type(item["type"]);
        var mode = Mode(item["mode"]);
        var acls = Acls(item["acls"]);
        var context = Context(item["context"]);
        if (text.Length == 0) throw NoObject(item);
        return new Agent18Permission(item, value, text, pattern, except, type, item["owner"], item["group"], mode, acls, context);
    }

    private static RubyValue? Type(RubyValue? type)
    {
        if (type is null || !type.IsTruthy) return null;
        foreach (var item in Agent18Reader.Each(type, "a list of 'file' and 'directory'"))
        {
            if (item is RubyString { Value: "file" or "directory" }) continue;
            var name = Agent18Reader.Shorten(item.Text);
            throw new AgentRefusalException($"'{name}' is no object type; write file or directory.", Agent18Texts.Type(name), Agent18Reader.PlaceOf(item));
        }

        return type;
    }

    private static string? Mode(RubyValue? mode)
    {
        if (mode is null or RubyNil) return null;
        var problem = PermissionMode.Parse(mode.Text, out var padded, out _, out var culprit);
        if (problem == PermissionMode.Problem.None) return padded;
        var shown = Agent18Reader.Shorten(padded);
        var written = mode.Node is Yaml.YamlScalar { IsQuoted: false } scalar && scalar.Value != mode.Text
            ? $"'{Agent18Reader.Shorten(scalar.Value)}', which YAML reads as {shown}," : $"'{shown}'";
        throw new AgentRefusalException($"The mode {written} is not one to four octal digits; write for example \"0755\" in quotes.",
            problem == PermissionMode.Problem.Length ? Agent18Texts.ModeLength(shown) : Agent18Texts.ModeCharacter(shown, culprit), Agent18Reader.PlaceOf(mode));
    }

    private static List<string>? Acls(RubyValue? acls)
    {
        if (acls is null or RubyNil) return null;
        var read = new List<string>();
        foreach (var item in Agent18Reader.Each(acls, "a list of ACL entries"))
        {
            if (item is not RubyString entry) throw Agent18Reader.NotA("an ACL entry", item, Agent18Texts.NoMethod("split", item));
            var problem = AccessControlEntry.Parse(entry.Value, out var normal, out var culprit);
            var shown = Agent18Reader.Shorten(entry.Value);
            var (explanation, says) = problem switch
            {
                AccessControlEntry.Problem.Form => ($"'{shown}' is not a valid ACL entry; write for example user:anna:rwx.", Agent18Texts.AclForm(shown)),
                AccessControlEntry.Problem.NoName => ($"'{shown}' names no account; rights of the owner, the group and others belong into mode.", Agent18Texts.AclNoName(shown)),
                AccessControlEntry.Problem.Right => ($"'{culprit}' is no right in the ACL entry '{shown}'; use r, w, x, - or one digit 0-7.", Agent18Texts.AclRight(shown, culprit)),
                _ => ("", ""),
            };
            if (problem != AccessControlEntry.Problem.None) throw new AgentRefusalException(explanation, says, Agent18Reader.PlaceOf(item));
            read.Add(normal);
        }

        return read;
    }

    private static Agent18Context? Context(RubyValue? context)
    {
        if (context is null or RubyNil) return null;
        var type = Agent18Reader.Element(context, "type");
        if (type is null or RubyNil)
        {
            throw new AgentRefusalException("The SELinux context has no type; add 'type:', for example httpd_sys_content_t.",
                Agent18Texts.ContextType(Agent18Reader.Shorten(context.Inspect)), Agent18Reader.PlaceOf(context, "type"));
        }

        var range = Agent18Reader.Element(context, "range");
        return new Agent18Context(Agent18Reader.Element(context, "name"), type, range is null or RubyNil ? null : Range(range));
    }

    private static string Range(RubyValue range)
    {
        if (range is not RubyString text) throw Agent18Reader.NotA("a text like s0 or s0:c1.c5", range, Agent18Texts.NoMethod("include?", range));
        return SelinuxRange.Normalize(text.Value, out var problem) ?? throw new AgentRefusalException(
            $"'{Agent18Reader.Shorten(text.Value)}' is not an SELinux range; write for example s0 or s0-s1:c0.c5,c8.", Agent18Reader.Shorten(problem), Agent18Reader.PlaceOf(range));
    }
}
