using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MessageLB.CommandLine.Commands.Bench.Throughput.Yardsticks;

/// <summary>A plain worker: takes messages, counts them, and acknowledges each, or so many at once.</summary>
internal sealed class AckingConsumer(IChannel channel, int ackEvery, ThroughputBooks books) : AsyncDefaultBasicConsumer(channel)
{
    private int _unacknowledged;

    /// <summary>Starts one with a connection of its own.</summary>
    /// <param name="stage">The measurement.</param>
    /// <param name="queue">Its queue.</param>
    /// <param name="prefetch">Most messages unacknowledged.</param>
    /// <param name="ackEvery">Messages that are acknowledged at once; the last ones, fewer than that, are not.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<IAsyncDisposable> StartAsync(ThroughputStage stage, string queue, int prefetch, int ackEvery, CancellationToken stop)
    {
        var plain = await PlainChannel.OpenAsync(stage.Broker.Address, $"messagelb-bench worker {queue}", null, stop);
        await plain.Channel.BasicQosAsync(0, (ushort)prefetch, false, stop);
        await plain.Channel.BasicConsumeAsync(queue, autoAck: false, new AckingConsumer(plain.Channel, ackEvery, stage.Books), stop);
        return plain;
    }

    public override async Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        books.Complete(BenchMessages.NumberOf(body.Span));
        if (++_unacknowledged < ackEvery) return;
        _unacknowledged = 0;
        await Channel.BasicAckAsync(deliveryTag, multiple: ackEvery > 1, CancellationToken.None);
    }

    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        books.Fail(new CommandFailedException(ExitCodes.Unavailable, $"The connection of a worker ended: {reason.ReplyText}"));
        return base.HandleChannelShutdownAsync(channel, reason);
    }
}
