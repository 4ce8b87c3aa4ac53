using Slipway.Revisions.Tar;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>
/// Who owns an unpacked file, as GNU tar decides it for root: by name where the machine knows the name, else by number. Each name is asked for once.
/// </summary>
internal sealed class TarOwners
{
    private readonly Dictionary<string, uint?> _users = new(StringComparer.Ordinal) { [""] = null };
    private readonly Dictionary<string, uint?> _groups = new(StringComparer.Ordinal) { [""] = null };

    internal (uint User, uint Group) Of(TarEntry entry)
    {
        if (!_users.TryGetValue(entry.User.Name, out var user)) _users[entry.User.Name] = user = User(entry.User.Name);
        if (!_groups.TryGetValue(entry.Group.Name, out var group)) _groups[entry.Group.Name] = group = Group(entry.Group.Name);
        return (user ?? entry.User.Number, group ?? entry.Group.Number);
    }

    private static uint? User(string name) => UnixAccounts.TryUser(name, out var id) ? id : null;

    private static uint? Group(string name) => UnixAccounts.TryGroup(name, out var id) ? id : null;
}
