using Slipway.Specifications.Ruby;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.AppSpecs;

/// <summary>The <c>permissions</c> of agent 2.</summary>
internal sealed class Agent2Permissions(Agent2Types types)
{
    public sealed record Raw(
        Agent2Fields Fields, AppSpecText? Object, AppSpecText? Pattern, IReadOnlyList<AppSpecText>? Except, IReadOnlyList<AppSpecText>? Type,
        AppSpecText? Owner, AppSpecText? Group, AppSpecText? Mode, IReadOnlyList<AppSpecText>? Acls, RawContext? Context);

    public sealed record RawContext(Agent2Fields Fields, AppSpecText? Name, AppSpecText? Type, AppSpecText? Range);

    public Raw Types(YamlNode node)
    {
        var fields = types.Fields(node, "an item of permissions", "object", "pattern", "except", "type", "owner", "group", "mode", "acls", "context");
        return new Raw(fields, types.OptionalText(fields, "object"), types.OptionalText(fields, "pattern"), types.OptionalTexts(fields, "except"),
            types.OptionalTexts(fields, "type"), types.OptionalText(fields, "owner"), types.OptionalText(fields, "group"),
            types.OptionalText(fields, "mode"), types.OptionalTexts(fields, "acls"), Context(fields));
    }

    private RawContext? Context(Agent2Fields permission)
    {
        if (!permission.Found.TryGetValue("context", out var entry)) return null;
        if (entry.Value is YamlScalar { IsQuoted: false, Value: "" or "~" or "null" or "Null" or "NULL" }) return null;
        var fields = types.Fields(entry.Value, "context", "name", "type", "range");
        return new RawContext(fields, types.OptionalText(fields, "name"), types.OptionalText(fields, "type"), types.OptionalText(fields, "range"));
    }

    public static Permission Validate(Raw raw)
    {
        var path = raw.Object?.Text?.Trim() ?? "";
        if (path.Length == 0)
        {
            throw new AgentRefusalException("This permission has no object; add 'object:' with the absolute path of a deployed file or directory.",
                Agent18Texts.NoObject, raw.Fields.PlaceOf("object"));
        }

        foreach (var type in raw.Type ?? [])
        {
            if (type.Text is "file" or "directory") continue;
            throw new AgentRefusalException($"'{type.Text}' is no object type; write file or directory.", Agent18Texts.Type(type.Text!), type.Range);
        }

        var mode = Mode(raw.Mode);
        var acls = raw.Acls?.Select(Acl).ToList();
        var context = raw.Context is null ? null : SelinuxContext(raw.Context);
        var files = raw.Type is null || raw.Type.Any(type => type.Text == "file");
        return new Permission(
            new AppSpecText(path, raw.Object!.Raw, raw.Object.Range),
            raw.Pattern ?? new AppSpecText("**", "**", raw.Fields.Node.Range),
            raw.Except ?? [],
            files,
            raw.Type is null || raw.Type.Any(type => type.Text == "directory"),
            raw.Owner, raw.Group, mode, acls, context, raw.Fields.Node.Range);
    }

    private static int? Mode(AppSpecText? mode)
    {
        if (mode is null) return null;
        var problem = PermissionMode.Parse(mode.Text!, out _, out var bits, out var culprit);
        if (problem == PermissionMode.Problem.None) return bits;
        throw new AgentRefusalException($"The mode '{mode.Text}' is not one to four octal digits; write for example \"0755\".",
            problem == PermissionMode.Problem.Length ? Agent18Texts.ModeLength(mode.Text!) : Agent18Texts.ModeCharacter(mode.Text!, culprit), mode.Range);
    }

    /// <summary>Agent 2 wants the type always; apart from that it knows the same entries, and other without a name.</summary>
    private static string Acl(AppSpecText entry)
    {
        var parts = entry.Text!.Split(':');
        var first = parts[0] is "d" or "default" ? 1 : 0;
        if (parts.Length == first + 3)
        {
            var problem = AccessControlEntry.Parse(entry.Text, out var normal, out _);
            var isOther = parts[first] is "o" or "other" && parts[first + 1].Length == 0;
            if (problem == AccessControlEntry.Problem.NoName && isOther)
            {
                problem = AccessControlEntry.Parse("default:" + string.Join(":", parts), out normal, out _);
                if (problem == AccessControlEntry.Problem.None) return normal.Substring("default:".Length);
            }

            if (problem == AccessControlEntry.Problem.None) return normal;
        }

        throw new AgentRefusalException($"'{entry.Text}' is not an ACL entry for agent 2; write for example user:anna:rwx.", Agent18Texts.AclForm(entry.Text), entry.Range);
    }

    private static SelinuxContext SelinuxContext(RawContext context)
    {
        if (context.Type is null)
        {
            throw new AgentRefusalException("The SELinux context has no type; add 'type:', for example httpd_sys_content_t.",
                Agent18Texts.ContextType("missing"), context.Fields.PlaceOf("type"));
        }

        string? range = null;
        if (context.Range is not null)
        {
            range = SelinuxRange.Normalize(context.Range.Text!, out var problem) ?? throw new AgentRefusalException(
                $"'{context.Range.Text}' is not an SELinux range; write for example s0 or s0-s1:c0.c5,c8.", problem, context.Range.Range);
        }

        return new SelinuxContext(context.Name?.Text, context.Type.Text!, range);
    }
}
