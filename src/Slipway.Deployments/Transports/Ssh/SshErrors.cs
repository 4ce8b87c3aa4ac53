using Slipway.Specifications;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>The errors of connections to instances. docs/errors/deployments.md lists all codes.</summary>
internal static class SshErrors
{
    internal static SlipwayException Of(string code, string message, Exception? inner = null) => new(new(code, message), inner);

    internal static InstanceUnreachableException Unreachable(string code, string message, Exception? inner = null) => new(new(code, message), inner);

    internal static SlipwayException BadName(string what, string name) => Of(
        "SLW0437",
        $"\"{name}\" cannot be {what}: it begins with '-' or has characters that ssh or a shell would read otherwise. Write letters, digits, '.', '_', '-' (and ':' in an address) in 'connection'.");

    internal static SlipwayException NoProgram(string program, Exception cause) => Of(
        "SLW0436", $"The ssh program '{program}' cannot be started: {cause.Message} Install the OpenSSH client, or name another one in $SLIPWAY_SSH.", cause);

    internal static SlipwayException NoAgents(string instance, string looked) => Of(
        "SLW0438",
        $"Instance {instance} needs an agent, and there is none here (looked in {looked}). Use the packed Slipway or slipway tool, which carry it, or build it with "
        + "'dotnet publish src/Slipway.Agent -r linux-x64 -o AGENTS/linux-x64' and name AGENTS in $SLIPWAY_AGENTS.");

    internal static InstanceUnreachableException Lost(string instance, string why, Exception? inner = null) => Unreachable(
        "SLW0443",
        $"The connection to instance {instance} was lost and did not come back: {why} What runs there goes on to the end of its lifecycle event; 'slipway resume' joins it again.", inner);

    internal static SlipwayError Interrupted(string instance, string lifecycleEvent) => new(
        "SLW0445",
        $"{lifecycleEvent} was interrupted on instance {instance}: its agent ended while the event ran (killed, out of memory, a restart of the machine). No event is run twice, so this deployment is put back.");

    // As an instance in this process says it.
    internal static SlipwayError Stopped(string lifecycleEvent) => new("SLW0242", $"{lifecycleEvent} was stopped. The instance is put back as it was; deploy again when you want to.");

    internal static SlipwayException OutcomeUnknown(string instance, string deploymentId, string what) => Of(
        "SLW0446",
        $"The connection to instance {instance} was lost while deployment {deploymentId} was to be {what}, and the instance says something else now. Look at it with 'slipway show {deploymentId}', then deploy again.");
}
