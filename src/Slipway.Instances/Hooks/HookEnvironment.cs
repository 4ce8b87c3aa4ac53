using Slipway.Revisions.Signing;

namespace Slipway.Instances.Hooks;

/// <summary>The environment of a hook script. Later layers win: inherited, the instance's own, the deployment's.</summary>
/// <param name="Variables">All of it.</param>
/// <param name="DeploymentVariables">The names of the last two layers, sorted: what a <c>sudo</c> must not lose.</param>
public sealed record HookEnvironment(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> DeploymentVariables)
{
    /// <summary>The environment for the scripts of one lifecycle event.</summary>
    /// <param name="instance">The instance: its name, root, own variables and the environment that it hands on.</param>
    /// <param name="deployment">The deployment: the variables that the CodeDeploy agent sets.</param>
    /// <param name="lifecycleEvent">The event.</param>
    /// <param name="revisionFolder">Absolute path of the staged revision that the script comes from.</param>
    public static HookEnvironment For(InstanceSettings instance, InstanceDeployment deployment, string lifecycleEvent, string revisionFolder)
    {
        var variables = new Dictionary<string, string>(instance.InheritedEnvironment ?? OwnEnvironment(), StringComparer.Ordinal);
        var added = new SortedSet<string>(StringComparer.Ordinal);

        // Who signs and deploys in one process must not tell every script the key's passphrase.
        variables.Remove(SigningKey.PassphraseVariable);
        foreach (var (name, value) in instance.Environment) Set(name, value);
        Set("LIFECYCLE_EVENT", lifecycleEvent);
        Set("DEPLOYMENT_ID", deployment.DeploymentId);
        Set("APPLICATION_NAME", deployment.ApplicationName);
        Set("DEPLOYMENT_GROUP_NAME", deployment.DeploymentGroupName);
        Set("DEPLOYMENT_GROUP_ID", deployment.DeploymentGroupId);
        Set("SLIPWAY_INSTANCE_NAME", instance.Name);
        Set("SLIPWAY_INSTANCE_ROOT", instance.Root);
        Set("SLIPWAY_REVISION_DIR", revisionFolder);
        return new(variables, [.. added]);

        void Set(string name, string value)
        {
            variables[name] = value;
            added.Add(name);
        }
    }

    private static Dictionary<string, string> OwnEnvironment()
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables()) own[(string)entry.Key] = (string?)entry.Value ?? "";
        return own;
    }
}
