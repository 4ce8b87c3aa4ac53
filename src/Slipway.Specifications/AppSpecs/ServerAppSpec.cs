using Slipway.Specifications.Findings;

namespace Slipway.Specifications.AppSpecs;

/// <summary>
/// An appspec for EC2 and on-premises instances as one agent understands it: defaults filled in, texts trimmed where the agent trims them.
/// What an agent accepts while reading but cannot install (a number as <c>source</c> or <c>owner</c>) has a null <see cref="AppSpecText.Text"/>.
/// </summary>
/// <param name="Os"><c>linux</c> or <c>windows</c>.</param>
/// <param name="FileExistsBehavior">The top-level <c>file_exists_behavior</c>; null when not set, then the deployment's option counts.</param>
/// <param name="Files">The mappings, in order.</param>
/// <param name="Permissions">The permissions, in order.</param>
/// <param name="Hooks">Events that have a hook entry, in the file's order (a repeated event: the last one counts). The list of scripts may be empty.</param>
public sealed record ServerAppSpec(
    string Os,
    FileExistsBehavior? FileExistsBehavior,
    IReadOnlyList<FileMapping> Files,
    IReadOnlyList<Permission> Permissions,
    IReadOnlyList<LifecycleHook> Hooks)
{
    /// <summary>The scripts of an event; empty when the event has none.</summary>
    public IReadOnlyList<HookScript> ScriptsOf(string lifecycleEvent)
    {
        foreach (var hook in Hooks)
        {
            if (hook.Event == lifecycleEvent) return hook.Scripts;
        }

        return [];
    }
}

/// <summary>A value of the appspec with its place. <see cref="Text"/> is null when the value is not text for the agent; <see cref="Raw"/> then says what stands there.</summary>
public sealed record AppSpecText(string? Text, string Raw, SourceRange Range);

/// <summary>An item of <c>files</c>.</summary>
public sealed record FileMapping(AppSpecText Source, AppSpecText Destination);

/// <summary>An item of <c>permissions</c>.</summary>
/// <param name="Object">The path; trimmed, never empty.</param>
/// <param name="Pattern"><c>**</c> by default.</param>
/// <param name="Except">Same matcher as the pattern; items that are not text have a null Text and never match.</param>
/// <param name="AppliesToFiles">Whether <c>type</c> holds <c>file</c> (or is absent).</param>
/// <param name="AppliesToDirectories">Whether <c>type</c> holds <c>directory</c> (or is absent).</param>
/// <param name="Owner">Account name; null when unset.</param>
/// <param name="Group">Group name; null when unset.</param>
/// <param name="Mode">Permission bits as chmod takes them (<c>"0644"</c> is 0x1A4); null when unset.</param>
/// <param name="Acls">Normal forms <c>[default:]type:name:rwx</c>; null when unset.</param>
/// <param name="Context">SELinux context; null when unset.</param>
/// <param name="Range">The item's place.</param>
public sealed record Permission(
    AppSpecText Object,
    AppSpecText Pattern,
    IReadOnlyList<AppSpecText> Except,
    bool AppliesToFiles,
    bool AppliesToDirectories,
    AppSpecText? Owner,
    AppSpecText? Group,
    int? Mode,
    IReadOnlyList<string>? Acls,
    SelinuxContext? Context,
    SourceRange Range);

/// <summary>SELinux context of a permission; the range is in normal form, null when the appspec gives none.</summary>
public sealed record SelinuxContext(string? User, string Type, string? Range);

/// <summary>An event of <c>hooks</c> and its scripts.</summary>
public sealed record LifecycleHook(string Event, SourceRange EventRange, IReadOnlyList<HookScript> Scripts);

/// <summary>A script of a hook.</summary>
/// <param name="Location">Path inside the revision, trimmed, never empty.</param>
/// <param name="Timeout">Seconds; 3600 by default.</param>
/// <param name="RunAs">Account; null when unset. Empty means root, as <c>su "" -c</c> does.</param>
/// <param name="Sudo">Whether <c>sudo</c> holds anything Ruby calls true.</param>
public sealed record HookScript(AppSpecText Location, int Timeout, AppSpecText? RunAs, bool Sudo);
