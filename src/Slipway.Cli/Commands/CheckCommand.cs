using System.CommandLine;
using Slipway.Cli.Checking;
using Slipway.Cli.Output;
using Slipway.Specifications.AppSpecs;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway check</c></summary>
internal static class CheckCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var path = new Argument<string>("PATH")
        {
            Description = "An appspec under any name, or a folder with one: a revision or a project (default: the working folder).",
            DefaultValueFactory = _ => ".",
        };
        var platform = Options.OneOf("--platform", "The instances' operating system, for what the agents say.", "linux", "windows");
        var revision = Options.Text("--revision", "DIR", "The revision's folder, to check an appspec that stands elsewhere against its content.");
        var format = Options.Format("sarif");
        var command = new Command("check", """
            Runs every rule and says what the CodeDeploy agents would do with the file. Ends with 1 when a finding is an error.

            Example:
              slipway check appspec.yml
            """)
        {
            path, platform, revision, format,
        };
        command.SetAction(parsed =>
        {
            var given = parsed.GetRequiredValue(path);
            var target = CheckTarget.Of(surroundings.ExistingPath(given, "The path"));
            if (parsed.GetValue(revision) is { } folder)
            {
                var root = surroundings.ExistingPath(folder, "The revision");
                if (!Directory.Exists(root)) throw new UsageException(new("SLW0002", $"The revision {folder} is not a folder; unpack a bundle first."));
                target = target with { Folder = root, IsRevision = true };
            }

            var content = Read(target.File, given);
            var shownAs = target.File == surroundings.FullPath(given) ? given : Path.Combine(given == "." ? "" : given, Path.GetFileName(target.File));
            var report = target.Check(content, shownAs, parsed.GetValue(platform) == "windows" ? HostPlatform.Windows : HostPlatform.Linux);
            switch (parsed.GetValue(format))
            {
                case "json": report.PrintJson(surroundings.Output); break;
                case "sarif": Sarif.Print(report.Findings, surroundings.Output); break;
                default: report.PrintText(shownAs, surroundings.Output, surroundings.Error); break;
            }

            return report.Passes ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static byte[] Read(string file, string given)
    {
        try
        {
            // One byte more than any reader accepts is enough to be told that it is too large.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            var content = new byte[Math.Min(stream.Length, AppSpecReader.MaxBytes + 1)];
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(new("SLW0002", $"{given} cannot be read: {e.Message}"));
        }
    }
}
