using MessageLB.InMemory.Broker;
using MessageLB.InMemory.Sessions;
using MessageLB.Transport;

namespace MessageLB.InMemory;

/// <summary>
/// The embedded transport: one instance is one in-process broker that all its sessions share. It keeps the promises that
/// RabbitMQ keeps — confirms, returns, redelivery of what is unsettled, dead letters, alternate exchanges, bounded queues —
/// but only while the process lives. Thread-safe.
/// </summary>
public sealed partial class InMemoryTransport : ITransport
{
    private readonly MessageBroker _broker;

    /// <summary>Creates an empty broker.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public InMemoryTransport(InMemoryOptions? options = null)
    {
        options ??= new InMemoryOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxMessageSize, 1, nameof(options.MaxMessageSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxMessageSize, 1 << 30, nameof(options.MaxMessageSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxQueueLength, 1, nameof(options.MaxQueueLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxQueueLength, 10_000_000, nameof(options.MaxQueueLength));
        _broker = new MessageBroker(options);
    }

    /// <inheritdoc />
    public string Name => "embedded";

    /// <inheritdoc />
    public string Address => "embedded";

    /// <inheritdoc />
    public int MaxMessageSize => _broker.Options.MaxMessageSize;

    /// <summary>
    /// Dead letters that found no queue, or a full one, since the start. They are dropped, as RabbitMQ does by default.
    /// </summary>
    public long DroppedDeadLetters => _broker.DroppedDeadLetters;

    /// <inheritdoc />
    public ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        if (Unavailable) throw new BrokerUnavailableException("The embedded broker is switched off; set 'Unavailable' back to false.");
        var session = new InMemorySession(_broker, options);
        _broker.Sessions.Add(session);
        if (_broker.BlockedReason is { } reason) options.BlockedChanged?.Invoke(reason);
        return ValueTask.FromResult<ITransportSession>(session);
    }
}
