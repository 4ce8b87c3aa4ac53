using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Slipway.Git;
using Slipway.Specifications.Policies;

namespace Slipway.Tasks;

/// <summary>
/// Writes the facts of the git checkout for the compiler, only when they differ. It runs in every build, in design-time builds too: whatever goes
/// wrong is a fact or a message, never an error.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReadCheckout : Microsoft.Build.Utilities.Task
{
    /// <summary>Full path of the project folder.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>Full path of the branch policy; empty without one, then branch and commit are all that is asked.</summary>
    public string BranchPolicyFile { get; set; } = "";

    /// <summary>Full path of the file to write.</summary>
    [Required]
    public string FactsFile { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        var remembered = FactsFile + ".seen";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FactsFile)!);
            var facts = BranchPolicyFile.Length == 0
                ? CheckoutReader.Read(ProjectFolder, CheckoutQuestions.Commit, Environment.GetEnvironmentVariable, remembered)
                : PolicyCheckout.Read(BranchPolicyFile, Environment.GetEnvironmentVariable, ProjectFolder, remembered);
            var text = facts.Format();
            if (!File.Exists(FactsFile) || File.ReadAllText(FactsFile) != text) File.WriteAllText(FactsFile, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the file the rules that need it are silent in the compiler; the gate of a deployment asks by itself.
            Log.LogMessage(MessageImportance.Normal, "The git checkout was not written for the compiler: {0}", e.Message);
        }

        return true;
    }
}
