namespace Slipway.Checks.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("slipway-checks-").FullName;

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>What a check of the folder, or of a file of it, finds: names are relative to the folder.</summary>
    public CheckResult Check(Func<CheckRequest, CheckRequest>? change = null, string? name = null) => Checks.Check.Run(Request(change, name));

    public CheckRequest Request(Func<CheckRequest, CheckRequest>? change = null, string? name = null)
    {
        var request = CheckRequests.Of(name is null ? Path : PathOf(name))! with { NameOf = path => System.IO.Path.GetRelativePath(Path, path), ShellCheck = false };
        return change is null ? request : change(request);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
