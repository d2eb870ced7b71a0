using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Sessions;

/// <summary>The dispatcher within one session: exchanges, heartbeats, presence, looks at queues, and the groups.</summary>
internal sealed partial class DispatcherSession(DestinationRegistry registry, FlowParts parts, BrokerState broker, TimeSpan stopWithin, ILogger<DispatcherSession> logger)
{
    /// <summary>Runs until <paramref name="ended"/>, and returns when all of its loops have.</summary>
    public async Task RunAsync(ITransportSession session, CancellationToken ended)
    {
        var watcher = new PresenceWatcher(session, registry, parts.Time, logger);
        var looker = new QueueLooker(session, registry, parts.Time);
        await session.Topology.DeclareExchangesAsync(ended);
        registry.InstanceSeen = watcher.Want;
        await session.Control.SubscribeAsync(Names.AllHeartbeats, registry.OnHeartbeatMessage, ended);
        registry.Clock.Attend(true);
        broker.Connected();
        LogConnected(broker.Status.Address);
        try
        {
            await RunLoopsAsync(session, watcher, looker, ended);
        }
        finally
        {
            registry.Clock.Attend(false);
            registry.InstanceSeen = null;
        }
    }

    private async Task RunLoopsAsync(ITransportSession session, PresenceWatcher watcher, QueueLooker looker, CancellationToken ended)
    {
        using var fault = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var loops = new List<Task> { watcher.RunAsync(fault.Token), looker.RunAsync(fault.Token) };
        loops.AddRange(registry.Groups.Select(g => new GroupSession(session, g, looker, parts, stopWithin, logger).RunAsync(fault.Token)));
        // After the groups' own, which declare that they are not prepared yet.
        loops.AddRange(registry.Groups.Select(g => new GroupRescue(session, g, parts, stopWithin, logger).RunAsync(fault.Token)));
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
