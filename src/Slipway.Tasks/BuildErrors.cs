using Slipway.Specifications;

namespace Slipway.Tasks;

/// <summary>The errors of the build, SLW0050 to SLW0099, and of packing in it, SLW0128 and SLW0129. SLW0051 and SLW0052 are raised by the targets.</summary>
internal static class BuildErrors
{
    public static SlipwayError UnknownBundleType(string type) => new("SLW0056",
        $"RevisionBundleType '{type}' is not a bundle type. Use zip, tar or tgz.");

    public static SlipwayError UnsupportedStore(string store) => new("SLW0057",
        $"RevisionStore '{store}' is no place that revisions can be kept in. Name a folder or s3://bucket/prefix, or leave RevisionStore empty for your local store.");

    public static SlipwayError UnknownGroup(string group) => new("SLW0058",
        $"There is no deployment group '{group}': the project has no deploy.yml, so its only group is 'local'. Leave DeploymentGroup out, or describe the group in a deploy.yml beside the project file.");

    public static SlipwayError OnlyForFleets(string group) => new("SLW0069",
        $"DeploySkipUnreachable, DeployUpdateOutdatedOnly and DeployRetry are for groups of deploy.yml; group {group} is one sandbox on this machine. Leave them out, or describe the group in deploy.yml.");

    public static SlipwayError UnknownBehavior(string text) => new("SLW0070", $"DeployFileExistsBehavior '{text}' is none. Write DISALLOW, OVERWRITE or RETAIN.");

    public static SlipwayError Stopped() => new("SLW0059", "The build was stopped before the deployment began. Nothing was deployed.");

    public static SlipwayError FileSystem(string message) => new("SLW0060", $"{message} Make the path accessible to the account that builds and publish again.");

    public static SlipwayError Internal(Exception e) => new("SLW0061",
        $"An error of Slipway itself: {e.GetType().Name}: {e.Message} Publish again with -v:detailed and report what it prints.");

    public static SlipwayError NotPublished(string folder) => new("SLW0062",
        $"The publish folder '{folder}' does not exist or is empty, so there is nothing to deploy. Publish without NoBuild first.");

    public static SlipwayError AppSpecMissing(string file) => new("SLW0063", $"AppSpecFile '{file}' does not exist. Correct the path, or remove the property to use appspec.yml of the project folder.");

    public static SlipwayError BadRevisionList(string file) => new("SLW0064", $"'{file}' is not a list that SlipwayCheck wrote. Delete it and publish again.");

    public static SlipwayError UnknownProfile(string profile) => new("SLW0066", $"SlipwayProfile '{profile}' is not a rule profile. Use recommended, strict or none.");

    public static SlipwayError NotResolved(Slipway.Specifications.Findings.Finding cause) => new("SLW0068",
        $"The appspec cannot be resolved, so nothing is packed: {cause.Message} ({cause.Rule} is switched off, but that writes no revision.)", cause.File, cause.Range.Line, cause.Range.Column);

    public static SlipwayError UnknownRule(string rule) => new("SLW0067", $"SlipwayFixRules names '{rule}', and there is no such rule. Write ids such as SLW2007, with semicolons between them.");

    public static SlipwayError UnknownCompression(string name) => new("SLW0129", $"RevisionCompression '{name}' is not a compression. Use Optimal, Fastest or Store.");

    public static SlipwayError BadCacheSize(string size) => new("SLW0129", $"RevisionCacheSize '{size}' is not a size. Write a number of bytes, or one with KB, MB or GB.");

    public static SlipwayError CacheUnusable(string folder, string reason) => new("SLW0128",
        $"The cache of packed content cannot be written: {reason} The bundle is complete. Set RevisionCache to another folder, or to false for none.", folder);
}
