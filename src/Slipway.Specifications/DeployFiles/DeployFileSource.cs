using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.DeployFiles;

/// <summary>The file that is read: where errors point to and what relative paths count from.</summary>
/// <param name="File">Its full path.</param>
/// <param name="References">Its aliases and merge keys.</param>
internal sealed record DeployFileSource(string File, YamlReferences References)
{
    /// <summary>An error at a node.</summary>
    public SlipwayException Refused(YamlNode node, string message) => new(new SlipwayError("SLW0414", message, File, node.Range.Line, node.Range.Column));

    /// <summary>A path on this machine, made absolute.</summary>
    /// <exception cref="SlipwayException">SLW0414: it can be none.</exception>
    public string FullPath(YamlNode node, string path)
    {
        CheckPath(node, path);
        try
        {
            return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(File) ?? "", path));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or IOException)
        {
            throw Refused(node, $"'{path}' can be no path: {e.Message}");
        }
    }

    /// <summary>Refuses what is no path, and <c>~</c>, which a shell would have replaced.</summary>
    public void CheckPath(YamlNode node, string path)
    {
        if (path.Any(char.IsControl)) throw Refused(node, "A path has no control characters.");
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal))
            throw Refused(node, $"'{path}': ~ is a matter of shells and is not replaced here. Write the full path.");
    }
}
