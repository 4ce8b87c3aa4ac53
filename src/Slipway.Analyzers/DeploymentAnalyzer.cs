using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;

namespace Slipway.Analyzers;

/// <summary>Reports what the rules find in the appspec, deploy.yml, branch-policy.yml and the hook scripts of a project, each in its own file.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeploymentAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that holds its fix, in the form of <see cref="FixText"/>.</summary>
    public const string FixProperty = "SlipwayFix";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => RuleDescriptors.All;

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (IsOff(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions)) return;
            var run = new Run(start.Options);
            start.RegisterAdditionalFileAction(run.Report);
        });
    }

    private static bool IsOff(AnalyzerConfigOptions options) =>
        options.TryGetValue("build_property.SlipwayRunAnalyzers", out var value) && value.Equals("false", StringComparison.OrdinalIgnoreCase);

    /// <summary>One compilation: whichever file comes first runs the rules, the others find them done.</summary>
    private sealed class Run(AnalyzerOptions options)
    {
        private readonly object _gate = new();
        private DeploymentFindings? _findings;

        public void Report(AdditionalFileAnalysisContext context)
        {
            var path = context.AdditionalFile.Path;
            try
            {
                if (FileRoles.RoleOf(options.AnalyzerConfigOptionsProvider, context.AdditionalFile) == FileRole.None) return;
                var findings = Findings(context.CancellationToken);
                foreach (var finding in findings.In(path))
                {
                    if (Translate(findings, finding, context.AdditionalFile) is { } diagnostic) context.ReportDiagnostic(diagnostic);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                context.ReportDiagnostic(Diagnostic.Create(InternalFailure.Descriptor, Location.Create(path, default, default), InternalFailure.Message(e)));
            }
        }

        // Not a Lazy: a cancelled run is no result, and the next file tries again.
        private DeploymentFindings Findings(CancellationToken cancellation)
        {
            lock (_gate) return _findings ??= DeploymentFindings.Of(DeploymentFiles.Of(options, cancellation), cancellation);
        }

        private Diagnostic? Translate(DeploymentFindings findings, Finding finding, AdditionalText file)
        {
            var provider = options.AnalyzerConfigOptionsProvider;
            if (ConfiguredSeverity.Of(provider.GetOptions(file), provider.GlobalOptions, finding.Rule, finding.Severity) is not { } severity) return null;
            var properties = finding.Fix is { } fix ? ImmutableDictionary<string, string?>.Empty.Add(FixProperty, FixText.Format(fix)) : null;
            return Diagnostic.Create(
                RuleDescriptors.Of(finding.Rule), Place(findings, finding.File, finding.Range), severity,
                finding.Related.Select(place => Place(findings, place.File, place.Range)), properties, finding.Message);
        }

        private static Location Place(DeploymentFindings findings, string path, SourceRange range)
        {
            if (findings.File(path) is not { } file)
            {
                return Location.Create(path, default, new LinePositionSpan(Position(range.Line, range.Column), Position(range.EndLine, range.EndColumn)));
            }

            var span = file.Parsed.Span(range, file.Role.IsDocument());
            return Location.Create(path, span, file.Text.Lines.GetLinePositionSpan(span));
        }

        private static LinePosition Position(int line, int column) => new(Math.Max(line - 1, 0), Math.Max(column - 1, 0));
    }
}
