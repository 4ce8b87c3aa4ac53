using Slipway.Instances.Events;

namespace Slipway.Cli.Output.Reports;

/// <summary>What the bars of the timeline are painted with: the kind of work, unless it failed.</summary>
internal static class ChartColors
{
    /// <summary>The kinds with their colour and name, in the order of the legend.</summary>
    public static IReadOnlyList<(string Variable, string Name)> Kinds { get; } =
    [
        ("--flow", "traffic"), ("--stop", "ApplicationStop"), ("--fetch", "DownloadBundle"), ("--put", "install events"), ("--start", "ApplicationStart"), ("--valid", "ValidateService"),
        ("--bad", "failed"),
    ];

    /// <summary>The colour of an event.</summary>
    public static string Of(StoryEvent e) => e.Status == EventStatus.Failed ? "var(--bad)" : $"var({Kind(e.Name)})";

    private static string Kind(string name) => name switch
    {
        "ApplicationStop" => "--stop",
        "DownloadBundle" => "--fetch",
        "BeforeInstall" or "Install" or "AfterInstall" => "--put",
        "ApplicationStart" => "--start",
        "ValidateService" => "--valid",
        _ => "--flow",
    };
}
