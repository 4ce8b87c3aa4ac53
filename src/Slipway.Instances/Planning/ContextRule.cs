using Slipway.Specifications.AppSpecs;

namespace Slipway.Instances.Planning;

/// <summary>An SELinux file context rule.</summary>
/// <param name="Path">Absolute path on this machine.</param>
/// <param name="Context">User, type and range, separated by blanks (none of them holds one), <c>-</c> for what is not given.</param>
internal readonly record struct ContextRule(string Path, string Context)
{
    internal static string Format(SelinuxContext context) => $"{context.User ?? "-"} {context.Type} {context.Range ?? "-"}";

    internal SelinuxContext Parse()
    {
        var parts = Context.Split(' ');
        if (parts.Length != 3) throw new FormatException("an SELinux context has not three parts");
        return new(parts[0] == "-" ? null : parts[0], parts[1], parts[2] == "-" ? null : parts[2]);
    }
}
