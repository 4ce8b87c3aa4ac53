using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Deployments;
using Slipway.Instances.Events;
using Slipway.Specifications;

namespace Slipway.Cli.Output;

/// <summary>The JSON of the public contract, written by hand so that its shape stands here and nowhere else.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one document and a line feed.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> content)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) content(writer);
        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary><c>{"deploymentId","status","error"?,"instances":[…],"scriptLog":[…],"rollback"?}</c></summary>
    public static void Result(this Utf8JsonWriter writer, DeploymentResult result, Func<string, IEnumerable<string>> scriptLog)
    {
        writer.WriteStartObject();
        writer.ResultMembers(result.DeploymentId, result.Status, result.Error, result.Instances, scriptLog(result.DeploymentId), result.ErrorCode);
        if (result.Rollback is { } rollback)
        {
            writer.WritePropertyName("rollback");
            writer.Result(rollback, scriptLog);
        }

        writer.WriteEndObject();
    }

    /// <summary>The members of a result, in the contract's order.</summary>
    public static void ResultMembers(
        this Utf8JsonWriter writer, string? deploymentId, DeploymentStatus status, SlipwayError? error, IReadOnlyList<InstanceResult> instances,
            IEnumerable<string> scriptLog, string? errorCode = null)
    {
        writer.WriteString("deploymentId", deploymentId);
        writer.WriteString("status", status.ToString());
        if (errorCode is not null) writer.WriteString("errorCode", errorCode);
        if (error is not null)
        {
            writer.WritePropertyName("error");
            writer.Error(error);
        }

        writer.WriteStartArray("instances");
        foreach (var instance in instances)
        {
            writer.WriteStartObject();
            writer.WriteString("name", instance.Name);
            writer.WriteString("status", instance.Target?.ToString() ?? instance.Status.ToString());
            if (instance.Label is { } label) writer.WriteString("label", label.ToString());
            if (instance.Error is { } why)
            {
                writer.WritePropertyName("error");
                writer.Error(why);
            }

            writer.WriteStartArray("events");
            foreach (var e in instance.Events) writer.Event(e);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("scriptLog");
        foreach (var line in scriptLog) writer.WriteStringValue(line);
        writer.WriteEndArray();
    }

    /// <summary><c>{"code","message","file"?,"line"?,"column"?}</c></summary>
    public static void Error(this Utf8JsonWriter writer, SlipwayError error)
    {
        writer.WriteStartObject();
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        if (error.File is not null) writer.WriteString("file", error.File);
        if (error.Line > 0) writer.WriteNumber("line", error.Line);
        if (error.Column > 0) writer.WriteNumber("column", error.Column);
        writer.WriteEndObject();
    }

    private static void Event(this Utf8JsonWriter writer, EventResult e)
    {
        writer.WriteStartObject();
        writer.WriteString("event", e.Event);
        writer.WriteString("status", e.Status.ToString());
        writer.WriteString("startedAt", e.StartedAt);
        writer.WriteString("endedAt", e.EndedAt);
        writer.WriteStartArray("scripts");
        foreach (var script in e.Scripts)
        {
            writer.WriteStartObject();
            writer.WriteString("location", script.Location);
            if (script.ExitCode is { } exitCode) writer.WriteNumber("exitCode", exitCode);
            if (script.Signal is { } signal) writer.WriteString("signal", signal);
            if (script.ErrorCode != "Success") writer.WriteString("errorCode", script.ErrorCode);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
