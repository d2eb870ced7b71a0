namespace MessageLB.Transport;

/// <summary>
/// Declares, binds, inspects and deletes. Thread-safe; calls are carried out one after another. Declaring what exists with the
/// same arguments does nothing.
/// </summary>
public interface ITopology
{
    /// <summary>Declares an exchange.</summary>
    /// <exception cref="TopologyMismatchException">It exists with another type or other arguments.</exception>
    ValueTask DeclareExchangeAsync(ExchangeSpec exchange, CancellationToken cancellationToken);

    /// <summary>Declares a queue.</summary>
    /// <exception cref="TopologyMismatchException">It exists with another type or other arguments.</exception>
    ValueTask DeclareQueueAsync(QueueSpec queue, CancellationToken cancellationToken);

    /// <summary>Binds a queue to an exchange by a routing key, or by a topic pattern if the exchange is a topic exchange.</summary>
    /// <exception cref="MessageLBException">One of the two does not exist.</exception>
    ValueTask BindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken);

    /// <summary>Takes a binding away; does nothing if the queue, the exchange or the binding does not exist.</summary>
    ValueTask UnbindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken);

    /// <summary>Ready messages and consumers of a queue, or null if it does not exist.</summary>
    ValueTask<QueueDepth?> InspectAsync(string queue, CancellationToken cancellationToken);

    /// <summary>Deletes a queue with whatever it holds; does nothing if it does not exist.</summary>
    ValueTask DeleteQueueAsync(string queue, CancellationToken cancellationToken);
}
