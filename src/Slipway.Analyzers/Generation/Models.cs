using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Policies;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Analyzers.Generation;

/// <summary>What is generated from a document. Read once for each text: the compiler keeps the text of a file that has not changed.</summary>
internal abstract record DocumentModel
{
    private static readonly ConditionalWeakTable<SourceText, DocumentModel> Known = new();

    public static DocumentModel Of(string role, string path, SourceText text) => Known.GetValue(text, _ => role switch
    {
        "appspec" => AppSpecModel.Of(path, text.ToString()),
        "deploy" => DeployFileModel.Of(text.ToString()),
        _ => CheckoutModel.Of(text.ToString()),
    });
}

/// <summary>What is generated from the appspec. No places: moving a line generates nothing anew.</summary>
internal sealed record AppSpecModel(
    string FileName, string Platform, string? Os, EquatableList<string> Destinations, EquatableList<HookModel> Hooks, EquatableList<NamedText> Properties) : DocumentModel
{
    public static AppSpecModel Of(string path, string text)
    {
        var name = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        var outline = AppSpecOutline.Of(AppSpecCheck.Read(text), name);
        return new(name, outline.Platform, outline.Os, new(outline.Destinations), new([.. outline.Hooks.Select(hook => new HookModel(hook.Event, new(hook.Targets)))]),
            new([.. outline.Properties.Select(pair => new NamedText(pair.Key, pair.Value))]));
    }
}

/// <summary>An event and what runs at it.</summary>
internal sealed record HookModel(string Event, EquatableList<string> Targets);

/// <summary>A text with a name.</summary>
internal sealed record NamedText(string Name, string Text);

/// <summary>What is generated from deploy.yml.</summary>
internal sealed record DeployFileModel(string? ApplicationName, EquatableList<string> Groups) : DocumentModel
{
    public static DeployFileModel Of(string text)
    {
        if (AppSpecCheck.Read(text) is not { Fault: null, Root: YamlMapping root }) return new(null, EquatableList<string>.Empty);
        var name = root.Find("applicationName")?.Value is YamlScalar { Value.Length: > 0 } scalar ? scalar.Value : null;
        var groups = (root.Find("deploymentGroups")?.Value as YamlSequence)?.Items.OfType<YamlMapping>()
            .Select(group => (group.Find("deploymentGroupName")?.Value as YamlScalar)?.Value).OfType<string>().Where(group => group.Length > 0).Distinct(StringComparer.Ordinal);
        return new(name, groups is null ? EquatableList<string>.Empty : new([.. groups]));
    }
}

/// <summary>What is generated from the checkout.</summary>
internal sealed record CheckoutModel(string? Commit, string? Branch) : DocumentModel
{
    public static CheckoutModel Of(string text)
    {
        var facts = CheckoutFacts.Parse(text);
        return new(facts.Commit, facts.Branch);
    }
}
