using CsCheck;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Resolving;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Tests.Resolving;

/// <summary>Resolves texts as packing does.</summary>
internal static class Resolver
{
    /// <summary>One of some texts.</summary>
    public static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    public const string Header = "version: 0.0\nos: linux\n";

    /// <summary>A revision of files, of folders (with a slash at the end) and of links (<c>a -> b</c>).</summary>
    public static IReadOnlyList<RevisionItem> Tree(params string[] paths) => [.. paths.Select(path => path.Split(" -> ") is [var link, var target]
        ? new RevisionItem(link, RevisionItemKind.Link, LinkTarget: target)
        : path.EndsWith('/') ? new RevisionItem(path.TrimEnd('/'), RevisionItemKind.Directory) : new RevisionItem(path))];

    public static ResolvedAppSpec Resolve(string text, IReadOnlyList<RevisionItem>? revision = null, params (string Name, string Value)[] properties) =>
        AppSpecResolver.Resolve(AppSpecCheck.Read(text), "appspec.yml", new ResolvingInputs
        {
            Properties = properties.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase),
            Revision = () => revision ?? [],
        });

    /// <summary>The resolved text, which must exist and be readable YAML.</summary>
    public static string Text(string text, IReadOnlyList<RevisionItem>? revision = null, params (string Name, string Value)[] properties)
    {
        var resolved = Resolve(text, revision, properties);
        Assert.True(resolved.Succeeded && resolved.Text is not null, string.Join("\n", resolved.Remarks.Select(remark => $"{remark.Rule} {string.Join(" ", remark.Arguments)}")));
        Assert.Null(AppSpecCheck.Read(resolved.Text).Fault);
        return resolved.Text;
    }

    /// <summary>All findings about a text, resolved.</summary>
    public static IReadOnlyList<Finding> FindingsOf(string text, IReadOnlyList<RevisionItem>? revision = null, params (string Name, string Value)[] properties) => AppSpecCheck.Run(new RuleInputs
    {
        File = "appspec.yml",
        Text = text,
        Revision = revision,
        IsResolvedAtPacking = true,
        Resolved = Resolve(text, revision, properties),
    });

    /// <summary>The sources and destinations of a text, in order.</summary>
    public static IReadOnlyList<string> Mappings(string text) => [.. ((YamlSequence)((YamlMapping)AppSpecCheck.Read(text).Root!).Find("files")!.Value).Items.Cast<YamlMapping>()
        .Select(item => $"{((YamlScalar)item.Find("source")!.Value).Value} > {((YamlScalar)item.Find("destination")!.Value).Value}")];
}
