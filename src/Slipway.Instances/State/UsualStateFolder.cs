using Slipway.Specifications;

namespace Slipway.Instances.State;

/// <summary>Where an agent keeps the state of an instance whose deploy.yml names no folder: with its account, one for each root.</summary>
internal static class UsualStateFolder
{
    /// <summary><c>$XDG_STATE_HOME/slipway/instances/ROOT</c>, else the same in <c>~/.local/state</c> (XDG base directory specification).</summary>
    /// <param name="root">The instance's root.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="SlipwayException">SLW0269: the account has no home.</exception>
    internal static string Of(string root, Func<string, string?> variable)
    {
        var home = variable("XDG_STATE_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg) ? xdg
            : variable("HOME") is { Length: > 0 } own && Path.IsPathRooted(own) ? own.TrimEnd('/') + "/.local/state"
            : throw InstanceErrors.Of("SLW0269", $"The account '{Environment.UserName}' has no home folder to keep the instance's state in. Name one in deploy.yml: stateFolder of the instance.");
        var folder = root.TrimEnd('/');
        return $"{home.TrimEnd('/')}/slipway/instances/{(folder.Length == 0 ? "machine" : GroupFolder.KeyOf(folder))}";
    }
}
