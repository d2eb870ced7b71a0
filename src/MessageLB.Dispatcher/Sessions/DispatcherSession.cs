using MessageLB.Dispatcher.Alerting.Events;
using MessageLB.Dispatcher.Administration;
using MessageLB.Dispatcher.Holding;
using MessageLB.Dispatcher.Ordering;
using MessageLB.Dispatcher.Peers;
using MessageLB.Dispatcher.Probes;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Dispatcher.Retries;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Sessions;

/// <summary>The dispatcher within one session: exchanges, heartbeats, presence, looks at queues, and the groups.</summary>
internal sealed partial class DispatcherSession(DestinationRegistry registry, GroupSwitch groups, FlowParts parts, BrokerState broker, IConnectionCloser? closer, EventQueue events, TimeSpan stopWithin, ILogger<DispatcherSession> logger)
{
    /// <summary>Runs until <paramref name="ended"/>, and returns when all of its loops have.</summary>
    public async Task RunAsync(ITransportSession session, CancellationToken ended)
    {
        var peers = new PeerSession(session, registry, parts.Time, ended);
        var watcher = new PresenceWatcher(session, registry, peers, parts.Time, logger);
        var looker = new QueueLooker(session, registry, parts.Time);
        var teller = new WorkerTeller(session, registry, parts.Time);
        var deafness = new DeafnessWatch(session, registry.Clock, broker, parts.Time, logger);
        var mover = new RouteMover(session, parts.Identity.Name, parts.Time, logger);
        var alerts = new EventPublisher(session, events, parts.Time, logger);
        var silent = closer is null ? null : new SilentConnections(registry, closer, parts.Time, logger);
        await session.Topology.DeclareExchangesAsync(ended);
        registry.InstanceSeen = watcher.Want;
        await session.Control.SubscribeAsync(Names.AllHeartbeats, registry.OnHeartbeatMessage, ended);
        await peers.StartAsync(watcher.Release);
        registry.Clock.Attend(true);
        broker.Connected();
        LogConnected(broker.Status.Address);
        var loops = new GroupLoops(LoopsOf(session, looker, silent));
        try
        {
            await groups.AttachAsync(loops, mover, ended);
            await RunLoopsAsync(
                [.. peers.Loops, watcher.WatchAsync, watcher.CloseAsync, looker.RunAsync, teller.RunAsync, deafness.RunAsync, loops.RunAsync, token => alerts.RunAsync(IsAwaited, token), .. mover.Loops, .. silent is null ? [] : new[] { silent.RunAsync }],
                ended);
        }
        finally
        {
            await groups.DetachAsync();
            registry.Clock.Attend(false);
            registry.InstanceSeen = null;
            peers.Detach();
        }
    }

    // Whoever wants to hear of alerts needs the exchange before the first one.
    private bool IsAwaited => events.IsOn && registry.Groups.Any(group => group.Config.RaisesAlerts);

    private Func<GroupRuntime, GroupStart, IEnumerable<Func<CancellationToken, Task>>> LoopsOf(ITransportSession session, QueueLooker looker, SilentConnections? silent)
    {
        var probes = new ProbeSession(session, registry, parts.Time);
        var steps = new DelaySteps(session);
        return (group, start) =>
        {
            if (silent is not null) group.InstanceSilent = silent.Add;
            group.Order?.Reset();
            // The group's own comes first: it declares that the group is not prepared yet.
            return
            [
                new GroupSession(session, group, looker, start, parts, stopWithin, logger).RunAsync,
                group.Config.Holds ? new HoldRescue(session, group, looker, registry.Peers, parts.Time, logger).RunAsync
                    : group.Order is null ? new GroupRescue(session, group, registry.Peers, parts, stopWithin, logger).RunAsync
                    : new OrderKeeper(session, group, registry.Peers, parts, stopWithin, logger).RunAsync,
                new GroupRetries(session, group, steps, parts, stopWithin, logger).RunAsync,
                token => probes.RunAsync(group, token),
            ];
        };
    }

    private static async Task RunLoopsAsync(IReadOnlyList<Func<CancellationToken, Task>> all, CancellationToken ended)
    {
        using var fault = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var loops = all.Select(loop => loop(fault.Token)).ToList();
        try
        {
            // The first loop to fail takes the session with it; what it was is thrown on after the others have stopped.
            foreach (var _ in loops.ToList())
            {
                var first = await Task.WhenAny(loops);
                if (!first.IsCompletedSuccessfully) break;
                loops.Remove(first);
                if (loops.Count == 0) return;
            }
        }
        finally
        {
            await fault.CancelAsync();
        }

        await Task.WhenAll(loops);
    }

    [LoggerMessage(2061, LogLevel.Information, "Connected to {Address}")]
    private partial void LogConnected(string address);
}
