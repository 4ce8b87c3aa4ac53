using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.EndToEnd.Tests.Running;

/// <summary>What stands at a path: everything that a deployment must keep.</summary>
/// <param name="Path">Relative to the folder that was looked at.</param>
/// <param name="Type"><c>file</c>, <c>dir</c>, <c>symlink</c>, or find's letter for anything else.</param>
/// <param name="Mode">Four octal digits; empty for links, which have none.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Content">SHA-256 of a file, target of a link.</param>
/// <param name="Modified">Seconds with all digits the file system keeps.</param>
internal sealed record TreeEntry(string Path, string Type, string Mode, int Uid, int Gid, string? Content, string Modified)
{
    /// <summary>Everything below <paramref name="folder"/>, in ordinal order. <paramref name="placeholder"/>: <c>@ROOT@</c> stands for the folder in contents and targets.</summary>
    public static IReadOnlyList<TreeEntry> Below(string folder, bool placeholder = false)
    {
        var found = CommandLine.Program("find", folder, "-mindepth", "1", "-printf", @"%P\0%y\0%m\0%U\0%G\0%T@\0%l\0");
        if (found.ExitCode != 0)
        {
            throw new IOException(found.Error);
        }
        string Show(string text) => placeholder ? text.Replace(folder, "@ROOT@", StringComparison.Ordinal) : text;
        return [.. found.Output.Split('\0')[..^1].Chunk(7)
            .Select(field => new TreeEntry(
                field[0],
                field[1] switch { "f" => "file", "d" => "dir", "l" => "symlink", var other => other },
                field[1] == "l" ? "" : field[2].PadLeft(4, '0'),
                int.Parse(field[3], CultureInfo.InvariantCulture),
                int.Parse(field[4], CultureInfo.InvariantCulture),
                field[1] switch { "f" => Digest(System.IO.Path.Combine(folder, field[0]), placeholder ? folder : null), "l" => Show(field[6]), _ => null },
                field[5]))
            .OrderBy(entry => entry.Path, StringComparer.Ordinal)];
    }

    /// <summary>The access lists of what has more than its mode; empty where the machine has no getfacl.</summary>
    public static string AccessLists(string folder) =>
        Machine.Has("getfacl") ? CommandLine.Program("getfacl", "--recursive", "--skip-base", "--numeric", "--physical", "--absolute-names", folder).Output : "";

    private static string Digest(string path, string? root)
    {
        var bytes = File.ReadAllBytes(path);
        if (root is not null && bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(root)) >= 0)
        {
            bytes = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes)
                .Replace(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(root)), "@ROOT@", StringComparison.Ordinal));
        }
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
