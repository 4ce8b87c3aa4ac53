using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Contents;

/// <summary>SLW9011 to SLW9016: secrets in the files of a revision. Messages show fingerprints, never secrets.</summary>
internal static class SecretRules
{
    public static void AwsKey(RuleContext context, RuleReport report) => InText(context, "SLW9011", (file, secret) =>
        report.AddIn(file.File, secret.Severity, secret.Range, secret.Prefix, secret.Fingerprint));

    public static void PrivateKey(RuleContext context, RuleReport report)
    {
        InText(context, "SLW9012", (file, secret) => report.AddIn(file.File, secret.Severity, secret.Range, ShownName.Of(file.Path), secret.Fingerprint));
        foreach (var file in context.Secrets.Files)
        {
            if (file.Store == StoreKind.PrivateKey) report.AddIn(file.File, Severity.Error, SourceRange.Start, ShownName.Of(file.Path), file.Fingerprint);
            if (file.Store == StoreKind.KeyContainer) report.Add(Severity.Warning, SourceRange.Start, ShownName.Of(file.Path), file.Fingerprint);
        }
    }

    public static void CredentialStore(RuleContext context, RuleReport report)
    {
        foreach (var file in context.Secrets.Files)
        {
            switch (file.Store)
            {
                case StoreKind.Credentials:
                    report.AddIn(file.File, report.DefaultSeverity, SourceRange.Start, ShownName.Of(file.Path), "", file.Fingerprint);
                    break;
                case StoreKind.Npm or StoreKind.NuGet or StoreKind.Docker when file.Entry.Place is { } place:
                    report.AddIn(file.File, report.DefaultSeverity, place, ShownName.Of(file.Path), ", or take the login out of it", file.Fingerprint);
                    break;
            }
        }
    }

    public static void Token(RuleContext context, RuleReport report) => InText(context, "SLW9014", (file, secret) =>
        report.AddIn(file.File, secret.Severity, secret.Range, secret.Kind, secret.Prefix, secret.Fingerprint));

    public static void Password(RuleContext context, RuleReport report) => InText(context, "SLW9015", (file, secret) =>
        report.AddIn(file.File, secret.Severity, secret.Range, ShownName.Of(secret.Kind), secret.Fingerprint));

    public static void EnvironmentFile(RuleContext context, RuleReport report)
    {
        foreach (var file in context.Secrets.Files)
        {
            if (file.Store != StoreKind.Environment || file.Entry.IsEmpty) continue;
            report.AddIn(file.File, file.Entry.Place is null ? Severity.Warning : Severity.Error, SourceRange.Start, ShownName.Of(file.Path), file.Fingerprint);
        }
    }

    private static void InText(RuleContext context, string rule, Action<FileSecrets, Secrets.Secret> report)
    {
        foreach (var file in context.Secrets.Files)
        {
            foreach (var secret in file.Secrets)
            {
                if (secret.Rule == rule) report(file, secret);
            }
        }
    }
}
