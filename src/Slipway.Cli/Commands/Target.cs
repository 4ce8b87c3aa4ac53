using Slipway.Deployments;
using Slipway.Deployments.Planning;
using Slipway.Revisions.Signing;
using Slipway.Specifications;
using StateFolders = Slipway.Deployments.History.StateFolder;

namespace Slipway.Cli.Commands;

/// <summary>Which group is meant, and where its state stands.</summary>
/// <param name="Group">The group.</param>
/// <param name="StateFolder">Absolute path.</param>
/// <param name="ApplicationName">From deploy.yml; null when there is none.</param>
/// <param name="ProjectFolder">Of the group <c>local</c> of a project without deploy.yml; null otherwise.</param>
internal sealed record Target(DeploymentGroup Group, string StateFolder, string? ApplicationName, string? ProjectFolder = null)
{
    /// <summary>Where local instances keep what they have: never in a folder that machines share.</summary>
    public string MachineState { get; init; } = StateFolder;

    private const int LongestName = StateFolders.LongestName;

    /// <summary>Resolves <c>--group</c>, <c>--deploy-file</c>, <c>--root</c> and <c>--state</c> as the contract has it.</summary>
    /// <exception cref="UsageException">A path does not exist, or a name cannot be one.</exception>
    /// <exception cref="SlipwayException">deploy.yml does not have the group, or is wrong.</exception>
    public static Target Resolve(string? groupName, string? deployFile, string? root, string? state, Surroundings surroundings)
    {
        var file = deployFile is not null ? surroundings.ExistingPath(deployFile, "The deploy file") : root is null ? Find(surroundings.WorkingFolder) : null;
        var sandbox = root is null ? null : surroundings.ExistingPath(root, "The sandbox root");
        if (sandbox is not null && !Directory.Exists(sandbox)) throw new UsageException(new("SLW0002", $"The sandbox root {root} is not a folder."));
        var name = CheckName(groupName ?? "local");
        if (file is not null)
        {
            var definition = DeployFile.Read(file);
            var group = definition.FindGroup(name);
            if (sandbox is not null) return new(group with { Root = sandbox, Definition = null }, StateOf(state, null, surroundings), definition.ApplicationName);
            var own = StateOf(state, null, surroundings);
            return new(group, state is null && group.Definition?.StateLocation is { } shared ? shared : own, definition.ApplicationName) { MachineState = own };
        }

        if (sandbox is not null)
            return new(new(name, sandbox, RollsBackOnFailure: false) { HasTrafficControl = true }, StateOf(state, null, surroundings), null);
        if (name != LocalGroup.Name)
            throw new SlipwayException(new(
                "SLW0413",
                $"There is no deploy.yml in {surroundings.WorkingFolder}, so there is only the group {LocalGroup.Name}. Name the file with --deploy-file, or deploy group {name} to a sandbox with --root."));
        return new(LocalGroup.In(surroundings.WorkingFolder), StateOf(state, LocalGroup.StateFolderIn(surroundings.WorkingFolder), surroundings), null,
            surroundings.WorkingFolder);
    }

    /// <summary>
    /// Whose signatures a group demands today, for a verb that works from the records: of the deploy.yml given, or found if it has the group. Null leaves it
    /// to the record.
    /// </summary>
    public static AllowedSigners? SignersOfToday(string group, string? deployFile, Surroundings surroundings)
    {
        if (deployFile is not null) return DeployFile.Read(surroundings.ExistingPath(deployFile, "The deploy file")).FindSigners(group);
        return Find(surroundings.WorkingFolder) is { } file && DeployFile.Read(file) is var definition && definition.HasGroup(group) ? definition.FindSigners(group) : null;
    }

    /// <summary>The group of that name in the deploy.yml given, or found if it has the group; null leaves it to the records.</summary>
    public static DeploymentGroup? GroupOfToday(string group, string? deployFile, Surroundings surroundings)
    {
        if (deployFile is not null) return DeployFile.Read(surroundings.ExistingPath(deployFile, "The deploy file")).FindGroup(group);
        return Find(surroundings.WorkingFolder) is { } file && DeployFile.Read(file) is var definition && definition.HasGroup(group) ? definition.FindGroup(group) : null;
    }

    /// <summary>The <c>stateLocation</c> of the deploy.yml in the working folder; null for none.</summary>
    public static string? SharedState(Surroundings surroundings) => Find(surroundings.WorkingFolder) is { } file ? DeployFile.Read(file).StateLocation : null;

    /// <summary>Makes what the project's own group needs before its first deployment.</summary>
    /// <exception cref="SlipwayException">SLW0400: the project folder cannot be written.</exception>
    public void Prepare()
    {
        if (ProjectFolder is null) return;
        try
        {
            LocalGroup.Prepare(ProjectFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFolders.At(StateFolder).Unusable(e);
        }
    }

    /// <summary>
    /// The state folder of verbs that only name a state: <c>--state</c>, <c>$SLIPWAY_STATE</c>, the project's own when there is one, the user's.
    /// </summary>
    public static string StateOfHistory(string? state, Surroundings surroundings)
    {
        if (state is null && SharedState(surroundings) is { } shared) return shared;
        return MachineStateOf(state, surroundings);
    }

    /// <summary>The same without a deploy.yml's <c>stateLocation</c>: where instances of this machine keep what they have.</summary>
    public static string MachineStateOf(string? state, Surroundings surroundings)
    {
        var local = LocalGroup.StateFolderIn(surroundings.WorkingFolder);
        return StateOf(state, Directory.Exists(local) ? local : null, surroundings);
    }

    /// <summary>The lifecycle events asked for with <c>--events</c>; null means all.</summary>
    /// <exception cref="UsageException">They cannot run in that order.</exception>
    public static IReadOnlyList<string>? Events(string? list)
    {
        if (list is null) return null;
        try
        {
            return LifecycleOrder.Requested(list.Split(','));
        }
        catch (SlipwayException e)
        {
            throw new UsageException(e.Error);
        }
    }

    /// <summary>A name for the application: the one given, deploy.yml's, else the revision's without its ending.</summary>
    public string NameApplication(string? given, string revision)
    {
        var name = given ?? ApplicationName ?? Path.GetFileName(revision);
        if (given is null && ApplicationName is null)
        {
            foreach (var ending in new[] { ".zip", ".tar", ".tgz", ".tar.gz" })
            {
                if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && name.Length > ending.Length) name = name[..^ending.Length];
            }

            name = name.Length == 0 ? "revision" : name.Length > LongestName ? name[..LongestName] : name;
        }

        return CheckName(name);
    }

    private static string StateOf(string? given, string? ofGroup, Surroundings surroundings)
    {
        if (given is not null) return surroundings.FullPath(given);
        if (ofGroup is not null && string.IsNullOrEmpty(surroundings.Variable("SLIPWAY_STATE"))) return ofGroup;
        return surroundings.FullPath(StateFolders.OfUser(surroundings.Variable).Path);
    }

    private static string CheckName(string name)
    {
        try
        {
            StateFolders.FileNameOf(name);
            return name;
        }
        catch (SlipwayException e)
        {
            throw new UsageException(e.Error);
        }
    }

    private static string? Find(string folder) => Path.Combine(folder, "deploy.yml") is var file && File.Exists(file) ? file : null;
}
