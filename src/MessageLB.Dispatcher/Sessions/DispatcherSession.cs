using MessageLB.Dispatcher.Administration;
using MessageLB.Dispatcher.Peers;
using MessageLB.Dispatcher.Probes;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Dispatcher.Retries;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Sessions;

/// <summary>The dispatcher within one session: exchanges, heartbeats, presence, looks at queues, and the groups.</summary>
internal sealed partial class DispatcherSession(DestinationRegistry registry, FlowParts parts, BrokerState broker, IConnectionCloser? closer, TimeSpan stopWithin, ILogger<DispatcherSession> logger)
{
    /// <summary>Runs until <paramref name="ended"/>, and returns when all of its loops have.</summary>
    public async Task RunAsync(ITransportSession session, CancellationToken ended)
    {
        var peers = new PeerSession(session, registry, parts.Time, ended);
        var watcher = new PresenceWatcher(session, registry, peers, parts.Time, logger);
        var looker = new QueueLooker(session, registry, parts.Time);
        var teller = new WorkerTeller(session, registry, parts.Time);
        var deafness = new DeafnessWatch(session, registry.Clock, broker, parts.Time, logger);
        await session.Topology.DeclareExchangesAsync(ended);
        registry.InstanceSeen = watcher.Want;
        await session.Control.SubscribeAsync(Names.AllHeartbeats, registry.OnHeartbeatMessage, ended);
        await peers.StartAsync(watcher.Release);
        var probes = new ProbeSession(session, registry, parts.Time);
        await probes.StartAsync(ended);
        registry.Clock.Attend(true);
        broker.Connected();
        LogConnected(broker.Status.Address);
        try
        {
            await RunLoopsAsync([.. peers.Loops, watcher.WatchAsync, watcher.CloseAsync, looker.RunAsync, teller.RunAsync, deafness.RunAsync, .. probes.Loops, .. Groups(session, looker), .. Rescues(session), .. Retries(session), .. Closing()], ended);
        }
        finally
        {
            registry.Clock.Attend(false);
            registry.InstanceSeen = null;
            peers.Detach();
        }
    }

    private IEnumerable<Func<CancellationToken, Task>> Groups(ITransportSession session, QueueLooker looker) =>
        registry.Groups.Select(g => (Func<CancellationToken, Task>)new GroupSession(session, g, looker, parts, stopWithin, logger).RunAsync);

    // After the groups' own, which declare that they are not prepared yet.
    private IEnumerable<Func<CancellationToken, Task>> Rescues(ITransportSession session) =>
        registry.Groups.Select(g => (Func<CancellationToken, Task>)new GroupRescue(session, g, registry.Peers, parts, stopWithin, logger).RunAsync);

    private IEnumerable<Func<CancellationToken, Task>> Retries(ITransportSession session)
    {
        var steps = new DelaySteps(session);
        return registry.Groups.Select(g => (Func<CancellationToken, Task>)new GroupRetries(session, g, steps, parts, stopWithin, logger).RunAsync);
    }

    private IEnumerable<Func<CancellationToken, Task>> Closing()
    {
        if (closer is null) return [];
        var silent = new SilentConnections(registry, closer, parts.Time, logger);
        foreach (var group in registry.Groups) group.InstanceSilent = silent.Add;
        return [silent.RunAsync];
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
