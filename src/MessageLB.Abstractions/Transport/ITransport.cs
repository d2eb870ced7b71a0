namespace MessageLB.Transport;

/// <summary>
/// A message transport: the embedded one, or RabbitMQ. Thread-safe. A transport opens <see cref="ITransportSession"/>s and
/// never repairs one: whoever opened a session that ended opens the next (see <see cref="SessionSupervisor"/>).
/// </summary>
public interface ITransport
{
    /// <summary>Short name for logs and metrics: <c>embedded</c> or <c>rabbitmq</c>.</summary>
    string Name { get; }

    /// <summary>The address without credentials, for logs and errors, such as <c>amqp://localhost:5672/</c>.</summary>
    string Address { get; }

    /// <summary>Largest body in bytes that the transport carries; a larger one is refused by <see cref="IPublisher.PublishAsync"/>.</summary>
    int MaxMessageSize { get; }

    /// <summary>Opens a session. Connections are made now or when the first port that needs them is used.</summary>
    /// <exception cref="BrokerUnavailableException">The broker could not be reached in time.</exception>
    /// <exception cref="BrokerRefusedException">Wrong password, unknown virtual host, or missing permission.</exception>
    ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken);
}
