using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Alerting.Events;

/// <summary>
/// Publishes what waits in the <see cref="EventQueue"/> within one session. The exchange is declared at once where alerts may come, else before the first one, so that who raises
/// none needs no right to it. Nobody need listen: what no queue is bound for is gone. Log event 2158.
/// </summary>
internal sealed partial class EventPublisher(ITransportSession session, EventQueue events, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Publishes until <paramref name="ended"/>.</summary>
    /// <param name="isAwaited">Whether alerts may come.</param>
    /// <param name="ended">The end of the session.</param>
    public async Task RunAsync(bool isAwaited, CancellationToken ended)
    {
        if (!isAwaited) await events.Reader.WaitToReadAsync(ended);
        if (!await DeclareAsync(ended)) return;
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, ended);
        while (await events.Reader.WaitToReadAsync(ended))
        {
            // It is taken out only once it is sent: what a session does not manage the next one does.
            while (events.Reader.TryPeek(out var next))
            {
                if (!await PublishAsync(publisher, next, ended)) return;
                // Where so many wait that the oldest gives way, another one may stand there now.
                if (events.Reader.TryPeek(out var same) && same == next) events.Reader.TryRead(out _);
            }
        }
    }

    // Another exchange of that name, or a missing right, is no reason to end a session that carries messages.
    private async Task<bool> DeclareAsync(CancellationToken ended)
    {
        try
        {
            await session.Topology.DeclareExchangeAsync(TopologySpecs.EventsExchange, ended);
            return true;
        }
        catch (MessageLBException e) when (!ended.IsCancellationRequested)
        {
            LogUndeclared(Names.EventsExchange, e.Message);
            return false;
        }
    }

    private async Task<bool> PublishAsync(ConfirmingPublisher publisher, AlertEvent next, CancellationToken ended)
    {
        var properties = new MessageProperties { MessageId = next.Id, Type = "messagelb.alert", ContentType = "application/json", Persistent = true };
        try
        {
            var outcome = await publisher.PublishAsync(Names.EventsExchange, next.RoutingKey, properties, next.Body, ended).WaitAsync(Patience, time, ended);
            return outcome != PublishOutcome.Unknown;
        }
        catch (SessionEndedException)
        {
            return false;
        }
        catch (TimeoutException)
        {
            // Broker takes no publishes: the others wait behind it, and the oldest of them give way.
            return true;
        }
    }

    [LoggerMessage(2158, LogLevel.Error, "Alerts are not published to {Exchange} in this session: {Reason}")]
    private partial void LogUndeclared(string exchange, string reason);
}
