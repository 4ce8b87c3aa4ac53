using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Schemas;

namespace Slipway.Specifications.DeployFiles;

/// <summary>Reads a group that Slipway runs. What a deployment would have to leave out is refused by name.</summary>
internal sealed class GroupReader(DeployFileView file, DeployFileSource source)
{
    private const string With = "WITH_TRAFFIC_CONTROL";

    /// <exception cref="SlipwayException">SLW0414: it cannot be deployed to.</exception>
    public DeploymentGroupDefinition Read(GroupView view)
    {
        new ShapeCheck(source).Check(view.Mapping, DeploymentGroupShapes.Group, "a deployment group", leftOut: "allowedSigners");
        var group = new Section(view.Mapping, source);
        RefuseWhatAwsDoes(view, group);
        var blueGreen = BlueGreen(view, group);
        var (balancer, selection) = (LoadBalancer(view, group), new InstanceSelection(source));
        var selected = selection.Of(view, file);
        var instances = selected.Select(instance => InstanceReader.Read(instance.Mapping, source)).ToList();
        RefuseOnePlaceTwice(selected, instances);
        var targets = group.Child("targetInstances");
        if (targets is not null && blueGreen is null)
            throw group.RefusedKey("targetInstances", $"targetInstances names the replacement environment, but group '{view.Title}' is deployed in place. Write deploymentType: BLUE_GREEN, or remove it.");
        var root = new Section(file.Root, source);
        return new()
        {
            Name = view.Title,
            Instances = instances,
            Configuration = ConfigurationReader.Read(group, file, source),
            BlueGreen = blueGreen,
            ReplacementInstances = targets is null ? null : [.. selection.Targets(targets, selected).Select(instance => instance.Name!.Value)],
            LoadBalancer = balancer,
            RollsBackOn = WatchReader.Rollbacks(group.Child("autoRollbackConfiguration")),
            Alarms = WatchReader.Alarms(group.Child("alarmConfiguration")),
            Triggers = WatchReader.Triggers(group),
            FileExistsBehavior = FileExists(group.Text("fileExistsBehavior") ?? root.Text("fileExistsBehavior")),
            IgnoreApplicationStopFailures = group.Flag("ignoreApplicationStopFailures"),
            BakeTime = group.Minutes("bakeTimeInMinutes") ?? TimeSpan.Zero,
            StateLocation = StateLocation(root, source),
        };
    }

    private void RefuseWhatAwsDoes(GroupView view, Section group)
    {
        if (view.IsCodeDeploy)
        {
            var node = group.Has("deploymentService") ? "deploymentService" : "deploymentGroupName";
            throw group.Refused(node, $"Group '{view.Title}' is run by AWS CodeDeploy ({(group.Has("deploymentService") ? "deploymentService: CodeDeploy" : "it names EC2 tags, Auto Scaling groups or a service role")}), "
                + "which is not available in this version. Write deploymentService: Slipway and onPremisesInstanceTagFilters to deploy to instances of this file.");
        }

        foreach (var key in new[] { "ec2TagFilters", "ec2TagSet", "autoScalingGroups" })
        {
            if (group.Find(key) is { } node and not Yaml.YamlSequence { Items.Count: 0 })
                throw source.Refused(node, $"'{key}' selects instances that only CodeDeploy knows. Slipway deploys to the instances of this file: write onPremisesInstanceTagFilters.");
        }

        if (file.WrittenPlatform is { } platform and not "Server")
            throw source.Refused(file.PlatformEntry!.Value, $"The application is for {platform}, which Slipway does not deploy in this version; Server is.");
        if (group.Has("ecsServices")) throw group.RefusedKey("ecsServices", "'ecsServices' is for ECS, this application is Server. Remove it.");
        foreach (var key in new[] { "updateOutdatedInstancesOnly", "terminationHookEnabled" })
        {
            if (group.Flag(key)) throw group.Refused(key, $"'{key}' is not available in this version for groups that Slipway runs. Remove it.");
        }
    }

    private BlueGreenConfiguration? BlueGreen(GroupView view, Section group)
    {
        var settings = group.Child("blueGreenDeploymentConfiguration");
        if (!view.IsBlueGreen) return null;
        if (view.Option is { Value: not With } option) throw source.Refused(option, $"Blue/green shifts traffic to other instances, but group '{view.Title}' has no traffic control. Write {With}.");
        if (settings?.Child("greenFleetProvisioningOption") is { } provisioning && provisioning.Text("action") == "COPY_AUTO_SCALING_GROUP")
            throw provisioning.Refused("action", "COPY_AUTO_SCALING_GROUP is a matter of CodeDeploy. Write DISCOVER_EXISTING, and select both environments by their tags.");
        var (ready, terminate) = (settings?.Child("deploymentReadyOption"), settings?.Child("terminateBlueInstancesOnDeploymentSuccess"));
        var (waits, wait) = (ready?.Text("actionOnTimeout") == "STOP_DEPLOYMENT", ready?.Minutes("waitTimeInMinutes"));
        if (waits && wait is null) throw ready!.Refused("actionOnTimeout", "The wait before STOP_DEPLOYMENT is not given. Write waitTimeInMinutes of up to 2880.");
        if (!waits && wait > TimeSpan.Zero) throw ready!.Refused("waitTimeInMinutes", "waitTimeInMinutes has no meaning with CONTINUE_DEPLOYMENT, which moves the traffic at once. Write STOP_DEPLOYMENT to wait for `slipway continue`, or remove it.");
        var (terminates, warm) = (terminate?.Text("action") == "TERMINATE", terminate?.Minutes("terminationWaitTimeInMinutes"));
        if (!terminates && warm > TimeSpan.Zero) throw terminate!.Refused("terminationWaitTimeInMinutes", "terminationWaitTimeInMinutes has no meaning with KEEP_ALIVE. Write TERMINATE, or remove it.");
        return new(new(waits, wait ?? TimeSpan.Zero), terminates, warm ?? TimeSpan.Zero);
    }

    private LoadBalancerDefinition? LoadBalancer(GroupView view, Section group)
    {
        var balancer = group.Child("loadBalancerInfo") is { } info ? LoadBalancerReader.Read(info, source) : null;
        var isWanted = view.Option is { Value: With } || view.IsBlueGreen;
        if (isWanted && balancer is null)
            throw source.Refused(view.Option ?? view.Type ?? (Yaml.YamlNode)view.Mapping, $"Group '{view.Title}' wants traffic control and names no load balancer. Add loadBalancerInfo{(view.IsBlueGreen ? "." : ", or write WITHOUT_TRAFFIC_CONTROL.")}");

        // CodeDeploy takes no option for no traffic control, and nobody who names a load balancer means that.
        if (balancer is not null && !isWanted && view.Option is null)
        {
            throw group.RefusedKey("loadBalancerInfo", $"loadBalancerInfo of group '{view.Title}' has no effect: without deploymentOption there is no traffic control, and instances would get traffic while they are changed. "
                + $"Write deploymentStyle: {{ deploymentOption: {With} }}, or WITHOUT_TRAFFIC_CONTROL to leave the load balancer alone.");
        }

        return isWanted ? balancer : null;
    }

    // Two names for one tree would undo each other's deployments.
    private void RefuseOnePlaceTwice(IReadOnlyList<InstanceView> selected, List<InstanceDefinition> instances)
    {
        var (names, places) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        for (var i = 0; i < instances.Count; i++)
        {
            var (instance, node) = (instances[i], selected[i].Mapping);
            if (!names.Add(instance.InstanceName)) throw source.Refused(node, $"Two instances of the group are called {instance.InstanceName}. Rename one.");
            var place = $"{instance.Connection}\n{instance.Root}";
            if (places.TryGetValue(place, out var other))
                throw source.Refused(node, $"{other} and {instance.InstanceName} are one and the same place ({instance.Connection}, root {(instance.Root.Length == 0 ? "/" : instance.Root)}). Give each a root of its own.");
            places.Add(place, instance.InstanceName);
        }
    }

    /// <summary>The file's <c>stateLocation</c>.</summary>
    public static string? StateLocation(Section root, DeployFileSource source)
    {
        if (root.Text("stateLocation") is not { Length: > 0 } location) return null;
        if (location.IndexOf("://", StringComparison.Ordinal) >= 0)
            throw root.Refused("stateLocation", $"'{location}': only a folder is available as stateLocation in this version. Write a folder that everybody who deploys shares, or remove it.");
        return source.FullPath(root.Find("stateLocation")!, location);
    }

    private static FileExistsBehavior? FileExists(string? text) => text switch
    {
        "DISALLOW" => FileExistsBehavior.Disallow,
        "OVERWRITE" => FileExistsBehavior.Overwrite,
        "RETAIN" => FileExistsBehavior.Retain,
        _ => null,
    };
}
