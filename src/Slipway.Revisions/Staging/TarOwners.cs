using Slipway.Revisions.Tar;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Staging;

/// <summary>Who owns an unpacked file, as GNU tar decides it for root: by name where the machine knows the name, else by number. Each name is asked for once.</summary>
internal sealed class TarOwners
{
    private readonly Dictionary<string, uint?> _users = new(StringComparer.Ordinal) { [""] = null };
    private readonly Dictionary<string, uint?> _groups = new(StringComparer.Ordinal) { [""] = null };

    internal (uint User, uint Group) Of(TarEntry entry)
    {
        if (!_users.TryGetValue(entry.User.Name, out var user)) _users[entry.User.Name] = user = UnixAccounts.TryUser(entry.User.Name, out var id) ? id : null;
        if (!_groups.TryGetValue(entry.Group.Name, out var group)) _groups[entry.Group.Name] = group = UnixAccounts.TryGroup(entry.Group.Name, out var id) ? id : null;
        return (user ?? entry.User.Number, group ?? entry.Group.Number);
    }
}
