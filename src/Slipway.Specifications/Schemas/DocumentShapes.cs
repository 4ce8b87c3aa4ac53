using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Schemas;

/// <summary>The descriptions of the documents.</summary>
internal static class DocumentShapes
{
    /// <summary>What a document of a kind may hold; null where the rules know more than a description can say.</summary>
    public static MappingShape? Of(DocumentKind kind) => kind switch
    {
        DocumentKind.LambdaAppSpec => FunctionShapes.Lambda,
        DocumentKind.EcsAppSpec => FunctionShapes.Ecs,
        DocumentKind.DeployFile => DeployFileShapes.File,
        DocumentKind.BranchPolicy => BranchPolicyShape.Root,
        _ => null,
    };

    /// <summary>What editors are told of an appspec for EC2 and on-premises instances, whose rules are written by hand.</summary>
    public static MappingShape Server => ServerShapes.Server;
}
