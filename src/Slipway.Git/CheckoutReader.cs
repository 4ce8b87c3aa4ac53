using LibGit2Sharp;
using Slipway.Git.Remembering;
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
    public static CheckoutFacts Read(string folder, CheckoutQuestions questions, Func<string, string?> environment, string? rememberedFile = null) =>
        Read(folder, questions, environment, rememberedFile, RememberedCheckout.Resolution);

    /// <summary>The same, with how old a file must be before its times tell every change.</summary>
    internal static CheckoutFacts Read(string folder, CheckoutQuestions questions, Func<string, string?> environment, string? rememberedFile, TimeSpan resolution)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(environment);
        var facts = new CheckoutFacts { Branch = BuildServer.BranchOf(environment), IsBuildServer = BuildServer.IsPresent(environment) };
#pragma warning disable CA1031 // A build must not end because of a repository that cannot be read: it is a fact, and rules say what follows.
        try
        {
            if (GitFolder.Find(folder) is not { } git) return facts with { Problem = CheckoutProblem.NoRepository };
            return rememberedFile is null ? RepositoryFacts.Read(git, questions, facts).Facts : Remembering(git, questions, facts, rememberedFile, resolution);
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

    private static CheckoutFacts Remembering(GitFolder git, CheckoutQuestions questions, CheckoutFacts facts, string file, TimeSpan resolution)
    {
        var taken = RememberedCheckout.Now;
        var last = RememberedCheckout.Load(file);
        var ignored = last?.Ignored ?? new HashSet<string>();
        var signature = CheckoutSignature.Take(git, $"{questions} {facts.Branch} {facts.IsBuildServer}", questions.NeedTree ? ignored : null);
        if (signature is not null && last?.IsOf(signature, resolution) == true) return last.Facts;

        var answer = RepositoryFacts.Read(git, questions, facts);
        if (signature is null) return answer.Facts;
        // The signature was taken before git was asked: what changes in between makes it differ the next time. It holds only with the folders that
        // are ignored now; where they are others, it is taken anew the next time.
        var folders = (answer.Ignored ?? []).Where(path => path.EndsWith('/')).ToHashSet(StringComparer.Ordinal);
        var holds = folders.SetEquals(ignored);
        new RememberedCheckout(taken, folders, answer.Facts, holds ? signature.Bytes.ToArray() : default).Save(file);
        return answer.Facts;
    }
}
