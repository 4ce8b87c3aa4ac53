using System.Collections;

namespace Slipway.Deployments;

/// <summary>The environment that hook scripts inherit.</summary>
public static class HookEnvironment
{
    private static readonly string[] Names =
    [
        "DOTNET_HOST_PATH", "DOTNET_MSBUILD_SDK_RESOLVER_CLI_DIR", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly",
        "MSBUILDUSESERVER", "NUGET_RESTORE_MSBUILD_VERBOSITY", "COMPLUS_NoGuiFromShim", "VSTEST_CONSOLE_PATH",
        "DOTNET_NUGET_SIGNATURE_VERIFICATION", "_MSBUILDTLENABLED",
    ];

    private static readonly string[] Prefixes = ["MSBUILD", "DOTNET_CLI_"];

    /// <summary>
    /// What is left of an environment without the variables that MSBuild and the dotnet host set for themselves: a hook that runs
    /// <c>dotnet</c> would otherwise build with the SDK, and in the node, of the build that deploys it.
    /// </summary>
    public static IReadOnlyDictionary<string, string> WithoutBuildVariables(IDictionary environment) =>
        environment.Keys.Cast<string>().Where(name => !IsBuildVariable(name))
            .ToDictionary(name => name, name => (string?)environment[name] ?? "", StringComparer.Ordinal);

    private static bool IsBuildVariable(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase) || Prefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));
}
