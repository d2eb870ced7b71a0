using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Registry;

/// <summary>Turns the updater's view of destinations into the picture for people.</summary>
internal static class DestinationStatusReader
{
    public static List<DestinationStatus> Read(GroupUpdater updater, TimeSpan now)
    {
        var views = updater.View(now);
        var total = Math.Max(1, views.Sum(v => v.State.Handed));
        return [.. views.OrderBy(v => v.State.Name, StringComparer.Ordinal).Select(v => Read(v, total))];
    }

    private static DestinationStatus Read(in DestinationView view, long total) => new(
        Name: view.State.Name,
        State: view.Condition.ToString().ToLowerInvariant(),
        Health: view.Health.ToString().ToLowerInvariant(),
        Administrative: view.Administrative.ToString().ToLowerInvariant(),
        Reason: view.Reason,
        Level: view.IsQueueLevel ? 0 : 1,
        Instances: view.Alive,
        Weight: view.State.EffectiveWeight,
        Concurrency: view.State.Concurrency,
        Window: view.State.Credit.Limit,
        InFlight: view.State.Credit.InFlight,
        Handed: view.State.Handed,
        Done: view.Done,
        Failed: view.Failed,
        Share: (double)view.State.Handed / total,
        ServiceTime: view.ServiceSeconds > 0 ? TimeSpan.FromSeconds(view.ServiceSeconds) : null,
        ServiceTimeByKind: view.ServiceSecondsByKind.ToDictionary(kind => kind.Key, kind => TimeSpan.FromSeconds(kind.Value), StringComparer.Ordinal),
        LatencyP50: Milliseconds(view.LatencyP50Ms),
        LatencyP99: Milliseconds(view.LatencyP99Ms),
        LastSeen: view.SinceSeen)
    {
        Tier = view.Tier,
        ConfiguredWeight = view.ConfiguredWeight,
        WeightFactor = view.WeightFactor,
        Ramp = view.Ramp,
        Rescuing = view.IsRescued,
        Probe = view.Probe,
        Downs = view.Downs,
    };

    private static TimeSpan? Milliseconds(double? value) => value is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
