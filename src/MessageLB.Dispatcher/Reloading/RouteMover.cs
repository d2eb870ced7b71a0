using MessageLB.Core.Configuration;
using MessageLB.Core.Envelopes;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Reloading;

/// <summary>
/// Changes the bindings of ingress queues within one session, so that a route that moves from one group to another neither loses a message
/// nor gives it to both: the broker has no step that does both, so the old binding goes first, and what matches nothing until the new
/// one is there waits in a queue of its own and is published once more. The catch-all is the exception: there both get what comes in between.
/// One caller at a time.
/// </summary>
internal sealed partial class RouteMover(ITransportSession session, string dispatcher, TimeProvider time, ILogger logger)
{
    // The broker looks for a route first and for the alternate exchange's afterwards: a message may have missed the old binding and the new
    // one and still be on its way there. On a cluster, other nodes also hear of bindings later than the one that made them.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    // A move takes less: what lies in the queue for longer than this was left by somebody.
    private static readonly TimeSpan LongestMove = TimeSpan.FromSeconds(10);

    private readonly KeptMessages _kept = new(session, new EnvelopeRewriter(dispatcher, "", ""), logger);
    private bool _isKeeping;

    /// <summary>What runs as long as the session.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> Loops => [_kept.RunAsync, TakeOverAsync];

    /// <summary>Moves. True if all bindings are as they should be; <see cref="FinishAsync"/> is owed then. What failed is logged.</summary>
    /// <param name="moves">What is to be unbound and bound.</param>
    /// <param name="starting">Groups whose queues may not be there yet.</param>
    public async Task<bool> MoveAsync(RouteMoves moves, IReadOnlyList<GroupConfig> starting)
    {
        try
        {
            // All queues first: what is unbound elsewhere must have somewhere to go.
            foreach (var group in starting) await session.Topology.DeclareGroupAsync(group.Name, [], session.Ended, group.IsSingleActive);
            if (moves.NeedsKeeping)
            {
                _isKeeping = true;
                await _kept.BeginAsync();
            }

            if (moves.Crosses) await UnbindAsync(moves, isCatchAll: false);
            foreach (var (group, route) in moves.Bind) await session.Topology.BindRouteAsync(group, route, session.Ended);
            if (!moves.Crosses) await UnbindAsync(moves, isCatchAll: false);
            await UnbindAsync(moves, isCatchAll: true);
            return true;
        }
        catch (Exception e) when (e is MessageLBException or OperationCanceledException)
        {
            // With the session went nothing that the next one does not make good.
            if (!session.Ended.IsCancellationRequested) LogNotMoved(e.Message);
            return false;
        }
    }

    /// <summary>Has what came in between published once more. The groups may work meanwhile.</summary>
    public async Task FinishAsync()
    {
        if (!_isKeeping) return;
        _isKeeping = false;
        try
        {
            await Task.Delay(Grace, time, session.Ended);
            await _kept.EndAsync();
        }
        catch (Exception e) when (e is MessageLBException or OperationCanceledException)
        {
            LogLeft(Names.MovingQueue, e.Message);
        }
    }

    // Of a dispatcher that died, or lost its session, while it moved routes. Its binding may be there still.
    private async Task TakeOverAsync(CancellationToken ended)
    {
        await Task.Delay(LongestMove, time, ended);
        if (await session.Topology.InspectAsync(Names.MovingQueue, ended) is null || _isKeeping) return;
        await session.Topology.UnbindAsync(Names.MovingQueue, Names.UnroutedExchange, "#", ended);
        await _kept.ReceiveAsync();
    }

    private async Task UnbindAsync(RouteMoves moves, bool isCatchAll)
    {
        foreach (var (group, route) in moves.Unbind)
        {
            if (TopicPattern.IsCatchAll(route) == isCatchAll) await session.Topology.UnbindRouteAsync(group, route, session.Ended);
        }
    }

    [LoggerMessage(2106, LogLevel.Error, "Not every route could be moved: {Reason} Until the next reload or session, which tries again, a message may go to the former group too")]
    private partial void LogNotMoved(string reason);

    [LoggerMessage(2109, LogLevel.Warning, "What came while routes moved waits in {Queue} for the next session: {Reason}")]
    private partial void LogLeft(string queue, string reason);
}
