using Slipway.Deployments;
using Slipway.Deployments.History;
using Slipway.Specifications;

namespace Slipway.Cli.Output.Reports;

/// <summary>Who deployed what where, how it ended, and why.</summary>
internal static class ReportHeader
{
    public static void Write(Markup html, DeploymentStory story)
    {
        var (entry, record) = (story.Entry, story.Entry.Record);
        html.Open("h1").Text($"{record.ApplicationName} to {record.Group.Name}").Element("span", entry.IsInterrupted ? "Interrupted" : entry.Status.ToString(), ("class", $"badge {ColorOf(entry)}")).Close("h1").Line();
        html.Element("p", $"Deployment {record.DeploymentId}, {TimelineChart.Stamp(story.StartedAt)}, {Amounts.Duration(story.EndedAt - story.StartedAt)}", ("class", "sub")).Line();
        if (entry.Outcome?.Error is { } error)
        {
            html.Open("section", ("class", "why")).Element("h2", $"Why it {(entry.Status == DeploymentStatus.Stopped ? "was stopped" : "failed")}{(entry.Outcome.ErrorCode is { } code ? $": {code}" : "")}");
            html.Open("pre").Text(ErrorText(error)).Close("pre").Close("section").Line();
        }
        else if (entry.IsInterrupted)
        {
            html.Open("section", ("class", "why")).Element("h2", "The deploying process is gone").Element("p", $"slipway resume {record.DeploymentId} brings the deployment to an end.").Close("section").Line();
        }

        html.Open("dl").Line();
        Instances(html, story);
        Row(html, "started by", $"{record.User} on {record.Host} ({record.Creator})");
        Row(html, "reason", record.Description);
        Row(html, "configuration", story.Plan is { } plan ? $"{plan.Configuration.Name}: {plan.MinimumHealthy} of {plan.FleetSize} must stay healthy, {plan.BatchSize} at once" : null);
        Row(html, "revision", record.Revision);
        Row(html, "identity", record.RevisionIdentity);
        Commit(html, story);
        Row(html, "revision of", record.RevisionOf);
        Row(html, "rolls back", record.RollbackTriggeringDeploymentId);
        Row(html, "rolled back by", entry.Outcome?.RollbackDeploymentId);
        html.Close("dl").Line();
    }

    /// <summary>An error with its code and place, as far as it has them; without what terminals obey.</summary>
    public static string ErrorText(SlipwayError error) =>
        string.Join('\n', (error.Code.Length == 0 ? error.Message : error.ToString()).Split('\n').Select(PlainText.Of));

    /// <summary>The colour of a status.</summary>
    public static string ColorOf(TargetStatus status) => status switch
    {
        TargetStatus.Succeeded or TargetStatus.Ready => "ok",
        TargetStatus.Failed => "bad",
        TargetStatus.InProgress => "run",
        TargetStatus.Unknown => "warn",
        _ => "soft",
    };

    private static string ColorOf(HistoryEntry entry) => entry.IsInterrupted ? "warn" : entry.Status switch
    {
        DeploymentStatus.Succeeded => "ok",
        DeploymentStatus.Failed => "bad",
        DeploymentStatus.Stopped => "warn",
        _ => "run",
    };

    private static void Instances(Markup html, DeploymentStory story)
    {
        if (story.Instances.Count == 0) return;
        var counts = story.Instances.GroupBy(instance => instance.Status).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}");
        Row(html, "instances", $"{story.Instances.Count}: {string.Join(", ", counts)}");
    }

    private static void Commit(Markup html, DeploymentStory story)
    {
        if (story.Provenance is not { } facts) return;
        Row(html, "commit", facts.Commit is { } commit ? commit + (facts.IsDirty == true ? ", with changes that are in no commit" : "") + (facts.Branch is { } branch ? $" on {branch}" : "") : null);
        Row(html, "repository", facts.Repository);
        Row(html, "built by", facts.Builder is { } builder ? builder + (facts.BuildId is { } id ? $", build {id}" : "") : null);
    }

    private static void Row(Markup html, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) html.Element("dt", name).Element("dd", PlainText.Of(value)).Line();
    }
}
