using System.Collections.Frozen;
using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.Core.Distribution;
using MessageLB.Core.Groups;
using MessageLB.Core.Performance;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>Turns what the dispatcher knows into the facts that alerts are judged by. One caller at a time.</summary>
internal sealed class FactsReader(DispatcherParts parts, IDispatcherStatus status)
{
    /// <summary>Performance and distribution are read less often than all else: their windows move in steps of five seconds at the least, and they cost more.</summary>
    public static readonly TimeSpan BetweenPerformance = TimeSpan.FromSeconds(5);

    private static readonly FrozenDictionary<string, DestinationCondition> Conditions =
        Enum.GetValues<DestinationCondition>().ToFrozenDictionary(condition => condition.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private IReadOnlyDictionary<string, GroupPerformance> _performance = new Dictionary<string, GroupPerformance>();
    private IReadOnlyDictionary<string, GroupDistribution> _distribution = new Dictionary<string, GroupDistribution>();
    private long _readAt;

    /// <summary>The facts of now; nothing where no group asks for alerts, so that nothing is read either.</summary>
    public DispatcherFacts Read()
    {
        var configs = parts.Registry.Groups.Select(group => group.Config).ToDictionary(config => config.Name, StringComparer.Ordinal);
        if (!configs.Values.Any(config => config.RaisesAlerts)) return new DispatcherFacts { Broker = parts.Broker.Status.Address };
        ReadPerformance();
        var now = status.Read();
        return new DispatcherFacts
        {
            Broker = now.Broker.Address,
            BrokerFault = now.Broker.Connected ? null : now.Broker.Fault ?? "no reason is known",
            BrokerBlocked = now.Broker.Blocked,
            IsDeaf = parts.Registry.Clock.IsDeaf,
            ReloadError = now.Configuration?.LastError?.Replace("\n", "; ", StringComparison.Ordinal),
            // One that a reload has just taken away has no configuration any more.
            Groups = [.. now.Groups.Where(group => configs.ContainsKey(group.Name)).Select(group => Read(group, configs[group.Name]))],
        };
    }

    private void ReadPerformance()
    {
        if (_readAt != 0 && parts.Time.GetElapsedTime(_readAt) < BetweenPerformance) return;
        _readAt = parts.Time.GetTimestamp();
        _performance = status.ReadPerformance().ToDictionary(group => group.Group, StringComparer.Ordinal);
        _distribution = status.ReadDistribution().ToDictionary(group => group.Group, StringComparer.Ordinal);
    }

    private GroupFacts Read(GroupStatus group, GroupConfig config) => new()
    {
        Config = config,
        Fault = group.Fault,
        Nobody = group.Nobody,
        Shortage = group.Shortage,
        Tier = group.Tier,
        IsLearning = group.Learning,
        Waiting = group.IngressReady,
        DeadLetters = group.Buried + group.Rejected,
        Destinations = [.. group.Destinations.Select(Read)],
        Performance = _performance.GetValueOrDefault(group.Name),
        Distribution = _distribution.GetValueOrDefault(group.Name),
    };

    private static DestinationFacts Read(DestinationStatus destination) =>
        new(destination.Name, Conditions[destination.State], destination.Reason, destination.Tier, destination.Level == 0, destination.Downs) { SinceSeen = destination.LastSeen };
}
