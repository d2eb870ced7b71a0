using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MessageLB.RabbitMq;

/// <summary>A consumer on a channel of its own. Its deliveries come one at a time, in order, from the client's dispatch loop.</summary>
internal abstract class ChannelConsumer(RabbitMqSession session, BrokerConnection connection, IChannel channel, string queue) : IAsyncBasicConsumer
{
    private volatile bool _closing;

    /// <inheritdoc />
    public IChannel Channel { get; } = channel;

    protected RabbitMqSession Session { get; } = session;

    protected string Queue { get; } = queue;

    protected BrokerConnection Connection { get; } = connection;

    /// <summary>True once the owner is done with the consumer.</summary>
    protected bool IsClosing => _closing;

    /// <summary>Tag that the broker knows the consumer by.</summary>
    protected string ConsumerTag { get; private set; } = "";

    /// <inheritdoc />
    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        if (!_closing && !Session.HasEnded) OnCancelledByBroker();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc />
    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc />
    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;

    /// <inheritdoc />
    public abstract Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default);

    /// <summary>Begins to consume. From here on the end of the channel is the end of the session.</summary>
    /// <param name="prefetch">Most deliveries unsettled.</param>
    /// <param name="priority">Priority among the consumers of the queue.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="present">The prefetch that the channel has already; 0: none was set.</param>
    protected async Task ConsumeAsync(int prefetch, int priority, CancellationToken cancellationToken, int present = 0)
    {
        var arguments = priority == 0 ? null : new Dictionary<string, object?> { ["x-priority"] = priority };
        if (present != prefetch) await Session.SetPrefetchAsync(Connection, Channel, prefetch, $"queue '{Queue}'", cancellationToken);
        ConsumerTag = await Session.CallAsync(
            Connection,
            _ => Channel.BasicConsumeAsync(Queue, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, arguments, this),
            $"basic.consume on queue '{Queue}'",
            cancellationToken);
        Session.EndWith(Channel, $"consumes queue '{Queue}'", () => _closing);
    }

    /// <summary>Marks the consumer as done with, so that the end of its channel is nobody's business.</summary>
    /// <returns>False if it was already.</returns>
    protected bool TryBeginClose()
    {
        if (_closing) return false;
        _closing = true;
        return true;
    }

    /// <summary>Settles deliveries; false if the broker has taken them back already.</summary>
    protected ValueTask<bool> SettleAsync(ulong tag, Settlement settlement)
    {
        if (Session.HasEnded || _closing) return new ValueTask<bool>(false);
        try
        {
            // The session's token is no time limit: it frees a write that is stuck in the client when the session ends.
            var written = settlement switch
            {
                Settlement.Ack => Channel.BasicAckAsync(tag, multiple: false, Session.Ended),
                Settlement.AckMultiple => Channel.BasicAckAsync(tag, multiple: true, Session.Ended),
                Settlement.Reject => Channel.BasicRejectAsync(tag, requeue: false, Session.Ended),
                _ => Channel.BasicNackAsync(tag, multiple: false, requeue: true, Session.Ended),
            };
            return written.IsCompletedSuccessfully ? new ValueTask<bool>(true) : AwaitSettledAsync(written);
        }
        catch (Exception e)
        {
            SettleFailed(e);
            return new ValueTask<bool>(false);
        }
    }

    /// <summary>The broker cancelled the consumer: its queue is gone.</summary>
    protected abstract void OnCancelledByBroker();

    private async ValueTask<bool> AwaitSettledAsync(ValueTask written)
    {
        try
        {
            await written;
            return true;
        }
        catch (Exception e)
        {
            SettleFailed(e);
            return false;
        }
    }

    private void SettleFailed(Exception e)
    {
        if (!_closing) Session.End($"Settling a delivery of queue '{Queue}' failed: {e.Message}");
    }
}
