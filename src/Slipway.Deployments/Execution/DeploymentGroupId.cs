using System.Security.Cryptography;
using System.Text;

namespace Slipway.Deployments.Execution;

/// <summary>The id of a deployment group, for hooks. CodeDeploy gives groups random ids; ours have no registry, so the id follows from the names.</summary>
internal static class DeploymentGroupId
{
    public static string Of(string applicationName, string groupName) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(applicationName + "\0" + groupName)).AsSpan(0, 16)).ToString();
}
