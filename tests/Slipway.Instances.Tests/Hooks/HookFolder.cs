using Slipway.Instances.Hooks;
using Slipway.Revisions.Unix;
using Xunit;

namespace Slipway.Instances.Tests.Hooks;

/// <summary>A temporary folder with scripts, and what running one of them gave.</summary>
internal sealed class HookFolder : IDisposable
{
    public HookFolder()
    {
        Assert.SkipUnless(UnixFiles.IsSupported, "Hook scripts run on Linux only.");
        Root = Directory.CreateTempSubdirectory("slipway-hooks-").FullName;
    }

    public string Root { get; }

    public List<HookOutput> Output { get; } = [];

    public List<string> Warnings { get; } = [];

    public string[] StandardOutput => [.. Output.Where(l => !l.IsError).Select(l => l.Line)];

    public string[] StandardError => [.. Output.Where(l => l.IsError).Select(l => l.Line)];

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Add(string name, string text, int mode = 0x1ED /* 0755 */) => Add(name, System.Text.Encoding.UTF8.GetBytes(text), mode);

    public string Add(string name, byte[] content, int mode = 0x1ED)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        UnixFiles.ChangeMode(null, path, mode);
        return path;
    }

    public HookStart Start(string location = "h.sh", int timeout = 30) => new()
    {
        ScriptFile = PathOf(location),
        Location = location,
        LifecycleEvent = "AfterInstall",
        TimeoutSeconds = timeout,
        WorkingDirectory = Root,
        Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" },
        AppSpecFile = "appspec.yml",
        AppSpecLine = 7,
        LogCommand = "slipway logs d-ABC",
        OnWarning = Warnings.Add,
        KillAfter = TimeSpan.FromSeconds(30),
    };

    /// <summary>Runs <paramref name="script"/> as <c>h.sh</c> with <c>#!/bin/sh</c> before it.</summary>
    public HookOutcome RunText(string script, int timeout = 30)
    {
        Add("h.sh", "#!/bin/sh\n" + script + "\n");
        return Run(Start(timeout: timeout));
    }

    public HookOutcome Run(HookStart start, CancellationToken cancellation = default) => HookRunner.Run(start, Output.Add, cancellation);

    /// <summary>The folder is this test's own, so whoever works in it was started by its script.</summary>
    public List<int> LivingProcesses() =>
        [.. ProcessTable.All().Where(p => p.IsAlive && new FileInfo($"/proc/{p.Id}/cwd").LinkTarget == Root).Select(p => p.Id)];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
