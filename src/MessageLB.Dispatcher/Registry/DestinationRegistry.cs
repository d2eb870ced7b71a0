using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Heartbeats;
using MessageLB.Dispatcher.Peers;
using MessageLB.Dispatcher.Telemetry;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Registry;

/// <summary>
/// All groups, and the intake of heartbeats: each one is checked, counted, and taken into account or refused with a reason, and a bad
/// one never stops the rest. Thread-safe.
/// </summary>
internal sealed partial class DestinationRegistry
{
    private readonly DispatcherIdentity _identity;
    private readonly TimeProvider _time;
    private readonly RejectionLog _rejections;
    private readonly RouteTimes? _times;
    private readonly ILogger<DestinationRegistry> _logger;
    private volatile GroupsSnapshot _groups;
    private long _accepted;
    private long _rejected;

    public DestinationRegistry(MessageLBConfig config, DispatcherIdentity identity, TimeProvider time, ILogger<DestinationRegistry> logger, RouteTimes? times = null)
    {
        Clock = new RegistryClock(time);
        (_identity, _time, _logger, _times) = (identity, time, logger, times);
        _rejections = new RejectionLog(time);
        _groups = new GroupsSnapshot([.. config.Groups.Select(New)]);
        Peers = new PeerRegistry(identity, Clock, time, logger);
        Wishes = new PeerWishes(identity.Name, Find, time);
        foreach (var group in Groups) group.Fallback.Link(StandsFor(group.Config));
    }

    public RegistryClock Clock { get; }

    /// <summary>The other dispatchers.</summary>
    public PeerRegistry Peers { get; }

    /// <summary>What people want of destinations.</summary>
    public PeerWishes Wishes { get; }

    /// <summary>Groups in the order of the configuration; other ones after a reload.</summary>
    public IReadOnlyList<GroupRuntime> Groups => _groups.InOrder;

    public long HeartbeatsAccepted => Interlocked.Read(ref _accepted);

    public long HeartbeatsRejected => Interlocked.Read(ref _rejected);

    /// <summary>Told of every accepted heartbeat's instance; for watching its presence. Must return at once.</summary>
    public Action<WorkerInstance>? InstanceSeen { get; set; }

    public GroupRuntime? Find(string group) => _groups.ByName.GetValueOrDefault(group);

    /// <summary>
    /// Puts other groups in force: those that stay keep what is known of them. Nothing may run for a group that changes or goes. One caller
    /// at a time; whoever reads meanwhile sees the groups from before or from after.
    /// </summary>
    public void Apply(ConfigChanges changes)
    {
        var changed = changes.Changed.ToDictionary(g => g.Name, StringComparer.Ordinal);
        foreach (var (name, config) in changed) Find(name)!.Reconfigure(config);
        _groups = new GroupsSnapshot([.. changes.Config.Groups.Select(g => Find(g.Name) ?? New(g))]);
        foreach (var config in changes.Changed.Concat(changes.Added)) Find(config.Name)!.Fallback.Link(StandsFor(config));
    }

    /// <summary>Takes one message from the control exchange.</summary>
    public void OnHeartbeatMessage(string routingKey, ReadOnlySpan<byte> body)
    {
        if (!HeartbeatCodec.TryRead(body, out var heartbeat, out var error))
        {
            Reject(routingKey, error!);
            return;
        }

        // The routing key is what the broker's topic permissions can bind to a user; a body that says otherwise is spoofed.
        if (!IsFrom(routingKey, heartbeat!))
        {
            Reject(routingKey, $"it speaks for {heartbeat!.Group}/{heartbeat.Destination}");
            return;
        }

        var verdict = Find(heartbeat!.Group)?.OnHeartbeat(heartbeat) ?? HeartbeatVerdict.UnknownGroup;
        if (verdict != HeartbeatVerdict.Accepted)
        {
            Reject(routingKey, Explain(verdict));
            return;
        }

        Interlocked.Increment(ref _accepted);
        InstanceSeen?.Invoke(new WorkerInstance(heartbeat.Group, heartbeat.Destination, heartbeat.Instance));
    }

    /// <summary>Lets every group judge ages.</summary>
    public void Tick()
    {
        Peers.Tick();
        var peers = Peers.Snapshot;
        Wishes.Tick();
        foreach (var group in Groups) group.Tick(peers.Serving(group.Config.Name));
    }

    // A valid configuration leads in no circle.
    private IEnumerable<GroupState> StandsFor(GroupConfig group)
    {
        for (var next = group.Fallback.To; next is not null && Find(next) is { } stand; next = stand.Config.Fallback.To) yield return stand.State;
    }

    private GroupRuntime New(GroupConfig config) => new(config, _identity.Name, Clock, _time, _logger) { Times = _times?.Of(config.Name) };

    private static bool IsFrom(string routingKey, Heartbeat heartbeat)
    {
        const int prefix = 10; // "heartbeat."
        return routingKey.Length == prefix + heartbeat.Group.Length + 1 + heartbeat.Destination.Length
            && routingKey.AsSpan(prefix, heartbeat.Group.Length).SequenceEqual(heartbeat.Group)
            && routingKey[prefix + heartbeat.Group.Length] == '.'
            && routingKey.AsSpan(prefix + heartbeat.Group.Length + 1).SequenceEqual(heartbeat.Destination);
    }

    private void Reject(string routingKey, string reason)
    {
        Interlocked.Increment(ref _rejected);
        if (_rejections.ShouldLog(routingKey, reason)) LogRejected(LogText.Printable(routingKey), reason);
    }

    private static string Explain(HeartbeatVerdict verdict) => verdict switch
    {
        HeartbeatVerdict.UnknownGroup => "no such group is configured",
        HeartbeatVerdict.NotListed => "the destination is not listed and the group's discovery is off",
        HeartbeatVerdict.TooMany => "the group or the destination has too many members",
        HeartbeatVerdict.Stale => "its sequence number is not newer than the last one's; two processes may use one instance name",
        HeartbeatVerdict.Implausible => "a cumulative counter went down; two processes may use one instance name",
        _ => verdict.ToString(),
    };

    [LoggerMessage(2020, LogLevel.Warning, "Heartbeat with key {RoutingKey} refused: {Reason}")]
    private partial void LogRejected(string routingKey, string reason);
}
