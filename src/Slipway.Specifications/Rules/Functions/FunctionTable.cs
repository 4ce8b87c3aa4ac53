using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Functions;

/// <summary>SLW6xxx: appspecs for Lambda and ECS.</summary>
internal static class FunctionTable
{
    public static Rule[] Rows { get; } =
    [
        new(Stage.Shape, "SLW6011", "Sections of two platforms in one file", Severity.Warning,
            "'{0}' belongs to {1} and is ignored in this {2} file. Remove it{3}.",
            ResourceRules.OtherPlatform),
        new(Stage.Shape, "SLW6007", "Hooks must be a list of 'Event: function'", Severity.Error,
            "Hooks {0}; the deployment would be refused. Write '- {1}: <function name or ARN>', once per event.",
            EventRules.Shape),
        new(Stage.Shape, "SLW6001", "Resources must hold exactly one resource", Severity.Error,
            "A deployment handles exactly one resource, but Resources {0}; the deployment would be refused. {1}",
            ResourceRules.ExactlyOne),
        new(Stage.Keys, "SLW6006", "The hook event does not exist on this platform", Severity.Error,
            "'{0}' does not exist for {1}; the deployment would be refused. Possible: {2}.",
            EventRules.Unknown),
        new(Stage.Missing, "SLW6002", "The resource type does not exist", Severity.Error,
            "'{0}' is not deployed by CodeDeploy; the deployment would be refused. Write {1}.",
            ResourceRules.Type),
        new(Stage.Missing, "SLW6003", "A required property is missing or malformed", Severity.Error,
            "The property '{0}' {1}; the deployment would be refused. Write {2}.",
            PropertyRules.Required),
        new(Stage.Values, "SLW6004", "A version must be a published number", Severity.Error,
            "'{0}' is not a published version; traffic can only be shifted between numbered versions. Publish one and write its number.",
            PropertyRules.PublishedVersion),
        new(Stage.Cross, "SLW6005", "Both versions are the same", Severity.Error,
            "The alias already points to version {0}: the deployment fails with an unclear message about a missing or invalid configuration. Publish a new version.",
            PropertyRules.SameVersion),
        new(Stage.Values, "SLW6008", "TaskDefinition is not a full ARN with revision", Severity.Warning,
            "'{0}' {1}; CodeDeploy expects the ARN of one revision. Write 'arn:aws:ecs:<region>:<account>:task-definition/{2}:<revision>'.",
            PropertyRules.TaskDefinition),
        new(Stage.Values, "SLW6009", "ContainerPort must be a number from 1 to 65535", Severity.Warning,
            "'{0}' {1}. Write the port as a plain number.",
            ServiceRules.ContainerPort),
        new(Stage.Values, "SLW6010", "The network or capacity settings are incomplete", Severity.Error,
            "'{0}' {1}; the deployment would be refused. Write {2}.",
            ServiceRules.Incomplete),
    ];
}
