using System.Text.Json;
using Slipway.Deployments;

namespace Slipway.Cli.Output;

/// <summary>Who holds a group's lease.</summary>
internal static class LeaseReport
{
    /// <summary>For people.</summary>
    public static string Line(string group, LeaseHolder holder, DateTimeOffset now)
    {
        var silent = Amounts.Duration(now > holder.Heartbeat ? now - holder.Heartbeat : TimeSpan.Zero);
        return TerminalText.Line($"The lease of group {group} is held by {holder.User} on {holder.Host} (process {holder.ProcessId}) for deployment {holder.DeploymentId} since "
            + $"{holder.Since.ToLocalTime():yyyy-MM-dd HH:mm:ss}{(holder.IsAlive ? $", last sign of life {silent} ago" : $", who is gone ({silent} without a sign of life): the next deployment takes it over")}.");
    }

    /// <summary><c>{"deploymentGroupName","lease":{…}|null}</c></summary>
    public static void PrintJson(string group, LeaseHolder? holder, TextWriter output) => Json.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("deploymentGroupName", group);
        writer.Lease(holder);
        writer.WriteEndObject();
    });

    /// <summary>The member <c>lease</c>.</summary>
    public static void Lease(this Utf8JsonWriter writer, LeaseHolder? holder)
    {
        if (holder is null)
        {
            writer.WriteNull("lease");
            return;
        }

        writer.WriteStartObject("lease");
        writer.WriteString("deploymentId", holder.DeploymentId);
        writer.WriteString("user", holder.User);
        writer.WriteString("host", holder.Host);
        writer.WriteNumber("processId", holder.ProcessId);
        writer.WriteString("since", holder.Since);
        writer.WriteString("heartbeat", holder.Heartbeat);
        writer.WriteBoolean("alive", holder.IsAlive);
        writer.WriteNumber("fencingNumber", holder.FencingNumber);
        writer.WriteString("store", holder.Store);
        writer.WriteEndObject();
    }
}
