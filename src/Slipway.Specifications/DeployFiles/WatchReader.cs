using System.Text.RegularExpressions;

namespace Slipway.Specifications.DeployFiles;

/// <summary>Reads the alarms, triggers and automatic rollback of a group that Slipway runs.</summary>
internal static class WatchReader
{
    /// <summary>The alarms; null when none is enabled.</summary>
    /// <exception cref="SlipwayException">SLW0414: one cannot be watched.</exception>
    public static AlarmConfiguration? Alarms(Section? section)
    {
        if (section is null || !section.Flag("enabled")) return null;
        var alarms = section.List("alarms").Select(Alarm).ToList();
        return alarms.Count == 0 ? throw section.Refused("enabled", "The alarms are enabled, but none is listed. Add alarms, or write 'enabled: false'.")
            : new(alarms, section.Flag("ignorePollAlarmFailure"));
    }

    private static AlarmDefinition Alarm(Section section)
    {
        var name = section.Needed("name", "An alarm");
        var (url, command) = (section.Url("url"), section.Program("command"));
        if (url is not null && command is not null) throw section.RefusedKey("command", $"Alarm {name} has a url and a command. Keep one.");
        if (url is null && command is null)
            throw section.Refused("name", $"Alarm {name} has no url and no command; alarms of CloudWatch are not available in this version for groups that Slipway runs. Write url: http://…, or command: [ program ].");
        var alarm = new AlarmDefinition(name, section.Number("threshold") ?? 1) { Url = url, Command = command };
        if (section.Seconds("intervalInSeconds") is { } interval) alarm = alarm with { Interval = interval };
        if (section.Seconds("timeoutInSeconds") is { } timeout) alarm = alarm with { Timeout = timeout };
        return alarm;
    }

    /// <summary>The triggers.</summary>
    /// <exception cref="SlipwayException">SLW0414: one tells nobody.</exception>
    public static IReadOnlyList<TriggerDefinition> Triggers(Section group) => [.. group.List("triggerConfigurations").Select(Trigger)];

    private static TriggerDefinition Trigger(Section section)
    {
        var name = section.Needed("triggerName", "A trigger");
        var (url, command) = (section.Url("url"), section.Program("command"));
        if (section.Has("triggerTargetArn")) throw section.Refused("triggerTargetArn", $"Trigger {name} is for an SNS topic, which only CodeDeploy tells. Write url: https://…, or command: [ program ].");
        if (url is null == command is null)
            throw section.Refused("triggerName", $"Trigger {name} has {(url is null ? "neither url nor command" : "a url and a command")}. Write one of them.");
        var events = section.Texts("triggerEvents").Select(text => Enum.TryParse<TriggerEvent>(text.Value, out var told) ? told : default).Distinct().ToList();
        if (events.Count == 0) throw section.Refused("triggerEvents", $"Trigger {name} is told nothing: list its triggerEvents, such as [ DeploymentSuccess, DeploymentFailure ].");
        var secret = section.Text("secretVariable");
        if (secret is not null && !Regex.IsMatch(secret, "^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            throw section.Refused("secretVariable", $"'{secret}' is no name of a variable. The secret itself does not stand in the file: name the environment variable that has it.");
        return new(name, events) { Url = url, Command = command, SecretVariable = secret };
    }

    /// <summary>What is undone by itself.</summary>
    public static IReadOnlyList<AutoRollbackEvent> Rollbacks(Section? section) => section is null || !section.Flag("enabled") ? []
        : [.. section.Texts("events").Select(text => text.Value switch
        {
            "DEPLOYMENT_STOP_ON_ALARM" => AutoRollbackEvent.DeploymentStopOnAlarm,
            "DEPLOYMENT_STOP_ON_REQUEST" => AutoRollbackEvent.DeploymentStopOnRequest,
            _ => AutoRollbackEvent.DeploymentFailure,
        }).Distinct()];
}
