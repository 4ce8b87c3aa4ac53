using Slipway.Specifications.Policies;

namespace Slipway.Git;

/// <summary>Reads the state of a git checkout.</summary>
public static class CheckoutReader
{
    /// <summary>The facts that are asked for. Never throws: what goes wrong is a fact too (<see cref="CheckoutFacts.Problem"/>).</summary>
    /// <param name="folder">A folder of the checkout.</param>
    /// <param name="questions">What is wanted.</param>
    /// <param name="environment">The value of an environment variable, for the build server's word.</param>
    public static CheckoutFacts Read(string folder, CheckoutQuestions questions, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new CheckoutFacts { Problem = Directory.Exists(Path.Combine(folder, ".git")) ? CheckoutProblem.None : CheckoutProblem.NoRepository, Branch = BuildServer.BranchOf(environment) };
    }
}
