using System.Numerics;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Ruby;

namespace Slipway.Specifications.AppSpecs;

/// <summary>Turns what agent 1.8 read into the model that the installer works with.</summary>
internal static class Agent18Mapping
{
    public static ServerAppSpec ToAppSpec(Agent18Model model) => new(
        model.Os.Text,
        model.FileExistsBehavior?.Text switch
        {
            "DISALLOW" => FileExistsBehavior.Disallow,
            "OVERWRITE" => FileExistsBehavior.Overwrite,
            "RETAIN" => FileExistsBehavior.Retain,
            _ => null,
        },
        model.Files.Select(file => new FileMapping(Text(file.Source), Text(file.Destination))).ToList(),
        model.Permissions.Select(Permission).ToList(),
        model.Hooks.Select(Hook).ToList());

    private static Permission Permission(Agent18Permission item)
    {
        var types = item.Type is null ? null : Agent18Reader.Each(item.Type, "").Select(type => type.Text).ToList();
        var bits = 0;
        if (item.Mode is not null) PermissionMode.Parse(item.Mode, out _, out bits, out _);
        return new Permission(
            new AppSpecText(item.ObjectText, item.ObjectValue.Text, item.ObjectValue.Node.Range),
            item.Pattern is null ? new AppSpecText("**", "**", item.Item.Node.Range) : Text(item.Pattern),
            item.Except.Select(Text).ToList(),
            types is null || types.Contains("file"),
            types is null || types.Contains("directory"),
            Account(item.Owner),
            Account(item.Group),
            item.Mode is null ? null : bits,
            item.Acls,
            item.Context is null ? null : new SelinuxContext(NullOr(item.Context.User), item.Context.Type.Text, item.Context.Range),
            item.Item.Node.Range);
    }

    /// <summary>Ruby skips chown for nil and false; a number or true makes it fail, so it stays as something that is no text.</summary>
    private static AppSpecText? Account(RubyValue? value) => value is { IsTruthy: true } ? Text(value) : null;

    private static string? NullOr(RubyValue? value) => value is { IsTruthy: true } ? value.Text : null;

    private static LifecycleHook Hook(Agent18Hook hook) => new(
        hook.Event.Text,
        hook.Event.Node.Range,
        hook.Scripts.Select(script => new HookScript(
            new AppSpecText(script.Location, script.LocationValue.Text, script.LocationValue.Node.Range),
            (int)BigInteger.Min(script.Timeout, int.MaxValue),
            script.RunAs is null ? null : new AppSpecText(script.RunAs, script.RunAsValue!.Text, script.RunAsValue.Node.Range),
            script.Sudo is { IsTruthy: true })).ToList());

    private static AppSpecText Text(RubyValue value)
    {
        var range = value.Node.Range;
        return new AppSpecText((value as RubyString)?.Value, value.Text, range.Line > 0 ? range : SourceRange.Start);
    }
}
