using MessageLB.Transport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.RabbitMq;

/// <summary>
/// Control messages. They are sent over the publishing connection, since only what never publishes stays readable for the
/// broker during a resource alarm; while it does not read publishes they are dropped, as anything here may be.
/// </summary>
internal sealed class RabbitMqControlBus(RabbitMqSession session) : IControlBus
{
    private static readonly BasicProperties Transient = new() { DeliveryMode = DeliveryModes.Transient };

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IChannel? _channel;

    /// <inheritdoc />
    public ValueTask SendAsync(string routingKey, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        PublishAsync(Names.ControlExchange, routingKey, body, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<IAsyncDisposable> SubscribeAsync(string pattern, ControlHandler handler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        return await ControlSubscription.StartAsync(session, pattern, handler, cancellationToken);
    }

    /// <summary>Sends one transient message without a confirm.</summary>
    internal async ValueTask PublishAsync(string exchange, string routingKey, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        session.ThrowIfEnded();
        if (session.Blocked is not null) return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var connection = await session.Publishing.GetAsync(cancellationToken);
            var channel = _channel ??= await OpenAsync(connection, cancellationToken);
            await channel.BasicPublishAsync(exchange, routingKey, mandatory: false, Transient, body, session.Ended);
        }
        catch (Exception e) when (e is OperationInterruptedException or ObjectDisposedException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            session.End($"Sending a control message failed: {e.Message}");
            throw session.EndedException(e);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IChannel> OpenAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        var channel = await session.OpenChannelAsync(connection, null, cancellationToken);
        session.EndWith(channel, "sends control messages", static () => false);
        return channel;
    }
}
