using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Schemas;

/// <summary>The descriptions of the documents.</summary>
internal static class DocumentShapes
{
    /// <summary>What a document of a kind may hold; null where the rules know more than a description can say.</summary>
    public static MappingShape? Of(DocumentKind kind) => kind switch
    {
        DocumentKind.BranchPolicy => BranchPolicyShape.Root,
        _ => null,
    };
}
