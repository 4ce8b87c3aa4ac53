using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Instances;

/// <summary>The errors of installing on an instance that several places raise. docs/errors/instances.md lists all codes.</summary>
internal static class InstanceErrors
{
    internal static SlipwayException Of(string code, string message, Exception? inner = null) => new(new SlipwayError(code, message), inner);

    /// <summary>A system call failed on a path of the instance.</summary>
    internal static SlipwayException FromUnix(UnixException e, string doing, string path) => Of(
        e.Errno switch
        {
            Errno.NoSpace or Errno.Quota => "SLW0231",
            Errno.AccessDenied or Errno.NotPermitted => "SLW0232",
            Errno.ReadOnly => "SLW0233",
            _ => "SLW0234",
        },
        $"{doing} '{path}' failed: {e.Reason}. " + e.Errno switch
        {
            Errno.NoSpace or Errno.Quota => "Free space on that file system and deploy again.",
            Errno.AccessDenied or Errno.NotPermitted => "Deploy as a user who may do that, or change the rights of the folder.",
            Errno.ReadOnly => "Mount the file system writable, or choose another destination.",
            Errno.NameTooLong => "Shorten the name or the destination.",
            _ => "Correct the cause and deploy again.",
        },
        e);

    internal static SlipwayException Corrupt(string file, string what, Exception? inner = null) => new(
        new SlipwayError("SLW0203",
            $"The instance's state is damaged: {what}. Nothing was touched. Restore the file from a backup, or remove it after looking at the tree yourself.", file),
        inner);

    internal static SlipwayException Changed(string path, string what) => Of(
        "SLW0230", $"'{path}' changed while the revision was being installed: {what}. Let nothing else write to the destination during a deployment, and deploy again.");
}
