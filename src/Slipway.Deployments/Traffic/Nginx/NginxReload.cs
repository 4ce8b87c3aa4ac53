using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Deployments.Programs;
using Slipway.Specifications;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Deployments.Traffic.Nginx;

/// <summary>Tests nginx's configuration, reloads it, and waits until only the new workers take requests.</summary>
internal sealed partial class NginxReload(NginxDefinition definition, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    /// <returns>The workers that were there before; null when no nginx can be seen on this machine.</returns>
    public async Task<IReadOnlyList<NginxWorker>?> RunAsync(CancellationToken cancellation)
    {
        await RunAsync("SLW0476", "does not take the configuration", definition.TestCommand, cancellation).ConfigureAwait(false);
        var before = Ours(NginxProcesses.Workers());
        await RunAsync("SLW0477", "was not reloaded", definition.ReloadCommand, cancellation).ConfigureAwait(false);
        if (before.Count == 0) return null;
        var deadline = time.GetUtcNow() + Patience;
        while (true)
        {
            // Where several could be meant, ours is the one with new workers. The old ones go on accepting for a moment.
            var master = Ours(NginxProcesses.Workers()).FirstOrDefault(worker => !before.Contains(worker) && before.Any(old => old.Master == worker.Master))?.Master;
            var old = before.Where(worker => worker.Master == master).ToList();
            if (master is not null && old.All(NginxProcesses.IsShuttingDown)) return old;
            if (time.GetUtcNow() >= deadline)
            {
                throw new SlipwayException(new SlipwayError(
                    "SLW0477", $"nginx was told to reload and did not replace its workers within {Patience.TotalSeconds:0} s. Look at its error log."));
            }
            await Task.Delay(Poll, time, cancellation).ConfigureAwait(false);
        }
    }

    // There may be several nginx on this machine: the one whose configuration or prefix the reload names was started with it; the usual one was started without.
    private List<NginxWorker> Ours(IReadOnlyList<NginxWorker> workers)
    {
        var named = definition.ReloadCommand.Zip(definition.ReloadCommand.Skip(1), (option, value) => (option, value)).Where(pair => pair.option is "-c" or "-p").Select(pair => pair.value).ToList();
        var ours = workers.Where(worker => named.Count > 0
            ? named.All(value => worker.MasterTitle.Contains(value, StringComparison.Ordinal))
            : !worker.MasterTitle.Contains(" -c ", StringComparison.Ordinal) && !worker.MasterTitle.Contains(" -p ", StringComparison.Ordinal)).ToList();
        return ours.Count > 0 ? ours : [.. workers];
    }

    private async Task RunAsync(string code, string what, IReadOnlyList<string> program, CancellationToken cancellation)
    {
        var outcome = await UserProgram.RunAsync(program, Patience, time, cancellation).ConfigureAwait(false);
        if (outcome.IsDone) return;
        var place = Place().Match(outcome.StandardError);
        var message = $"nginx {what}: '{string.Join(' ', program)}' {outcome.Description(Patience)}. The upstream file is as it was.{outcome.QuotedOutput()}";
        throw new SlipwayException(place.Success
            ? new SlipwayError(code, message, place.Groups["file"].Value, int.Parse(place.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), 1)
            : new SlipwayError(code, message));
    }

    // nginx: [emerg] unknown directive "servr" in /etc/nginx/nginx.conf:12
    [GeneratedRegex(@" in (?<file>/[^\n:]+):(?<line>\d{1,9})\s*$", RegexOptions.Multiline)]
    private static partial Regex Place();
}
