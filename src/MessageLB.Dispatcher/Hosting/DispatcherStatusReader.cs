using System.Reflection;
using MessageLB.Core.Adjustment;
using MessageLB.Core.Distribution;
using MessageLB.Core.Performance;
using MessageLB.Core.Recommendations;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Hosting;

/// <summary>Takes pictures of the dispatcher.</summary>
internal sealed class DispatcherStatusReader(DispatcherParts parts, IReconfiguration reconfiguration) : IDispatcherStatus
{
    private static readonly string Version =
        typeof(DispatcherStatusReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private readonly long _started = parts.Time.GetTimestamp();

    public DispatcherStatus Read() => new(
        parts.Identity.Name,
        Version,
        parts.Time.GetElapsedTime(_started),
        parts.Broker.Status,
        [.. parts.Registry.Groups.Select(Read)],
        parts.Registry.HeartbeatsAccepted,
        parts.Registry.HeartbeatsRejected)
    {
        Configuration = reconfiguration.Status,
        Dispatchers = parts.Registry.Peers.Read(),
        DispatcherMessagesAccepted = parts.Registry.Peers.Accepted,
        DispatcherMessagesRejected = parts.Registry.Peers.Rejected,
    };

    public IReadOnlyList<GroupPerformance> ReadPerformance() => [.. parts.Registry.Groups.Select(group => group.Books().Read())];

    public IReadOnlyList<GroupDistribution> ReadDistribution() => [.. parts.Registry.Groups.Select(group => group.Books().ReadDistribution())];

    public IReadOnlyList<GroupAdjustments> ReadAdjustments() => [.. parts.Registry.Groups.Select(group => group.Adjustments())];

    public IReadOnlyList<GroupSituation> ReadSituations(TimeSpan window) => [.. parts.Registry.Groups.Select(group => group.Situation(window))];

    private static GroupStatus Read(GroupRuntime group)
    {
        var ready = Interlocked.Read(ref group.IngressReady);
        var outlook = group.Outlook();
        return new GroupStatus(
            group.Config.Name,
            group.Config.Algorithm,
            group.Config.Routes,
            group.Counters.Received,
            group.Counters.Routed,
            group.Counters.Returned,
            group.Counters.Refused,
            group.Counters.Rejected,
            group.Holding,
            group.Fault,
            ready < 0 ? null : ready,
            group.ReadDestinations())
        {
            Tier = outlook.Tier,
            Learning = outlook.IsLearning,
            Shortage = outlook.Shortage,
            Declared = group.Declared,
            Rescued = group.Counters.Rescued,
            Frames = group.Counters.Frames,
            Framed = group.Counters.Framed,
            Retried = group.Counters.Retried,
            Buried = group.Counters.Buried,
            Rescues = group.Rescues,
            Duplicates = group.Counters.Copies,
            Nobody = group.Fallback.Consequence,
            Fallbacks = RulesStatusReader.Read(group.Fallback.Targets),
            Rules = group.Config.HasRules && group.Rules is { } rules ? RulesStatusReader.Read(rules, group.Order) : null,
            Hold = group.Config.Holds ? new HoldStatus(group.Hold.Messages, group.Hold.Bytes, group.Hold.LateResults, group.Results.Rejected) : null,
            Shadow = group.Config.Shadow is { } shadow ? group.Shadow.Read(shadow) : null,
        };
    }
}
