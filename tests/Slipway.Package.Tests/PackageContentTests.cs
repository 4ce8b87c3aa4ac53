using System.IO.Compression;
using System.Xml.Linq;

namespace Slipway.Package.Tests;

public class PackageContentTests(PackageFeed feed)
{
    private static readonly string[] Expected =
    [
        "README.md",
        "analyzers/dotnet/cs/Slipway.Analyzers.dll",
        "analyzers/dotnet/cs/Slipway.CodeFixes.dll",
        "analyzers/dotnet/cs/Slipway.Specifications.dll",
        "build/Slipway.Checkout.targets",
        "build/Slipway.Compiler.targets",
        "build/Slipway.props",
        "build/Slipway.targets",
        "build/profiles/none.globalconfig",
        "build/profiles/recommended.globalconfig",
        "build/profiles/strict.globalconfig",
        "buildMultiTargeting/Slipway.props",
        "buildMultiTargeting/Slipway.targets",
        "buildTransitive/Slipway.props",
        "buildTransitive/Slipway.targets",
        "schemas/appspec.schema.json",
        "schemas/branch-policy.schema.json",
        "schemas/deploy.schema.json",
        "tasks/net10.0/AWSSDK.Core.dll",
        "tasks/net10.0/AWSSDK.KeyManagementService.dll",
        "tasks/net10.0/AWSSDK.S3.dll",
        "tasks/net10.0/LibGit2Sharp.dll",
        "tasks/net10.0/Slipway.Aws.dll",
        "tasks/net10.0/Slipway.Checks.dll",
        "tasks/net10.0/Slipway.Deployments.dll",
        "tasks/net10.0/Slipway.Git.dll",
        "tasks/net10.0/Slipway.Instances.dll",
        "tasks/net10.0/Slipway.Revisions.dll",
        "tasks/net10.0/Slipway.Specifications.dll",
        "tasks/net10.0/Slipway.Tasks.deps.json",
        "tasks/net10.0/Slipway.Tasks.dll",
        "tasks/net10.0/agents/linux-arm64/slipway-agent",
        "tasks/net10.0/agents/linux-x64/slipway-agent",
        "tasks/net10.0/runtimes/linux-arm/native/libgit2-5853918.so",
        "tasks/net10.0/runtimes/linux-arm64/native/libgit2-5853918.so",
        "tasks/net10.0/runtimes/linux-musl-arm/native/libgit2-5853918.so",
        "tasks/net10.0/runtimes/linux-musl-arm64/native/libgit2-5853918.so",
        "tasks/net10.0/runtimes/linux-musl-x64/native/libgit2-5853918.so",
        "tasks/net10.0/runtimes/linux-ppc64le/native/libgit2-5853918.so",
        "tasks/net10.0/runtimes/linux-x64/native/libgit2-5853918.so",
        "tasks/net10.0/runtimes/osx-arm64/native/libgit2-5853918.dylib",
        "tasks/net10.0/runtimes/osx-x64/native/libgit2-5853918.dylib",
        "tasks/net10.0/runtimes/win-arm64/native/git2-5853918.dll",
        "tasks/net10.0/runtimes/win-x64/native/git2-5853918.dll",
        "tasks/net10.0/runtimes/win-x86/native/git2-5853918.dll",
    ];

    [Fact]
    public void Holds_the_build_files_what_the_compiler_loads_and_the_tasks_with_everything_they_load_and_nothing_of_MSBuild()
    {
        using var package = ZipFile.OpenRead(feed.PackageFile);
        var files = package.Entries.Select(e => e.FullName).Where(n => !n.StartsWith("_rels/", StringComparison.Ordinal)
            && !n.StartsWith("package/", StringComparison.Ordinal) && n is not ("[Content_Types].xml" or "Slipway.nuspec")).Order(StringComparer.Ordinal);

        Assert.Equal(Expected, files);
    }

    [Fact]
    public void Is_a_development_dependency_without_dependencies_under_the_MIT_licence()
    {
        using var package = ZipFile.OpenRead(feed.PackageFile);
        using var stream = package.GetEntry("Slipway.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        string? Value(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;

        Assert.Equal("Slipway", Value("id"));
        Assert.Equal("true", Value("developmentDependency"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.DoesNotContain(metadata.Descendants(), e => e.Name.LocalName == "dependency");
    }
}
