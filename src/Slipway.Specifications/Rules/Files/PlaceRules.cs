using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Rules.Files;

/// <summary>SLW2009, SLW2011 and SLW2013: destinations that belong to the system, to a web server or to many.</summary>
internal static class PlaceRules
{
    private const int MostPlaces = 20;

    private static readonly string[] SystemFolders =
        ["", "etc", "usr", "usr/bin", "bin", "sbin", "lib", "var", "var/lib", "home", "root", "opt", "boot"];

    private static readonly string[] WindowsFolders = ["windows", "windows/system32", "program files"];

    // Single programs without an extension land here, so only a list tells a directory from a file.
    private static readonly string[] ProgramFolders = ["usr/bin", "bin", "sbin", "lib"];

    private static readonly string[] WebRoots = ["var/www", "usr/share/nginx", "srv/www", "srv/http"];

    private static readonly string[] WebFolders = ["public_html", "wwwroot", "htdocs"];

    // Below these everything is shared; of /etc, /var/lib and /usr/share a subfolder may well be the application's own.
    private static readonly string[] SharedFolders =
    [
        "etc/nginx", "etc/httpd", "etc/apache2", "etc/systemd", "etc/init.d", "etc/init", "etc/sysconfig", "etc/default", "etc/ssl", "etc/pki", "etc/php", "etc/supervisor", "etc/haproxy", "etc/ssh",
        "usr/bin", "usr/sbin", "usr/lib", "usr/lib64", "usr/include", "usr/libexec", "usr/share/nginx", "usr/local/bin", "usr/local/sbin", "usr/local/lib", "usr/local/etc", "var/lib/mysql", "var/lib/docker",
    ];

    private static readonly string[] SharedRoots = ["etc", "usr", "usr/share", "usr/local", "usr/local/share", "var/lib"];

    public static void SystemDirectory(RuleContext context, RuleReport report)
    {
        foreach (var mapping in context.Mappings)
        {
            if (mapping.Kind != SourceKind.Directory || context.IsClaimed(mapping.Destination)) continue;
            var text = AppSpecView.Text(mapping.Destination)!;
            var linux = context.AppSpec!.IsLinux;
            if (linux && text[0] != '/') continue;
            var place = linux ? mapping.DestinationPath : WithoutDrive(mapping.DestinationPath);
            if (place is null) continue;
            var source = AppSpecView.Text(mapping.Source)!;
            if (IsAtOrBelow(place, linux ? "opt/codedeploy-agent" : "programdata/amazon/codedeploy"))
            {
                if (context.Claim(mapping.Destination)) report.AddText(Severity.Error, mapping.Destination.Range, $"'{text}' belongs to the CodeDeploy agent, which deletes old files there. Use a directory of your own, such as /opt/<application>.");
            }
            else if (Array.IndexOf(linux ? SystemFolders : WindowsFolders, place) >= 0 || (!linux && place.Length == 0))
            {
                var certain = context.Listing is not null || mapping.SourcePath.Length == 0 || Array.IndexOf(ProgramFolders, place) < 0;
                if (certain && context.Claim(mapping.Destination)) report.Add(mapping.Destination.Range, source, $"'{text}'");
            }
        }
    }

    public static void WebRoot(RuleContext context, RuleReport report)
    {
        foreach (var mapping in context.Mappings)
        {
            if (mapping.SourcePath.Length > 0 || context.IsClaimed(mapping.Source)) continue;
            var linux = context.AppSpec!.IsLinux;
            var place = linux ? mapping.DestinationPath : WithoutDrive(mapping.DestinationPath);
            if (place is null || !(HasWebFolder(place) || (linux ? WebRoots.Any(root => IsAtOrBelow(place, root)) : IsAtOrBelow(place, "inetpub")))) continue;
            // ASP.NET Core serves its wwwroot only, whatever lies beside it.
            if (context.Listing is { } listing && listing.Directories.Any(directory => directory == "wwwroot" || directory.EndsWith("/wwwroot", StringComparison.Ordinal))) continue;
            if (context.Claim(mapping.Source)) report.Add(mapping.Source.Range, AppSpecView.Text(mapping.Destination)!);
        }
    }

    public static void AdoptsFiles(RuleContext context, RuleReport report)
    {
        if (context.AppSpec is not { } spec || spec.Root.Find("file_exists_behavior")?.Value is not Yaml.YamlScalar behavior || AppSpecView.Text(behavior) != "OVERWRITE") return;
        Reported? reported = null;
        var count = 0;
        foreach (var mapping in context.Mappings)
        {
            var place = spec.IsLinux ? mapping.DestinationPath : WithoutDrive(mapping.DestinationPath);
            if (place is null || count == MostPlaces || !(spec.IsLinux ? IsSharedOnLinux(place) : IsAtOrBelow(place, "windows") || place is "programdata" or "program files")) continue;
            count++;
            reported ??= report.Add(behavior.Range, $"'{AppSpecView.Text(mapping.Destination)}'");
            reported.Value.See(context.Inputs.File, mapping.Destination.Range, "a directory that others use too");
        }
    }

    private static bool IsSharedOnLinux(string place)
    {
        if (Array.IndexOf(SharedRoots, place) >= 0) return true;
        // /etc/profile.d, /etc/nginx/conf.d, /etc/cron.daily: one file of many.
        if (place.StartsWith("etc/", StringComparison.Ordinal) && (place.EndsWith(".d", StringComparison.Ordinal) || place.StartsWith("etc/cron.", StringComparison.Ordinal))) return true;
        return SharedFolders.Any(folder => IsAtOrBelow(place, folder));
    }

    private static bool HasWebFolder(string place)
    {
        foreach (var segment in place.Split('/'))
        {
            if (Array.IndexOf(WebFolders, segment) >= 0) return true;
        }

        return false;
    }

    private static bool IsAtOrBelow(string place, string folder) =>
        place.StartsWith(folder, StringComparison.Ordinal) && (place.Length == folder.Length || place[folder.Length] == '/');

    /// <summary>A Windows path below its drive in lower case; null without a drive.</summary>
    private static string? WithoutDrive(string path) => PathRules.HasDrive(path) ? path.Substring(2).TrimStart('/').ToLowerInvariant() : null;
}
