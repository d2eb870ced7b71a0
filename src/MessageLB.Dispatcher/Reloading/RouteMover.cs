using MessageLB.Core.Configuration;
using MessageLB.Core.Envelopes;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Reloading;

/// <summary>
/// Changes the bindings of ingress queues within one session, so that a route that moves from one group to another neither loses a message
/// nor gives it to both: the broker has no step that does both, so the old binding goes first, and what matches nothing until the new
/// one is there waits in a queue of its own and is published once more. The catch-all is the exception: there both get what comes in between.
/// </summary>
internal sealed partial class RouteMover(ITransportSession session, string dispatcher, ILogger logger)
{
    /// <summary>Moves. True if all bindings are as they should be; what failed is logged, and nothing was unbound then.</summary>
    public async Task<bool> MoveAsync(RouteMoves moves, IReadOnlyList<GroupConfig> starting, CancellationToken cancellationToken)
    {
        try
        {
            // All queues first: what is unbound elsewhere must have somewhere to go.
            foreach (var group in starting) await session.Topology.DeclareGroupAsync(group.Name, [], cancellationToken, group.SingleActive);
            await using var kept = moves.NeedsKeeping ? await KeptMessages.StartAsync(session, new EnvelopeRewriter(dispatcher, "", ""), logger, cancellationToken) : null;
            if (moves.Crosses) await UnbindAsync(moves, isCatchAll: false, cancellationToken);
            foreach (var (group, route) in moves.Bind) await session.Topology.BindRouteAsync(group, route, cancellationToken);
            if (!moves.Crosses) await UnbindAsync(moves, isCatchAll: false, cancellationToken);
            await UnbindAsync(moves, isCatchAll: true, cancellationToken);
            if (kept is not null) await kept.PublishAgainAsync(cancellationToken);
            return true;
        }
        catch (MessageLBException e) when (e is not SessionEndedException)
        {
            LogNotMoved(e.Message);
            return false;
        }
    }

    /// <summary>Publishes what an earlier dispatcher left that died while it moved routes. Two looks, so that one that moves them now is left alone.</summary>
    public async Task TakeOverAsync(TimeProvider time, CancellationToken ended)
    {
        for (var look = 0; look < 2; look++)
        {
            await Task.Delay(KeptMessages.LongestMove, time, ended);
            if (await session.Topology.InspectAsync(Names.MovingQueue, ended) is null) return;
        }

        await using var kept = await KeptMessages.StartAsync(session, new EnvelopeRewriter(dispatcher, "", ""), logger, ended);
        await kept.PublishAgainAsync(ended);
    }

    private async Task UnbindAsync(RouteMoves moves, bool isCatchAll, CancellationToken cancellationToken)
    {
        foreach (var (group, route) in moves.Unbind)
        {
            if (TopicPattern.IsCatchAll(route) == isCatchAll) await session.Topology.UnbindRouteAsync(group, route, cancellationToken);
        }
    }

    [LoggerMessage(2106, LogLevel.Error, "Not every route could be moved: {Reason} Until the next reload or session, which tries again, a message may go to the former group too")]
    private partial void LogNotMoved(string reason);
}
