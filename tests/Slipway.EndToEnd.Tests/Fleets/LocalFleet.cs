using System.Globalization;
using Slipway.EndToEnd.Tests.Running;

namespace Slipway.EndToEnd.Tests.Fleets;

/// <summary>Several instances on this machine, each with a root and a port of its own.</summary>
internal sealed class LocalFleet : IDisposable
{
    private readonly Scratch scratch = new();

    public LocalFleet(int count)
    {
        Instances = [.. Ports.Free(count).Select((port, i) => new FleetInstance($"web-{i + 1}", scratch.PathOf($"web-{i + 1}"), port))];
        foreach (var instance in Instances) Directory.CreateDirectory(instance.Root);
    }

    public IReadOnlyList<FleetInstance> Instances { get; }

    /// <summary>Each instance keeps its state in a folder of its own, as one on another machine does; else it stands with the deploying side's.</summary>
    public bool KeepsStateOnInstances { get; init; }

    public string DeployFile => scratch.PathOf("deploy.yml");

    public string State => scratch.State;

    public string PathOf(string relative) => scratch.PathOf(relative);

    /// <summary>Writes the deploy.yml.</summary>
    /// <param name="group">The settings of its one group, <c>fleet</c>, indented by four.</param>
    /// <param name="rest">Other keys of the file.</param>
    /// <param name="tag">The tag of each instance; by default all have <c>Fleet: all</c>.</param>
    public void Describe(string group, string rest = "", Func<FleetInstance, string>? tag = null, Func<FleetInstance, string>? connection = null) => File.WriteAllText(DeployFile, $$"""
        applicationName: Greeter
        instances:
        {{string.Join('\n', Instances.Select(i => string.Create(CultureInfo.InvariantCulture,
            $"  - {{ instanceName: {i.Name}, connection: {connection?.Invoke(i) ?? "local"}, root: {i.Root}, {(KeepsStateOnInstances ? $"state: {i.Root}.state, " : "")}tags: {{ Fleet: {tag?.Invoke(i) ?? "all"} }}, environment: {{ PORT: \"{i.Port}\" }} }}")))}}
        {{rest}}
        deploymentGroups:
          - deploymentGroupName: fleet
            onPremisesInstanceTagFilters: [ { Key: Fleet, Type: KEY_ONLY } ]
        {{group}}
        """);

    /// <summary>Deploys and waits.</summary>
    public Run Deploy(string revision, params string[] more) => Slipway(["deploy", revision, "--group", "fleet", .. more]);

    /// <summary>Any verb, in the folder of the deploy.yml.</summary>
    public Run Slipway(params string[] arguments) => Line().Run(arguments);

    public CommandLine Line() => new()
    {
        WorkingFolder = scratch.Folder,
        Environment = new Dictionary<string, string> { ["SLIPWAY_STATE"] = State, ["XDG_DATA_HOME"] = scratch.PathOf("data") },
    };

    /// <summary>What an instance answers; null when it does not.</summary>
    public static string? Ask(FleetInstance instance) =>
        CommandLine.Program("curl", "-fsS", "--max-time", "5", $"http://127.0.0.1:{instance.Port}/health") is { ExitCode: 0, Output: var answer } ? answer.Trim() : null;

    public void Dispose()
    {
        foreach (var instance in Instances)
        {
            if (File.Exists(instance.PidFile) && int.TryParse(File.ReadAllText(instance.PidFile), out var pid)) CommandLine.Program("kill", "-KILL", pid.ToString(CultureInfo.InvariantCulture));
        }

        scratch.Dispose();
    }
}

/// <summary>An instance of a fleet.</summary>
internal sealed record FleetInstance(string Name, string Root, int Port)
{
    public string PidFile => Path.Combine(Root, "srv/greeter/run/pid");

    /// <summary>The version that is installed; null when nothing is.</summary>
    public string? Installed => Path.Combine(Root, "srv/greeter/app/version") is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;
}
