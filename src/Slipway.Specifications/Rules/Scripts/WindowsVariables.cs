namespace Slipway.Specifications.Rules.Scripts;

/// <summary>Environment variables that a hook on Windows finds.</summary>
internal static class WindowsVariables
{
    /// <summary>Those that CodeDeploy sets.</summary>
    public static readonly string[] OfDeployment =
    [
        "APPLICATION_NAME", "DEPLOYMENT_ID", "DEPLOYMENT_GROUP_NAME", "DEPLOYMENT_GROUP_ID", "LIFECYCLE_EVENT", "BUNDLE_BUCKET", "BUNDLE_KEY", "BUNDLE_VERSION", "BUNDLE_ETAG", "BUNDLE_COMMIT",
    ];

    private static readonly string[] OfBuilds = ["CODEBUILD_", "GITHUB_", "CI_", "BUILD_", "TEAMCITY_", "BITBUCKET_"];

    private static readonly HashSet<string> OfWindows = new(StringComparer.OrdinalIgnoreCase)
    {
        "ALLUSERSPROFILE", "APPDATA", "CD", "CommonProgramFiles", "CommonProgramFiles(x86)", "CommonProgramW6432", "COMPUTERNAME", "ComSpec", "DATE", "DriverData", "ERRORLEVEL", "HOMEDRIVE", "HOMEPATH",
        "LOCALAPPDATA", "NUMBER_OF_PROCESSORS", "OS", "Path", "PATHEXT", "PROCESSOR_ARCHITECTURE", "PROCESSOR_ARCHITEW6432", "ProgramData", "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "PROMPT",
        "PSModulePath", "PUBLIC", "RANDOM", "SystemDrive", "SystemRoot", "TEMP", "TIME", "TMP", "USERDOMAIN", "USERNAME", "USERPROFILE", "windir",
    };

    /// <summary>Whether Windows or CodeDeploy sets a variable.</summary>
    public static bool IsSet(string name) => OfWindows.Contains(name) || Array.Exists(OfDeployment, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the name belongs to a build service.</summary>
    public static bool IsOfBuild(string name) => Array.Exists(OfBuilds, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The variable of CodeDeploy that a name is close to; null when it is one, or close to none.</summary>
    public static string? Near(string name) => name.Length < 6 || IsSet(name) || name.IndexOf('_') < 0 ? null : NearestName.Of(name, OfDeployment);
}
