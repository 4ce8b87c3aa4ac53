using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Watching;

/// <summary>What a trigger's receiver gets, and how it is signed.</summary>
internal static class TriggerBody
{
    /// <summary>The notification as JSON, in CodeDeploy's words where it has some; keys without a value are left out.</summary>
    public static byte[] Json(TriggerDefinition trigger, TriggerNotification notification)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("eventTriggerName", trigger.Name);
            json.WriteString("triggerEvent", notification.Event.ToString());
            json.WriteString("applicationName", notification.ApplicationName);
            json.WriteString("deploymentGroupName", notification.DeploymentGroupName);
            json.WriteString("deploymentId", notification.DeploymentId);
            json.WriteString("time", notification.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            WriteIfAny(json, "instanceName", notification.InstanceName);
            WriteIfAny(json, "status", notification.Status);
            WriteIfAny(json, "revision", notification.RevisionIdentity);
            WriteIfAny(json, "rollbackTriggeringDeploymentId", notification.RollbackTriggeringDeploymentId);
            if (notification.Error is { } error)
            {
                json.WriteStartObject("errorInformation");
                json.WriteString("code", error.Code);
                json.WriteString("message", error.Message);
                WriteIfAny(json, "file", error.File);
                if (error.Line > 0) json.WriteNumber("line", error.Line);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same for the same news, so that a receiver can drop what comes twice: after a retry, or after a resume.</summary>
    public static string DeliveryId(TriggerDefinition trigger, TriggerNotification notification) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{trigger.Name}\n{notification.DeploymentId}\n{notification.Event}\n{notification.InstanceName}")).AsSpan(0, 16)).ToString();

    /// <summary><c>sha256=</c> and the HMAC of <c>timestamp.body</c>: the timestamp is signed as well, so that what was listened to cannot be sent again later.</summary>
    public static string Signature(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        return "sha256=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
