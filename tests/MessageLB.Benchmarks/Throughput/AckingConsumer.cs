using RabbitMQ.Client;

namespace MessageLB.Benchmarks.Throughput;

/// <summary>A plain worker: takes a message, acknowledges it, counts it.</summary>
internal sealed class AckingConsumer(IChannel channel, CompletionCount count) : AsyncDefaultBasicConsumer(channel)
{
    private const int Prefetch = 100;

    public static async Task<IConnection> StartAsync(Uri broker, string queue, CompletionCount count)
    {
        var connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync($"worker {queue}");
        var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, Prefetch, false);
        await channel.BasicConsumeAsync(queue, autoAck: false, new AckingConsumer(channel, count));
        return connection;
    }

    public override async Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        await Channel.BasicAckAsync(deliveryTag, multiple: false, CancellationToken.None);
        count.Add();
    }
}
