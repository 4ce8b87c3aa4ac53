using LibGit2Sharp;
using Slipway.Specifications.Policies;

namespace Slipway.Git;

/// <summary>Reads the state of a git checkout.</summary>
public static class CheckoutReader
{
    /// <summary>
    /// The facts that are asked for. Never throws: what goes wrong is a fact too (<see cref="CheckoutFacts.Problem"/>). Nothing is written into the
    /// repository and no network is used.
    /// </summary>
    /// <param name="folder">A folder of the checkout.</param>
    /// <param name="questions">What is wanted.</param>
    /// <param name="environment">The value of an environment variable, for the build server's word.</param>
    /// <param name="rememberedFile">
    /// Where the answer of the last time is kept, so that an unchanged checkout is recognised without asking git; null to ask git always, as a
    /// deployment does.
    /// </param>
    public static CheckoutFacts Read(string folder, CheckoutQuestions questions, Func<string, string?> environment, string? rememberedFile = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(environment);
        var facts = new CheckoutFacts { Branch = BuildServer.BranchOf(environment), IsBuildServer = BuildServer.IsPresent(environment) };
#pragma warning disable CA1031 // A build must not end because of a repository that cannot be read: it is a fact, and rules say what follows.
        try
        {
            if (GitFolder.Find(folder) is not { } git) return facts with { Problem = CheckoutProblem.NoRepository };
            return Answer(git, questions, facts);
        }
        catch (LibGit2SharpException e) when (e.Message.Contains("not owned by", StringComparison.Ordinal))
        {
            return facts with { Problem = CheckoutProblem.ForeignOwner, ProblemDetail = e.Message };
        }
        catch (Exception e)
        {
            return facts with { Problem = CheckoutProblem.Unreadable, ProblemDetail = (e is TypeInitializationException { InnerException: { } inner } ? inner : e).Message };
        }
#pragma warning restore CA1031
    }

    private static CheckoutFacts Answer(GitFolder git, CheckoutQuestions questions, CheckoutFacts facts) => RepositoryFacts.Read(git, questions, facts).Facts;
}
