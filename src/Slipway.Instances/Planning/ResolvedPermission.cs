using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>A permission with its accounts looked up.</summary>
/// <param name="Specification">As the appspec has it.</param>
/// <param name="User">Id of the owner to set; null leaves it.</param>
/// <param name="Group">Id of the group to set; null leaves it.</param>
/// <param name="Acl">The ACL entries to set; null leaves it.</param>
internal sealed record ResolvedPermission(Permission Specification, uint? User, uint? Group, IReadOnlyList<AclEntry>? Acl)
{
    internal bool ChangesOwner => User is not null || Group is not null;
}
