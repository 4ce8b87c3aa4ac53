using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Slipway.EndToEnd.Tests.Running;

namespace Slipway.EndToEnd.Tests.Conformance;

/// <summary>Lays the entries of a case out: under a root, as a revision folder, or as an archive.</summary>
internal static class CaseFiles
{
    private static readonly DateTimeOffset ArchiveTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    /// <summary>Makes, replaces and removes what the entries say below a folder.</summary>
    public static void Apply(IEnumerable<CaseEntry> entries, string folder, string root)
    {
        var directories = new List<(string Path, UnixFileMode Mode)>();
        foreach (var entry in entries)
        {
            var path = Path.Combine(folder, entry.Path);
            if (entry.Type == "absent")
            {
                CommandLine.Program("rm", "-rf", "--", path);
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            switch (entry.Type)
            {
                case "dir":
                    Directory.CreateDirectory(path);
                    directories.Add((path, entry.UnixMode));
                    break;
                case "symlink":
                    Clear(path);
                    File.CreateSymbolicLink(path, entry.Target!.Replace("@ROOT@", root, StringComparison.Ordinal));
                    break;
                default:
                    Clear(path);
                    File.WriteAllBytes(path, entry.Content(root));
                    break;
            }
            if (entry.Uid is not null || entry.Gid is not null)
            {
                Machine.ChangeOwner(path, (uint)(entry.Uid ?? 0), (uint)(entry.Gid ?? 0));
            }
            if (entry.Type == "file")
            {
                File.SetUnixFileMode(path, entry.UnixMode);
            }
            if (entry.Mtime is { } seconds)
            {
                CommandLine.Program("touch", "-h", "-d", $"@{seconds}", "--", path);
            }
        }
        // Last, and the deepest first: a mode may lock us out.
        foreach (var (path, mode) in Enumerable.Reverse(directories))
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>The revision of a step, in a folder of its own; returns the path to deploy.</summary>
    public static string Revision(DeploymentStep step, string folder, string root)
    {
        var bundle = Path.Combine(folder, "bundle");
        Directory.CreateDirectory(folder);
        var entries = step.Bundle ?? [];
        if (step.Appspec is not null)
        {
            entries = [.. entries, new CaseEntry { Path = step.AppspecPath ?? "appspec.yml", Type = "file", Text = step.Appspec }];
        }
        if (step.Archive is null)
        {
            Directory.CreateDirectory(bundle);
            Apply(entries, bundle, root);
            return bundle;
        }
        var archive = $"{bundle}.{step.ArchiveExtension ?? step.Archive}";
        if (step.ArchiveBase64 is not null)
        {
            File.WriteAllBytes(archive, Convert.FromBase64String(step.ArchiveBase64));
            return archive;
        }
        using var file = File.Create(archive);
        switch (step.Archive)
        {
            case "zip":
                WriteZip(entries, file, root);
                break;
            case "tgz":
                using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
                {
                    WriteTar(entries, gzip, root);
                }
                break;
            default:
                WriteTar(entries, file, root);
                break;
        }
        return archive;
    }

    private static void WriteZip(IEnumerable<CaseEntry> entries, Stream stream, string root)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        foreach (var entry in entries)
        {
            var (name, type) = entry.Type == "dir" ? (entry.Path + "/", 0x4000) : (entry.Path, entry.Type == "symlink" ? 0xA000 : 0x8000);
            var packed = zip.CreateEntry(name, CompressionLevel.Fastest);
            packed.LastWriteTime = ArchiveTime;
            packed.ExternalAttributes = (type | (entry.Type == "symlink" ? 0b111_111_111 : (int)entry.UnixMode)) << 16;
            using var content = packed.Open();
            content.Write(entry.Type switch
            {
                "symlink" => Encoding.UTF8.GetBytes(entry.Target!.Replace("@ROOT@", root, StringComparison.Ordinal)),
                "dir" => [],
                _ => entry.Content(root),
            });
        }
    }

    private static void WriteTar(IEnumerable<CaseEntry> entries, Stream stream, string root)
    {
        using var tar = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var entry in entries)
        {
            var type = entry.Type switch { "dir" => TarEntryType.Directory, "symlink" => TarEntryType.SymbolicLink, _ => TarEntryType.RegularFile };
            var packed = new GnuTarEntry(type, entry.Type == "dir" ? entry.Path + "/" : entry.Path)
            {
                Mode = entry.UnixMode,
                Uid = entry.Uid ?? 0,
                Gid = entry.Gid ?? 0,
                ModificationTime = entry.Mtime is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : ArchiveTime,
            };
            if (entry.Type == "symlink")
            {
                packed.LinkName = entry.Target!.Replace("@ROOT@", root, StringComparison.Ordinal);
            }
            else if (entry.Type == "file")
            {
                packed.DataStream = new MemoryStream(entry.Content(root));
            }
            tar.WriteEntry(packed);
        }
    }

    private static void Clear(string path)
    {
        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            CommandLine.Program("rm", "-rf", "--", path);
        }
    }
}
