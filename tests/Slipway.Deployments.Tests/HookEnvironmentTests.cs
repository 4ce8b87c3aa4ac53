using Xunit;

namespace Slipway.Deployments.Tests;

public sealed class HookEnvironmentTests
{
    [Fact]
    public void What_MSBuild_and_the_dotnet_host_set_for_themselves_does_not_reach_a_hook()
    {
        var environment = new Dictionary<string, string>
        {
            ["MSBuildSDKsPath"] = "x",
            ["MSBuildExtensionsPath"] = "x",
            ["MSBUILDUSESERVER"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["MSBuildLoadMicrosoftTargetsReadOnly"] = "true",
            ["DOTNET_HOST_PATH"] = "x",
            ["DOTNET_CLI_TELEMETRY_SESSIONID"] = "x",
            ["DOTNET_CLI_UI_LANGUAGE"] = "de",
            ["PATH"] = "/bin",
            ["HOME"] = "/root",
            ["DOTNET_ROOT"] = "/usr/share/dotnet",
            ["ASPNETCORE_URLS"] = "http://*:1",
            ["MY_MSBUILD"] = "kept",
        };
        Assert.Equal(["ASPNETCORE_URLS", "DOTNET_ROOT", "HOME", "MY_MSBUILD", "PATH"], HookEnvironment.WithoutBuildVariables(environment).Keys.Order(StringComparer.Ordinal));
    }
}
