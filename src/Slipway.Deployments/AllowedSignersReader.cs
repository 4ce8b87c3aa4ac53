using Slipway.Revisions.Signing;
using Slipway.Specifications;
using Slipway.Specifications.Yaml;

namespace Slipway.Deployments;

/// <summary>Reads <c>allowedSigners</c> of a deploy.yml or of a group in it: entries of principal and key, and files of OpenSSH's allowed_signers.</summary>
/// <param name="deployFile">Full path of the file; paths in it count from its folder.</param>
internal sealed class AllowedSignersReader(string deployFile)
{
    internal const string Key = "allowedSigners";

    /// <summary>What a mapping demands; null when it does not have the key.</summary>
    /// <exception cref="SlipwayException">SLW0148: an entry, a key or a file cannot be used; with its line.</exception>
    internal AllowedSigners? Read(YamlMapping mapping)
    {
        if (mapping.Find(Key) is not { } entry) return null;

        // Who writes the key wants signatures: a list of nobody must not mean that anything goes.
        if (entry.Value is not YamlSequence { Items.Count: > 0 } list)
        {
            throw Refused(entry.Value.Range.Line > 0 ? entry.Value : entry.Key,
                $"'{Key}' is a list of at least one entry, '- {{ principal: anna@example.com, key: ssh-ed25519 AAAA... }}' or '- {{ file: allowed_signers }}'. "
                + "To take unsigned revisions leave it out");
        }

        return AllowedSigners.Of(list.Items.Select(Entry));
    }

    private AllowedSigners Entry(YamlNode node)
    {
        if (node is not YamlMapping mapping) throw Refused(node, "an entry is '{ principal: anna@example.com, key: ssh-ed25519 AAAA... }' or '{ file: allowed_signers }'");
        if (mapping.Entries.FirstOrDefault(e => e.Name is not ("principal" or "key" or "file")) is { } unknown)
            throw Refused(unknown.Key, $"'{unknown.Name}' is no key of an entry; principal with key, or file, are");
        var (principal, key, file) = (Text(mapping, "principal"), Text(mapping, "key"), Text(mapping, "file"));
        try
        {
            return (principal, key, file) switch
            {
                (not null, not null, null) => new([AllowedSigner.Parse(principal, key, deployFile)], []),
                (null, null, not null) => AllowedSigners.FromFile(Path.GetFullPath(file, Path.GetDirectoryName(deployFile)!)),
                _ => throw Refused(node, "an entry has a principal and a key, or a file alone"),
            };
        }
        catch (SlipwayException e) when (e.Error.Line == 0)
        {
            // What is wrong with a file is told of the file, and which line of deploy.yml names it.
            var message = e.Error.File == deployFile ? e.Error.Message : $"{e.Error.Message} ({e.Error.File})";
            throw new SlipwayException(e.Error with { Message = message, File = deployFile, Line = node.Range.Line, Column = node.Range.Column }, e);
        }
    }

    private static string? Text(YamlMapping mapping, string key) => mapping.Find(key)?.Value is YamlScalar { IsAbsent: false } scalar ? scalar.Value : null;

    private SlipwayException Refused(YamlNode node, string what) =>
        new(new("SLW0148", $"The allowed signers cannot be used: {what}.", deployFile, node.Range.Line, node.Range.Column));
}
