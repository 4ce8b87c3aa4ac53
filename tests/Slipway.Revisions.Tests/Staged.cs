using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests;

/// <summary>Stages bytes as a bundle and tells what came of it.</summary>
internal static class Staged
{
    /// <summary>Must be refused with the code, leave no staging folder, and nothing beside the bundle.</summary>
    internal static SlipwayError Refused(TempFolder temp, byte[] bundle, string code, StagingLimits? limits = null)
    {
        var file = temp.Write("bundle", bundle);
        var error = Assert.Throws<SlipwayException>(
            () => RevisionStaging.Stage(file, temp.Under("outer/staging"), limits ?? StagingLimits.Default, TestContext.Current.CancellationToken)).Error;
        Assert.Equal(code, error.Code);
        Assert.Equal(file, error.File);
        Assert.Equal(["bundle 644 " + Tree.Of(temp.Path).Single(l => l.StartsWith("bundle ", StringComparison.Ordinal))[11..], "outer/"], Tree.Of(temp.Path));
        return error;
    }

    internal static StagedRevision Accepted(TempFolder temp, byte[] bundle) =>
        RevisionStaging.Stage(temp.Write("bundle", bundle), temp.Under("outer/staging"), StagingLimits.Default, TestContext.Current.CancellationToken);
}
