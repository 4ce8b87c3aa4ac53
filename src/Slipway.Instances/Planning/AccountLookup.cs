using System.Globalization;
using Slipway.Revisions.Unix;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>Turns the names of a permission into ids. A number is no name, as for the agent, except in ACL entries, where setfacl takes both.</summary>
internal static class AccountLookup
{
    /// <summary>The permission with its accounts.</summary>
    /// <exception cref="SlipwayException">SLW0223 to SLW0226: an account is unknown, an entry cannot be understood.</exception>
    internal static ResolvedPermission Resolve(Permission permission, string appSpecFile) => new(
        permission,
        permission.Owner is { } owner ? Find(owner, UnixAccounts.TryUser, "SLW0223", "user", appSpecFile) : null,
        permission.Group is { } group ? Find(group, UnixAccounts.TryGroup, "SLW0224", "group", appSpecFile) : null,
        permission.Acls?.Select(text => Parse(text, permission, appSpecFile)).ToList());

    private delegate bool TryFind(string name, out uint id);

    private static uint Find(AppSpecText name, TryFind find, string code, string what, string file)
    {
        if (name.Text is { } text && find(text, out var id)) return id;
        throw new SlipwayException(new(
            code,
            name.Text is null
                ? $"'{name.Raw}' is not text; the agent takes names of accounts only. Write the {what}'s name."
                : $"There is no {what} '{name.Text}' on this instance. Create it (a BeforeInstall script may), or correct the name; numbers are taken for names.",
            file,
            name.Range.Line,
            name.Range.Column));
    }

    private static AclEntry Parse(string text, Permission permission, string file)
    {
        var rest = text;
        var isDefault = rest.StartsWith("default:", StringComparison.Ordinal) && rest.Count(c => c == ':') == 3;
        if (isDefault) rest = rest["default:".Length..];
        var first = rest.IndexOf(':');
        var last = rest.LastIndexOf(':');
        if (first < 0 || last <= first) throw Bad("is not of the form type:name:rights");
        var name = rest[(first + 1)..last].Trim();
        var rights = Rights(rest[(last + 1)..]);
        return rest[..first] switch
        {
            "user" when name.Length == 0 => new(isDefault, AclTag.Owner, AclEntry.NoId, rights),
            "user" => new(isDefault, AclTag.User, Id(UnixAccounts.TryUser, "SLW0223", "user"), rights),
            "group" when name.Length == 0 => new(isDefault, AclTag.OwningGroup, AclEntry.NoId, rights),
            "group" => new(isDefault, AclTag.Group, Id(UnixAccounts.TryGroup, "SLW0224", "group"), rights),
            "mask" => new(isDefault, AclTag.Mask, AclEntry.NoId, rights),
            "other" => new(isDefault, AclTag.Other, AclEntry.NoId, rights),
            _ => throw Bad("names neither user, group, mask nor other"),
        };

        SlipwayException Bad(string why) =>
            new(new("SLW0226", $"The ACL entry '{text}' {why}.", file, permission.Range.Line, permission.Range.Column));

        uint Id(TryFind find, string code, string what) =>
            find(name, out var id) || uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out id) ? id
                : throw new SlipwayException(new(
                    code,
                    $"There is no {what} '{name}' on this instance, but the ACL entry '{text}' names it. Create it, or correct the name.",
                    file,
                    permission.Range.Line,
                    permission.Range.Column));
    }

    private static int Rights(string text)
    {
        if (text.Length == 1 && text[0] is >= '0' and <= '7') return text[0] - '0';
        var rights = 0;
        foreach (var c in text) rights |= c switch { 'r' => 4, 'w' => 2, 'x' => 1, _ => 0 };
        return rights;
    }
}
