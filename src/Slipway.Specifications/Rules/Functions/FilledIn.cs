using Slipway.Specifications.Rules.Documents;

namespace Slipway.Specifications.Rules.Functions;

/// <summary>Texts that something else completes before the deployment: a pipeline, a template, the toolkit. What will stand there is not known yet.</summary>
internal static class FilledIn
{
    /// <summary>Whether a text holds a placeholder.</summary>
    public static bool Is(string text) => Placeholders.Find(text, 0, text.Length) is not null;
}
