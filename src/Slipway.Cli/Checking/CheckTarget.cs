using Slipway.Cli.Output;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Yaml;

namespace Slipway.Cli.Checking;

/// <summary>What a path given to <c>check</c> stands for.</summary>
/// <param name="File">The file to check.</param>
/// <param name="NameInRevision">The name it has, or will have, at the root of a revision; null when that is not known.</param>
/// <param name="Folder">The folder that hook locations count from; null when there is none.</param>
/// <param name="IsRevision">Whether that folder is the revision itself: then what it lacks is a finding.</param>
internal sealed record CheckTarget(string File, string? NameInRevision, string? Folder, bool IsRevision)
{
    private static readonly AgentReading NotRead =
        new(false, $"The file has more than {AppSpecCheck.MaxBytes} bytes and was not read for the agents.", SourceRange.Start, null);

    private static readonly string[] Names = ["appspec.yml", "appspec.yaml"];

    /// <summary>
    /// Resolves a path: a file is what it says it is; a folder is a revision, unless a project file makes it a project, whose publish output is not there
    /// yet.
    /// </summary>
    /// <exception cref="SlipwayException">SLW0005: a folder without an appspec.</exception>
    public static CheckTarget Of(string path)
    {
        if (!Directory.Exists(path)) return new(path, null, null, false);
        var file = Names.Select(name => Path.Combine(path, name)).FirstOrDefault(System.IO.File.Exists)
            ?? throw new SlipwayException(
                new("SLW0005", "There is no appspec.yml in this folder. Name the file, or write one: version, os, files and hooks are its parts.", path));
        return IsProject(path) ? new(file, "appspec.yml", path, false) : new(file, Path.GetFileName(file), path, true);
    }

    /// <summary>Runs every rule and asks both agents.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="shownAs">How findings name the file.</param>
    /// <param name="platform">The instance's operating system.</param>
    public CheckReport Check(byte[] content, string shownAs, HostPlatform platform)
    {
        // What the rules do not parse, check does not parse for the agents either; deploy takes more.
        var isTooLarge = content.Length > AppSpecCheck.MaxBytes;
        var agent18 = isTooLarge ? NotRead : AppSpecReader.Read(content, AgentVersion.Agent18, platform);
        var agent2 = isTooLarge ? NotRead : AppSpecReader.Read(content, AgentVersion.Agent2, platform);
        var findings = AppSpecCheck.Run(new()
        {
            File = shownAs,
            Content = content,
            NameInRevision = NameInRevision,
            Scripts = Folder is null ? null
                : RevisionFolder.Scripts(Folder, [agent18, agent2], script =>
                Path.Combine(Path.GetDirectoryName(shownAs) ?? "", Path.GetRelativePath(Folder, script))),
            Revision = IsRevision ? RevisionFolder.Items(Folder!) : null,
        });
        var isAppSpec = isTooLarge || DocumentKinds.Recognise(YamlDocument.Parse(content), shownAs).IsAppSpec();
        return new(findings, isAppSpec ? agent18 : null, isAppSpec ? agent2 : null);
    }

    private static bool IsProject(string folder) => Directory.EnumerateFiles(folder).Any(f => Path.GetExtension(f) is ".csproj" or ".fsproj" or ".vbproj");
}
