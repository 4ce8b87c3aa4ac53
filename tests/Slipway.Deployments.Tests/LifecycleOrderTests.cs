using CsCheck;
using Slipway.Deployments.Planning;
using Slipway.Specifications;
using Slipway.Specifications.AppSpecs;
using Xunit;

namespace Slipway.Deployments.Tests;

public sealed class LifecycleOrderTests
{
    [Fact]
    public void Without_traffic_control_there_are_no_traffic_events() => Assert.Equal(
        ["ApplicationStop", "DownloadBundle", "BeforeInstall", "Install", "AfterInstall", "ApplicationStart", "ValidateService"],
        LifecycleOrder.InPlace(hasTrafficControl: false));

    [Fact]
    public void With_traffic_control_traffic_is_blocked_first_and_allowed_last() => Assert.Equal(
        ["BeforeBlockTraffic", "BlockTraffic", "AfterBlockTraffic", "ApplicationStop", "DownloadBundle", "BeforeInstall", "Install", "AfterInstall", "ApplicationStart", "ValidateService", "BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic"],
        LifecycleOrder.InPlace(hasTrafficControl: true));

    [Fact]
    public void A_restart_fetches_and_installs_nothing()
    {
        Assert.Equal(["ApplicationStop", "ApplicationStart", "ValidateService"], LifecycleOrder.Restart(hasTrafficControl: false));
        Assert.Equal(
            ["BeforeBlockTraffic", "BlockTraffic", "AfterBlockTraffic", "ApplicationStop", "ApplicationStart", "ValidateService", "BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic"],
            LifecycleOrder.Restart(hasTrafficControl: true));
    }

    [Theory]
    [InlineData("ApplicationStart", "DownloadBundle,Install,ApplicationStart")]
    [InlineData("BeforeInstall,AfterInstall", "DownloadBundle,Install,BeforeInstall,AfterInstall")]
    [InlineData("DownloadBundle,AfterInstall", "DownloadBundle,Install,AfterInstall")]
    [InlineData("ApplicationStop,DownloadBundle,BeforeInstall,Install", "ApplicationStop,DownloadBundle,BeforeInstall,Install")]
    [InlineData("BeforeInstall,Install", "DownloadBundle,BeforeInstall,Install")]
    [InlineData(" ValidateService , ValidateService ", "DownloadBundle,Install,ValidateService,ValidateService")]
    [InlineData("Custom", "DownloadBundle,Install,Custom")]
    public void Requested_events_run_in_their_order_after_what_must_come_first(string asked, string runs) =>
        Assert.Equal(runs.Split(','), LifecycleOrder.Requested(asked.Split(',')));

    [Theory]
    [InlineData("", "SLW0408")]
    [InlineData("A,,B", "SLW0408")]
    [InlineData("BeforeInstall,DownloadBundle", "SLW0409")]
    [InlineData("Install,DownloadBundle", "SLW0409")]
    [InlineData("DownloadBundle,AfterInstall,Install", "SLW0410")]
    [InlineData("ValidateService,Install", "SLW0410")]
    public void What_cannot_run_before_download_or_install_is_refused(string asked, string code) =>
        Assert.Equal(code, Assert.Throws<SlipwayException>(() => LifecycleOrder.Requested(asked.Split(','))).Error.Code);

    [Fact]
    public void Whatever_is_asked_for_the_bundle_is_there_before_it_is_installed() =>
        Gen.Int[0, LifecycleEvents.InOrder.Count - 1].Select(i => LifecycleEvents.InOrder[i]).List[1, 8].Sample(asked =>
        {
            try
            {
                var runs = LifecycleOrder.Requested(asked).ToList();
                return runs.Contains("Install") && runs.IndexOf("DownloadBundle") >= 0 && runs.IndexOf("DownloadBundle") < runs.IndexOf("Install")
                    && asked.All(e => runs.Count(r => r == e) == asked.Count(a => a == e) || !asked.Contains(e));
            }
            catch (SlipwayException e)
            {
                return e.Error.Code is "SLW0409" or "SLW0410";
            }
        });
}
