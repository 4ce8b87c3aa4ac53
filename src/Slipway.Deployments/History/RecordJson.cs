using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Deployments.Execution;
using Slipway.Deployments.Leases;

namespace Slipway.Deployments.History;

/// <summary>
/// The JSON of a state folder: camelCase, names instead of numbers, nothing for null, and no escapes in other languages' letters, so that it reads well with
/// <c>cat</c>.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(DeploymentRecord))]
[JsonSerializable(typeof(DeploymentOutcome))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(Asked))]
internal sealed partial class RecordJson : JsonSerializerContext
{
    private static RecordJson? readable;

    /// <summary>The context to use: the files are read by people and by us, never by a browser.</summary>
    public static RecordJson Readable =>
        readable ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = null });
}
