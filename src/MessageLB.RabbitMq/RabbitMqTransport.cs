using MessageLB.Transport;

namespace MessageLB.RabbitMq;

/// <summary>
/// RabbitMQ 3.10 to 4.x as a transport. Thread-safe. A session has up to three named connections, each opened when first
/// needed: one to consume, one to publish (the broker stops reading it while a resource alarm lasts, and nothing else may
/// suffer from that), one for control. The client's own recovery is off: when any of them breaks, the session ends.
/// </summary>
public sealed class RabbitMqTransport : ITransport
{
    private readonly RabbitMqOptions _options;
    private readonly Connector _connector;

    /// <summary>Creates the transport; nothing is connected yet.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or the address is not one.</exception>
    public RabbitMqTransport(RabbitMqOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidation.Validate(options);
        _options = options;
        _connector = new Connector(options);
    }

    /// <inheritdoc />
    public string Name => "rabbitmq";

    /// <inheritdoc />
    public string Address => _connector.Address.ToString();

    /// <inheritdoc />
    public int MaxMessageSize => _options.MaxMessageSize;

    /// <inheritdoc />
    public async ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var session = new RabbitMqSession(_options, _connector, options);
        try
        {
            await session.Consuming.GetAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
