using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>The topology port of a session.</summary>
internal sealed class InMemoryTopology(InMemorySession session) : ITopology
{
    public ValueTask DeclareExchangeAsync(ExchangeSpec exchange, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        Check(cancellationToken);
        session.Broker.DeclareExchange(exchange);
        return ValueTask.CompletedTask;
    }

    public ValueTask DeclareQueueAsync(QueueSpec queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        Check(cancellationToken);
        // A transient queue is the session's to delete.
        session.WhileAlive(() => session.Broker.DeclareQueue(queue, session));
        return ValueTask.CompletedTask;
    }

    public ValueTask BindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(routingKey);
        Check(cancellationToken);
        session.Broker.Bind(queue, exchange, routingKey, session);
        return ValueTask.CompletedTask;
    }

    public ValueTask UnbindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(routingKey);
        Check(cancellationToken);
        session.Broker.Unbind(queue, exchange, routingKey);
        return ValueTask.CompletedTask;
    }

    public ValueTask<QueueDepth?> InspectAsync(string queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        Check(cancellationToken);
        return ValueTask.FromResult(session.Broker.Inspect(queue));
    }

    public ValueTask DeleteQueueAsync(string queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        Check(cancellationToken);
        session.Broker.DeleteQueue(queue);
        return ValueTask.CompletedTask;
    }

    private void Check(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session.ThrowIfEnded();
    }
}
