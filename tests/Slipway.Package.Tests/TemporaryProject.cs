namespace Slipway.Package.Tests;

/// <summary>A throw-away console application that references the package, with an appspec and one script an event.</summary>
internal sealed class TemporaryProject
{
    private readonly PackageFeed _feed;

    public TemporaryProject(PackageFeed feed, string folderName = "app", string projectName = "App", string? parent = null, string properties = "", string items = "")
    {
        _feed = feed;
        Folder = Path.Combine(parent ?? Directory.CreateDirectory(Path.Combine(feed.Folder, "p" + Guid.NewGuid().ToString("N")[..8])).FullName, folderName);
        Name = projectName;
        Write($"{projectName}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <UseAppHost>false</UseAppHost>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Slipway" Version="{feed.Version}" PrivateAssets="all" />
                {items}
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", "System.Console.WriteLine(\"one\");");
    }

    public string Folder { get; }

    public string Name { get; }

    public string ProjectFile => PathOf($"{Name}.csproj");

    /// <summary>The sandbox root of group <c>local</c>.</summary>
    public string Root => PathOf(".slipway", "local");

    public string Bundle => PathOf("obj", "Release", "net10.0", "slipway", $"{Name}.zip");

    /// <summary>What the hooks wrote: a line a script.</summary>
    public string[] HookLog => File.Exists(Path.Combine(Root, "hooks.log")) ? File.ReadAllLines(Path.Combine(Root, "hooks.log")) : [];

    /// <summary>An appspec with one script for ApplicationStop, AfterInstall and ValidateService, and a configuration file.</summary>
    public TemporaryProject WithAppSpec()
    {
        Write("appspec.yml", """
            version: 0.0
            os: linux
            files:
              - source: /Source
                destination: /srv/app
              - source: /Config
                destination: /srv/config
            hooks:
              ApplicationStop:
                - location: Scripts/stop.sh
                  timeout: 60
              AfterInstall:
                - location: Scripts/setup.sh
                  timeout: 60
              ValidateService:
                - location: Scripts/validate.sh
                  timeout: 60
            """ + "\n");
        foreach (var name in (string[])["stop", "setup", "validate"]) Script(name);
        Write("Config/app.json", "{ \"a\": 1 }\n");
        return this;
    }

    /// <summary>A hook script that notes its event in the hook log, and then runs <paramref name="body"/>.</summary>
    public void Script(string name, string body = "") =>
        Write($"Scripts/{name}.sh", $"#!/bin/sh\nset -eu\necho \"$LIFECYCLE_EVENT $DEPLOYMENT_ID\" >> \"${{SLIPWAY_INSTANCE_ROOT:-}}/hooks.log\"\n{body}\n");

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    public void Write(string path, string content)
    {
        var file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public Task<CommandResult> RunAsync(params string[] arguments) => DotNet.RunAsync(Folder, _feed.Environment, arguments);

    public Task<CommandResult> PublishAsync(params string[] arguments) => RunAsync(["publish", "-p:Deploy=true", .. arguments]);

    /// <summary>Starts publishing as the leader of a process group, with the default answer to SIGINT whatever the test run inherited.</summary>
    public System.Diagnostics.Process StartPublish(params string[] arguments) =>
        DotNet.Start("setsid", Folder, _feed.Environment, ["env", "--default-signal=INT", "dotnet", "publish", "-p:Deploy=true", .. arguments]);

    /// <summary>Contents, modes and names below the sandbox root without what hooks wrote beside the installed files.</summary>
    public IReadOnlyDictionary<string, string> Tree()
    {
        var tree = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(Root)) return tree;
        foreach (var entry in new DirectoryInfo(Root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.Name == "hooks.log") continue;
            var content = entry is FileInfo ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(entry.FullName))) : "folder";
            tree[Path.GetRelativePath(Root, entry.FullName)] = $"{(OperatingSystem.IsWindows() ? "" : entry.UnixFileMode)} {content}";
        }

        return tree;
    }

}
