using Slipway.Revisions.Unix;
using Slipway.Specifications;

namespace Slipway.Revisions;

/// <summary>The errors of this room, one method a code; docs/errors/revisions.md lists them.</summary>
internal static class RevisionErrors
{
    internal static SlipwayException Unreadable(string revision, string path, string reason, Exception? inner = null) =>
        New("SLW0101", $"{path} cannot be read: {reason}. Check that it exists and that this account may read it.", revision, inner);

    internal static SlipwayException UnknownFormat(string revision, string whatItIs = "not a zip, tar or gzipped tar archive") =>
        New("SLW0102", $"This is {whatItIs}. Name a folder or a bundle of one of these formats, for example one made by 'slipway pack'.", revision);

    internal static SlipwayException Damaged(string revision, string what, Exception? inner = null) =>
        New("SLW0103", $"The archive is damaged or cut off: {what}. Pack or download it again.", revision, inner);

    internal static SlipwayException BadPath(string revision, string path, string why) =>
        New("SLW0104",
            $"The archive's entry '{Shown(path)}' {why}. "
            + "Nothing was unpacked outside the staging folder; pack the revision with plain relative paths.", revision);

    internal static SlipwayException SpecialFile(string revision, string path, string kind) =>
        New("SLW0105", $"'{Shown(path)}' is a {kind}; a revision holds files, directories and links only. Leave it out of the revision.", revision);

    internal static SlipwayException BadName(string revision, string shown) =>
        New("SLW0106", $"The name '{shown}' is not valid UTF-8. Rename it.", revision);

    internal static SlipwayException ThroughLink(string revision, string path, string link) =>
        New("SLW0107",
            $"The archive's entry '{Shown(path)}' would be written through the archive's own link '{Shown(link)}'. "
            + "Pack the revision again without the link or without what lies behind it.", revision);

    internal static SlipwayException TooMuch(string revision, string what) =>
        New("SLW0108", $"The archive was not unpacked because {what}. If it is no bomb, split the revision or store the large content elsewhere.", revision);

    internal static SlipwayException Unsupported(string revision, string path, string what) =>
        New("SLW0109", $"'{Shown(path)}' {what}. Pack the revision again without it.", revision);

    internal static SlipwayException Staging(string staging, string reason, Exception? inner = null) =>
        New("SLW0110", $"The staging folder cannot be written: {reason}. Check its rights and the free space on its disk.", staging, inner);

    internal static SlipwayException ManifestMismatch(string revision, string what) =>
        New("SLW0111", $"The bundle does not hold what its own manifest lists: {what}. It was changed after packing; pack or download it again.", revision);

    internal static SlipwayException StagingInside(string revision, string staging) =>
        New("SLW0112", $"The revision folder contains the staging folder {staging}. Deploy another folder, or keep the state elsewhere (--state).", revision);

    internal static SlipwayException UnsupportedPlatform(string revision) =>
        New("SLW0113", "A revision can be opened on Linux (x64 or arm64) only. Deploy from this machine to a Linux instance.", revision);

    internal static SlipwayException ArchiveDamaged(string archive, string path) =>
        New("SLW0245",
            $"The archive of the earlier deployment cannot be deployed again: '{Shown(path)}' is not what its manifest lists, and the instance holds its content nowhere else. "
            + "Nothing was touched. Deploy the revision's bundle, or another deployment.", archive);

    internal static SlipwayException BadDelivery(string identity, string what) =>
        New("SLW0266", $"The revision {Shown(identity)} was not delivered: {what}. Nothing was touched. Deliver it again from a whole bundle.", null);

    internal static SlipwayException NotDelivered(string delivered, string path) =>
        New("SLW0267",
            $"The delivered revision cannot be laid out: the content of '{Shown(path)}' is no longer among the instance's objects, or was damaged. Nothing was touched. Deploy again: what is missing is sent again.",
            delivered);

    internal static SlipwayException PackedTwice(string path, string first, string second) =>
        New("SLW0120", $"'{Shown(path)}' would stand twice in the revision: from {first} and from {second}. Give one of them another path.", second);

    internal static SlipwayException PackPath(string source, string path, string fault) =>
        New("SLW0121", $"The revision path '{Shown(path)}' {fault}. Use a relative path with '/' between plain names.", source);

    internal static SlipwayException SourceUnreadable(string source, string reason, Exception? inner = null) =>
        New("SLW0122", $"It cannot be packed: {reason}. Check that it exists and that this account may read it.", source, inner);

    internal static SlipwayException SourceChanged(string source) =>
        New("SLW0123", "The file changed while it was packed. Pack again when nothing writes to it.", source);

    internal static SlipwayException PackOutput(string output, string reason, Exception? inner = null) =>
        New("SLW0124", $"The bundle cannot be written: {reason}. Check the folder, its rights and the free space on its disk.", output, inner);

    internal static SlipwayException NothingToPack(string output) =>
        New("SLW0125", "There is nothing to pack. A revision holds at least its appspec.yml.", output);

    internal static SlipwayException SameOnWindows(string source, string first, string second) =>
        New("SLW0126", $"'{Shown(first)}' and '{Shown(second)}' are one name on Windows, and the appspec says 'os: windows'. Rename one of them.", source);

    internal static SlipwayException AttachmentsDamaged(string bundle, string what, Exception? inner = null) =>
        New("SLW0140", $"The bundle's attachments (provenance, signatures, bill of materials) are damaged: {what}. Pack or download it again.", bundle, inner);

    internal static SlipwayException CannotAttach(string bundle, string what) =>
        New("SLW0141", $"Nothing was attached to the bundle: {what}. Attach less, or under another name.", bundle);

    internal static SlipwayException NoManifestToAttachTo(string bundle) =>
        New("SLW0141", "The bundle has no manifest, so nothing can be signed or attached to it. Pack it with 'slipway pack'.", bundle);

    internal static SlipwayException BadKey(string key, string what, Exception? inner = null) =>
        New("SLW0143", $"This key cannot sign: {what}. Name an SSH key, its .pub file, or an ECDSA P-256 private key in PEM.", key, inner);

    internal static SlipwayException Passphrase(string key, string what) => New("SLW0144", what, key);

    internal static SlipwayException NoSshKeygen(string? key, Exception inner) =>
        New("SLW0145",
            "ssh-keygen is needed for SSH signatures and was not found. Install OpenSSH 8.9 or newer (openssh-client), or sign with an ECDSA P-256 key in PEM.",
            key, inner);

    internal static SlipwayException SshKeygenFailed(string key, string reason) =>
        New("SLW0146",
            $"ssh-keygen did not sign: {reason.TrimEnd('.')}. Check the key file and its rights (0600), or load the key into the agent (ssh-add) and name its .pub file.",
            key);

    internal static SlipwayException Untrusted(string revision, string what) => New("SLW0147", what, revision);

    internal static SlipwayException BadSigners(string? file, string what, Exception? inner = null) =>
        New("SLW0148", $"The allowed signers cannot be used: {what}.", file, inner);

    /// <summary>A path as it may be printed: no control characters, which a terminal would obey.</summary>
    internal static string Shown(string path) => string.Concat(path.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));

    internal static string KindName(FileKind kind) => kind switch
    {
        FileKind.Fifo => "FIFO",
        FileKind.Socket => "socket",
        _ => "device",
    };

    private static SlipwayException New(string code, string message, string? file, Exception? inner = null) => new(new(code, message, file), inner);
}
