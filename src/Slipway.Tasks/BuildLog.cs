using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Slipway.Specifications;
using Slipway.Specifications.Findings;

namespace Slipway.Tasks;

/// <summary>Findings and errors as MSBuild events: the canonical form that IDEs and build servers read.</summary>
internal static class BuildLog
{
    public static void Report(this TaskLoggingHelper log, SlipwayError error, string projectFile) =>
        log.LogError(null, error.Code, null, HelpLinks.For(error.Code), error.File ?? projectFile, error.Line, error.Column, 0, 0, "{0}", error.Message);

    public static void Warn(this TaskLoggingHelper log, SlipwayError error, string projectFile) =>
        log.LogWarning(null, error.Code, null, HelpLinks.For(error.Code), error.File ?? projectFile, error.Line, error.Column, 0, 0, "{0}", error.Message);

    public static void Report(this TaskLoggingHelper log, Finding finding)
    {
        var (code, file, range, link) = (finding.Rule, finding.File, finding.Range, HelpLinks.For(finding.Rule));
        switch (finding.Severity)
        {
            case Severity.Error:
                log.LogError(null, code, null, link, file, range.Line, range.Column, range.EndLine, range.EndColumn, "{0}", finding.Message);
                break;
            case Severity.Warning:
                log.LogWarning(null, code, null, link, file, range.Line, range.Column, range.EndLine, range.EndColumn, "{0}", finding.Message);
                break;
            case Severity.Info:
                log.LogMessage(null, code, null, file, range.Line, range.Column, range.EndLine, range.EndColumn, MessageImportance.Normal, "{0}", finding.Message);
                break;
        }
    }
}
