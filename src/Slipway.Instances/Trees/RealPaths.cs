using Slipway.Revisions.Unix;

namespace Slipway.Instances.Trees;

/// <summary>Real paths on this machine. .NET's ResolveLinkTarget follows only the last component.</summary>
internal static class RealPaths
{
    private const int MaximumLinks = 40;

    /// <summary>The path with every link followed, also when its end does not exist.</summary>
    internal static string Of(string path)
    {
        var done = "";
        var rest = new Stack<string>();
        Push(rest, path);
        for (var links = 0; rest.TryPop(out var name);)
        {
            if (name is "" or ".") continue;
            if (name == "..")
            {
                done = done[..Math.Max(0, done.LastIndexOf('/'))];
                continue;
            }

            var next = done + "/" + name;
            if (links < MaximumLinks && UnixFiles.TryStatus(null, next, out var status) && status.Kind == FileKind.Link)
            {
                links++;
                var target = UnixFiles.ReadLink(null, next);
                if (target.StartsWith('/')) done = "";
                Push(rest, target);
                continue;
            }

            done = next;
        }

        return done.Length == 0 ? "/" : done;
    }

    /// <summary>Whether a real path is a folder or beneath it.</summary>
    internal static bool IsWithin(string path, string folder) =>
        folder == "/" || path == folder || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');

    private static void Push(Stack<string> rest, string path)
    {
        var names = path.Split('/');
        for (var i = names.Length - 1; i >= 0; i--) rest.Push(names[i]);
    }
}
