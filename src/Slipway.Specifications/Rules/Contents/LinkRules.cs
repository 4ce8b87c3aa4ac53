namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW9007: links and special files in what is copied to the host.</summary>
internal static class LinkRules
{
    private const int MostLinks = 40;

    public static void CannotBeDeployed(RuleContext context, RuleReport report)
    {
        if (context.MappedPaths is not { } mappings || context.AppSpec is not { IsLinux: true } || context.Inputs.Revision is not { } revision) return;
        var findings = new MappingFindings(report);
        foreach (var item in revision)
        {
            if (item.Kind is not (RevisionItemKind.Link or RevisionItemKind.Special)) continue;
            if (RevisionListing.Normalize(item.Path) is not { Length: > 0 } path || mappings.Of(path) is not { } mapping) continue;
            if (Fault(context.Listing!, item, path) is not var (what, why, instead)) continue;
            findings.Add(mapping, report.DefaultSeverity, why, ShownName.Of(path), what, why, instead);
        }

        findings.Report();
    }

    private static (string What, string Why, string Instead)? Fault(RevisionListing listing, RevisionItem item, string path)
    {
        if (item.Kind == RevisionItemKind.Special)
        {
            return ("a FIFO, socket or device", "the install would wait for it for ever, or fail", "Remove it and let a hook script make it.");
        }

        if (item.LinkTarget is not { Length: > 0 } target) return null;
        var link = $"a link to '{ShownName.Of(target)}'";
        if (target[0] == '/')
        {
            return (link, "the host makes it as it is, and what is then done to it is done to a file of the host", "Link to a file of the revision by a relative path.");
        }

        return Resolve(listing, path, target, out var resolved) switch
        {
            LinkEnd.Outside => (link, "it leads out of the revision, to whatever lies there on the host", "Link to a file of the revision by a relative path."),
            LinkEnd.Missing => (link, "nothing in the revision has this path, and setting permissions on it would fail", "Add its target, or remove the link."),
            LinkEnd.Circle => (link, "it leads in a circle", "Remove it."),
            LinkEnd.Found when resolved.Length == 0 || path.StartsWith(resolved + "/", StringComparison.Ordinal) =>
                (link, "it leads to a directory above itself, which would be copied into itself until the path is too long", "Remove it."),
            _ => null,
        };
    }

    /// <summary>Where a link of the revision leads to, through other links.</summary>
    private static LinkEnd Resolve(RevisionListing listing, string path, string target, out string resolved)
    {
        var at = path.LastIndexOf('/') is > 0 and var slash ? path.Substring(0, slash) : "";
        var open = new Stack<string>();
        var links = 1;
        Push(open, target);
        resolved = at;
        while (open.Count > 0)
        {
            var part = open.Pop();
            if (part.Length == 0 || part == ".") continue;
            if (part == "..")
            {
                if (at.Length == 0) return LinkEnd.Outside;
                at = at.LastIndexOf('/') is > 0 and var end ? at.Substring(0, end) : "";
                continue;
            }

            at = at.Length == 0 ? part : at + "/" + part;
            var item = listing.Find(at);
            if (item is null && !listing.Exists(at)) return LinkEnd.Missing;
            if (item is not { Kind: RevisionItemKind.Link, LinkTarget: { Length: > 0 } next }) continue;
            // What an absolute link leads to is that link's own finding.
            if (next[0] == '/') return LinkEnd.Elsewhere;
            if (++links > MostLinks) return LinkEnd.Circle;
            at = at.LastIndexOf('/') is > 0 and var parent ? at.Substring(0, parent) : "";
            Push(open, next);
        }

        resolved = at;
        return LinkEnd.Found;
    }

    private static void Push(Stack<string> open, string target)
    {
        var parts = target.Split('/');
        for (var i = parts.Length - 1; i >= 0; i--) open.Push(parts[i]);
    }

    /// <summary>How the way along a link ends.</summary>
    private enum LinkEnd
    {
        Found,
        Missing,
        Outside,
        Circle,
        Elsewhere,
    }
}
