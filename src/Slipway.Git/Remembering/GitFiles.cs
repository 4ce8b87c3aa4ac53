using System.Text;

namespace Slipway.Git.Remembering;

/// <summary>Git's own files, by content: HEAD, references, configuration, and the checksum of the index.</summary>
internal static class GitFiles
{
    private const int MostReferences = 2_000;

    private const int ChecksumLength = 32;

    private const int DeepestInclude = 10;

    public static bool AddTo(CheckoutSignature signature, GitFolder git)
    {
        signature.Add(git.WorkingTree);
        foreach (var file in new[] { Path.Join(git.Path, "HEAD"), Path.Join(git.Common, "packed-refs"), Path.Join(git.Common, "shallow") }) AddFile(signature, file);
        foreach (var file in new[] { Path.Join(git.Common, "info", "exclude"), Path.Join(git.Common, "info", "attributes"), Path.Join(git.Common, "info", "grafts") }) AddFile(signature, file);
        if (!AddIndex(signature, Path.Join(git.Path, "index"))) return false;
        if (!AddReferences(signature, Path.Join(git.Common, "refs"))) return false;
        if (git.Path != git.Common && !AddReferences(signature, Path.Join(git.Path, "refs"))) return false;

        var home = Environment.GetEnvironmentVariable("HOME") ?? "/";
        var user = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder : Path.Join(home, ".config");
        foreach (var file in new[] { Path.Join(user, "git", "ignore"), Path.Join(user, "git", "attributes") }) AddFile(signature, file);
        var configurations = new[] { "/etc/gitconfig", Path.Join(user, "git", "config"), Path.Join(home, ".gitconfig"), Path.Join(git.Common, "config"), Path.Join(git.Path, "config.worktree") };
        return configurations.All(file => AddConfiguration(signature, file, home, DeepestInclude));
    }

    private static string? AddFile(CheckoutSignature signature, string file)
    {
        signature.Add(file);
        if (!File.Exists(file))
        {
            signature.Add("absent");
            return null;
        }

        var content = File.ReadAllBytes(file);
        signature.Add(content);
        return Encoding.UTF8.GetString(content);
    }

    /// <summary>A configuration and every file that it names; whatever the conditions of its includes are, what they ask is part of the signature too.</summary>
    private static bool AddConfiguration(CheckoutSignature signature, string file, string home, int depth)
    {
        if (AddFile(signature, file) is not { } text) return true;
        if (depth == 0) return false;
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            // A section may stand on the line: [include] path = x
            var key = line[..equals].Trim();
            key = key[(key.LastIndexOf(']') + 1)..].Trim().ToLowerInvariant();
            if (key == "worktree") return false;
            if (key is not ("path" or "excludesfile" or "attributesfile")) continue;
            var value = line[(equals + 1)..].Trim().Trim('"');
            if (value.Length == 0 || value.Contains('\\', StringComparison.Ordinal) || value.Contains('%', StringComparison.Ordinal)) return false;
            var named = value.StartsWith("~/", StringComparison.Ordinal) ? Path.Join(home, value[2..]) : Path.GetFullPath(value, Path.GetDirectoryName(file)!);
            if (key == "path" ? !AddConfiguration(signature, named, home, depth - 1) : AddFile(signature, named) is null && Directory.Exists(named)) return false;
        }

        return true;
    }

    /// <summary>The index ends with the checksum of its contents, unless git was told to save the time for it.</summary>
    private static bool AddIndex(CheckoutSignature signature, string file)
    {
        if (!File.Exists(file))
        {
            signature.Add("absent");
            return true;
        }

        using var index = File.OpenHandle(file);
        var length = RandomAccess.GetLength(index);
        Span<byte> end = stackalloc byte[ChecksumLength];
        if (length < ChecksumLength || RandomAccess.Read(index, end, length - ChecksumLength) != ChecksumLength) return false;
        signature.Add(end);
        signature.Add(length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return end[^20..].ContainsAnyExcept((byte)0);
    }

    private static bool AddReferences(CheckoutSignature signature, string folder)
    {
        if (!Directory.Exists(folder)) return true;
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        if (files.Length > MostReferences) return false;
        Array.Sort(files, StringComparer.Ordinal);
        foreach (var file in files) AddFile(signature, file);
        return true;
    }
}
