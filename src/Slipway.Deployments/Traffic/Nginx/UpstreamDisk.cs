using System.Globalization;
using Slipway.Specifications;

namespace Slipway.Deployments.Traffic.Nginx;

/// <summary>The upstream file on the disk: read whole, replaced whole.</summary>
internal sealed class UpstreamDisk(string path)
{
    private const long LongestFile = 8 * 1024 * 1024;

    /// <summary>Its content.</summary>
    public byte[] Read()
    {
        try
        {
            return new FileInfo(path).Length <= LongestFile ? File.ReadAllBytes(path)
                : throw Error($"is larger than {LongestFile >> 20} MiB. Name the file that holds only the upstream.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Error("does not exist. Correct upstreamFile in deploy.yml: the full path, on the machine that deploys, of the file with the upstream.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error($"cannot be read: {e.Message} Give the deploying account the right to read and replace it.");
        }
    }

    /// <summary>Its upstreams.</summary>
    public UpstreamFile Parse(byte[] content)
    {
        try
        {
            return UpstreamFile.Parse(content);
        }
        catch (FormatException e)
        {
            var (line, what) = (e.Message[..e.Message.IndexOf(':')], e.Message[(e.Message.IndexOf(':') + 1)..]);
            throw new SlipwayException(new SlipwayError(
                "SLW0479", $"The upstream file is not nginx's syntax: {what}. Correct it and try 'nginx -t'.", path, int.Parse(line, CultureInfo.InvariantCulture), 1));
        }
    }

    /// <summary>Replaces the content in one step, durably; mode and, where allowed, owner stay. A link stays a link.</summary>
    public void Write(byte[] content)
    {
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            var temporary = Path.Combine(Path.GetDirectoryName(target)!, "." + Path.GetRandomFileName());
            try
            {
                File.Copy(target, temporary);
                using (var file = new FileStream(temporary, FileMode.Truncate, FileAccess.Write))
                {
                    file.Write(content);
                    file.Flush(flushToDisk: true);
                }
                File.Move(temporary, target, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error($"cannot be replaced: {e.Message} Give the deploying account the right to write to its folder.");
        }
    }

    private SlipwayException Error(string what) => new(new SlipwayError("SLW0479", $"The upstream file {what}", path));
}
