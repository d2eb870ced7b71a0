using MessageLB.InMemory.Broker;
using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>The control port of a session. Control messages go through the control exchange, so bound queues get them too.</summary>
internal sealed class InMemoryControlBus(InMemorySession session) : IControlBus
{
    private static readonly MessageProperties None = new();

    public ValueTask SendAsync(string routingKey, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(routingKey);
        ShortText.ThrowIfTooLong(routingKey, nameof(routingKey));
        cancellationToken.ThrowIfCancellationRequested();
        session.ThrowIfEnded();
        session.Broker.Publish(new Publication(Names.ControlExchange, routingKey, None, body.Span));
        return ValueTask.CompletedTask;
    }

    public ValueTask<IAsyncDisposable> SubscribeAsync(string pattern, ControlHandler handler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        cancellationToken.ThrowIfCancellationRequested();
        var subscription = new ControlSubscription(session, handler);
        session.Add(subscription, () => subscription.Start(pattern));
        return ValueTask.FromResult<IAsyncDisposable>(subscription);
    }
}
