using Microsoft.CodeAnalysis.CSharp;

namespace Slipway.Analyzers.Tests.Generation;

/// <summary>What a project can write in C# about its deployment.</summary>
public sealed class GeneratedSourceTests
{
    private const string Server =
        """
        version: 0.0
        os: linux
        files:
          - source: /Source
            destination: /srv/orders/app
          - source: /Config
            destination: /srv/orders/config
        hooks:
          ApplicationStop:
            - location: Scripts/stop.sh
          AfterInstall:
            - location: Scripts/AfterInstall.sh
            - location: Scripts/old/after-install.sh
            - location: Scripts/AfterInstall.sh

        """;

    private const string Deploy = "applicationName: Shop\ndeploymentGroups:\n  - { deploymentGroupName: staging }\n  - { deploymentGroupName: production-eu }\n";

    private static object? Value(GeneratedProject project, string expression) =>
        project.Source($"public static class Probe {{ public static object Value => {expression}; }}").Run().GetType("Probe")!.GetProperty("Value")!.GetValue(null);

    [Theory]
    [InlineData("AppSpec.Application", "Shop")]
    [InlineData("AppSpec.Platform", "Server")]
    [InlineData("AppSpec.Os", "linux")]
    [InlineData("AppSpec.Destinations.SrvOrdersApp", "/srv/orders/app")]
    [InlineData("AppSpec.Hooks.ApplicationStop.Stop", "Scripts/stop.sh")]
    [InlineData("AppSpec.Hooks.AfterInstall.AfterInstall2", "Scripts/AfterInstall.sh")]
    [InlineData("AppSpec.Hooks.AfterInstall.AfterInstall3", "Scripts/old/after-install.sh")]
    [InlineData("string.Join(\",\", AppSpec.Hooks.AfterInstall.All)", "Scripts/AfterInstall.sh,Scripts/old/after-install.sh,Scripts/AfterInstall.sh")]
    [InlineData("string.Join(\",\", AppSpec.Destinations.All)", "/srv/orders/app,/srv/orders/config")]
    [InlineData("AppSpec.DeploymentGroups.ProductionEu", "production-eu")]
    [InlineData("Revision.Commit", "0123456789abcdef0123456789abcdef01234567")]
    [InlineData("Revision.ShortCommit", "0123456")]
    [InlineData("Revision.Branch", "feature/basket")]
    public void Says_what_the_documents_and_the_checkout_say(string expression, string value) => Assert.Equal(value, Value(new GeneratedProject()
        .File("/p/appspec.yml", "appspec", Server).File("/p/deploy.yml", "deploy", Deploy)
        .File("/p/obj/checkout.facts", "checkout", "branch: feature/basket\ncommit: 0123456789abcdef0123456789abcdef01234567\n"), expression));

    [Theory]
    [InlineData("AppSpec.Platform", "Lambda")]
    [InlineData("AppSpec.Properties.Name", "orders")]
    [InlineData("AppSpec.Properties.TargetVersion", "2")]
    [InlineData("AppSpec.Hooks.BeforeAllowTraffic.CheckOrders", "arn:aws:lambda:eu-west-1:123456789012:function:check-orders")]
    public void Says_what_a_lambda_appspec_says(string expression, string value) => Assert.Equal(value, Value(new GeneratedProject().File("/p/appspec.yml", "appspec",
        """
        version: 0.0
        Resources:
          - orders:
              Type: AWS::Lambda::Function
              Properties: { Name: orders, Alias: live, CurrentVersion: 1, TargetVersion: 2 }
        Hooks:
          - BeforeAllowTraffic: arn:aws:lambda:eu-west-1:123456789012:function:check-orders
        """), expression));

    [Fact]
    public void Nested_properties_have_joined_names() => Assert.Equal("web", Value(new GeneratedProject().File("/p/appspec.yml", "appspec",
        "version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 }\n"), "AppSpec.Properties.LoadBalancerInfoContainerName"));

    [Fact]
    public void Without_documents_and_without_git_the_names_are_there_all_the_same()
    {
        Assert.Null(Value(new GeneratedProject(), "Revision.Commit"));
        Assert.Equal("Orders", Value(new GeneratedProject().File("/p/appspec.yml", "appspec", "version: 0.0\nos: ["), "AppSpec.Application"));
    }

    [Fact]
    public void A_running_program_reads_its_deployment()
    {
        const string environment = "new DeploymentEnvironment(name => name switch { \"LIFECYCLE_EVENT\" => \"AfterInstall\", \"DEPLOYMENT_ID\" => \"d-36RNA4SVG\", \"SLIPWAY_INSTANCE_ROOT\" => \"/box\", _ => null })";

        Assert.Equal("AfterInstall", Value(new GeneratedProject(), $"{environment}.LifecycleEvent.ToString()"));
        Assert.Equal("/box/srv/orders", Value(new GeneratedProject(), $"{environment}.PathOf(\"/srv/orders\")"));
        Assert.Equal("True d-36RNA4SVG ", Value(new GeneratedProject(), $"{environment} is var e ? e.IsDeployment + \" \" + e.DeploymentId + \" \" + e.BundleKey : null"));
        Assert.Equal("False ", Value(new GeneratedProject(), "new DeploymentEnvironment(name => name == \"LIFECYCLE_EVENT\" ? \"17\" : \"\") is var e ? e.IsDeployment + \" \" + e.LifecycleEvent : null"));
    }

    [Fact]
    public void A_type_of_the_projects_own_wins_in_its_namespace() =>
        new GeneratedProject().Source("namespace Shop; public sealed record Revision(int Number); public static class Use { public static Revision First => new Revision(1); }").Run();

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp12)]
    public void Compiles_in_older_versions_of_the_language(LanguageVersion version) =>
        new GeneratedProject { Language = version }.File("/p/appspec.yml", "appspec", Server).File("/p/deploy.yml", "deploy", Deploy).Source("public static class Empty { }").Run();

    [Fact]
    public void Hostile_names_stay_texts_and_names()
    {
        const string text = "version: 0.0\nos: windows\nfiles:\n  - { source: a, destination: 'c:\\\"x\" */ { }' }\n  - { source: a, destination: '123' }\n  - { source: a, destination: \"a\\u2028b\\nc\" }\n  - { source: a, destination: '---' }\n  - { source: a, destination: class }\n"
            + "hooks:\n  AfterInstall:\n    - location: All.ps1\n    - location: ''\n    - location: Equals.ps1\n    - location: <summary>&.ps1\n";

        Assert.Equal("c:\\\"x\" */ { }", Value(new GeneratedProject().File("/p/appspec.yml", "appspec", text), "AppSpec.Destinations.CX"));
        Assert.Equal("class", Value(new GeneratedProject().File("/p/appspec.yml", "appspec", text), "AppSpec.Destinations.Class"));
    }

    [Fact]
    public void Nothing_is_generated_where_the_project_says_so()
    {
        var project = new GeneratedProject().File("/p/appspec.yml", "appspec", Server).Property("SlipwayGenerateSource", "false");

        Assert.Null(project.Generated("AppSpec.g.cs"));
        Assert.Null(project.Generated("Revision.g.cs"));
        Assert.Null(project.Generated("DeploymentEnvironment.g.cs"));
    }

    [Fact]
    public void The_generated_file_reads_well() => Assert.Equal(
        """
        // <auto-generated/>
        #pragma warning disable

        /// <summary>What appspec.yml says. Written by Slipway at every change of the file.</summary>
        [global::Microsoft.CodeAnalysis.Embedded]
        internal static class AppSpec
        {
            /// <summary>The application: Orders.</summary>
            public const string Application = "Orders";

            /// <summary>The compute platform: Server, Lambda or ECS.</summary>
            public const string Platform = "Server";

            /// <summary>The operating system of the instances.</summary>
            public const string Os = "linux";

            /// <summary>Where the files go, as the appspec has it. On an instance with another root DeploymentEnvironment.PathOf says where that is.</summary>
            public static class Destinations
            {
                /// <summary>/srv/orders</summary>
                public const string SrvOrders = "/srv/orders";

                /// <summary>All of them, in the order of the file.</summary>
                public static global::System.Collections.Generic.IReadOnlyList<string> All { get; } = new string[] { "/srv/orders" };
            }

            /// <summary>The scripts of each lifecycle event.</summary>
            public static class Hooks
            {
                /// <summary>The scripts of ApplicationStop.</summary>
                public static class ApplicationStop
                {
                    /// <summary>Scripts/stop.sh</summary>
                    public const string Stop = "Scripts/stop.sh";

                    /// <summary>All of them, in the order in which they run.</summary>
                    public static global::System.Collections.Generic.IReadOnlyList<string> All { get; } = new string[] { "Scripts/stop.sh" };
                }
            }
        }

        """,
        new GeneratedProject().File("/p/appspec.yml", "appspec", "version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /srv/orders\nhooks:\n  ApplicationStop:\n    - location: Scripts/stop.sh\n").Generated("AppSpec.g.cs"));
}
