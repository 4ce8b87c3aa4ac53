using Slipway.Specifications.Policies;
using Slipway.Specifications.Rules;

namespace Slipway.Git;

/// <summary>The checkout as a branch policy looks at it.</summary>
public static class PolicyCheckout
{
    /// <summary>What the policy needs to know of the checkout that it lies in; no more is looked up. Never throws.</summary>
    /// <param name="policyFile">Full path of the policy.</param>
    /// <param name="environment">The value of an environment variable.</param>
    /// <param name="folder">A folder of the checkout; null for the policy's own.</param>
    /// <param name="rememberedFile">See <see cref="CheckoutReader"/>.</param>
    public static CheckoutFacts Read(string policyFile, Func<string, string?> environment, string? folder = null, string? rememberedFile = null) =>
        CheckoutReader.Read(folder ?? Path.GetDirectoryName(Path.GetFullPath(policyFile))!, Questions(policyFile), environment, rememberedFile);

    /// <summary>What a policy asks; branch and commit only where it cannot be read, which is a rule's matter.</summary>
    public static CheckoutQuestions Questions(string policyFile)
    {
        try
        {
            if (new FileInfo(policyFile).Length > AppSpecCheck.MaxBytes) return CheckoutQuestions.Commit;
            return BranchPolicy.Read(AppSpecCheck.Read(File.ReadAllBytes(policyFile))) is { } policy ? CheckoutQuestions.Of(policy, policyFile) : CheckoutQuestions.Commit;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CheckoutQuestions.Commit;
        }
    }
}
