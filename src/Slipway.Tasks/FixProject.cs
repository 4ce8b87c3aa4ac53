using Microsoft.Build.Framework;
using Slipway.Checks.Contents;
using Slipway.Checks.Fixing;
using Slipway.Specifications;
using Slipway.Specifications.Rules;

namespace Slipway.Tasks;

/// <summary>Applies the fixes to the documents and the scripts of the project. Nothing is built or published for it.</summary>
[MSBuildMultiThreadableTask]
public sealed class FixProject : CheckingTask
{
    /// <summary>Only fixes of these rules; empty for all.</summary>
    public string Rules { get; set; } = "";

    /// <inheritdoc />
    protected override void Run(CancellationToken cancellation)
    {
        var publishFolder = RevisionPublishFolder.Replace('\\', '/').Trim('/');
        var request = Request(RevisionContents.OfFiles(Compose([]), publishFolder));
        var rules = Rules.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (rules.FirstOrDefault(rule => RuleCatalogue.Find(rule.ToUpperInvariant()) is null) is { } unknown) throw new SlipwayException(BuildErrors.UnknownRule(unknown));
        var result = FixRun.Run(request, rules, cancellation);
        foreach (var file in result.Files)
        {
            try
            {
                FileReplacement.Write(file.Path, file.Before, file.After);
            }
            catch (SlipwayException e)
            {
                Log.Report(e.Error, ProjectFile);
                continue;
            }

            foreach (var finding in file.Applied)
                Log.LogMessage(MessageImportance.High, "{0}({1},{2}): fixed {3}: {4}", finding.File, finding.Range.Line, finding.Range.Column, finding.Rule, finding.Fix!.Title);
        }

        Report(result.Remaining);
        if (result.Count == 0) Log.LogMessage(MessageImportance.High, "Nothing to fix.");
    }
}
