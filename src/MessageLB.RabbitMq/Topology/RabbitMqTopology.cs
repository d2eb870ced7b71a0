using MessageLB.Transport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.RabbitMq;

/// <summary>
/// Topology over one channel. A refusal closes that channel and nothing else; the next call opens another.
/// </summary>
internal sealed class RabbitMqTopology(RabbitMqSession session) : ITopology
{
    private const string NoRemedy = "";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IChannel? _channel;

    /// <inheritdoc />
    public async ValueTask DeclareExchangeAsync(ExchangeSpec exchange, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        var type = exchange.Type switch
        {
            Transport.ExchangeType.Topic => RabbitMQ.Client.ExchangeType.Topic,
            Transport.ExchangeType.Fanout => RabbitMQ.Client.ExchangeType.Fanout,
            _ => RabbitMQ.Client.ExchangeType.Direct,
        };
        var arguments = exchange.AlternateExchange is { } alternate ? new Dictionary<string, object?> { ["alternate-exchange"] = alternate } : null;
        await RunAsync(
            channel => Unit(channel.ExchangeDeclareAsync(exchange.Name, type, durable: true, autoDelete: false, arguments)),
            $"declare exchange '{exchange.Name}'",
            exchange.Name,
            "It exists with other arguments; delete it when no queue needs it, or use another name.",
            cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DeclareQueueAsync(QueueSpec queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        var transient = queue.Kind == QueueKind.Transient;
        await RunAsync(
            channel => channel.QueueDeclareAsync(queue.Name, durable: !transient, exclusive: transient, autoDelete: false, QueueArguments.Of(queue)),
            $"declare queue '{queue.Name}'",
            queue.Name,
            $"It exists with other arguments; once it is empty, delete it (rabbitmqctl delete_queue '{queue.Name}' --if-empty), or use another name.",
            cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask BindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) =>
        await RunAsync(
            channel => Unit(channel.QueueBindAsync(queue, exchange, routingKey)),
            $"bind queue '{queue}' to exchange '{exchange}'",
            queue,
            NoRemedy,
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask UnbindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) =>
        await RunAsync(
            channel => Unit(channel.QueueUnbindAsync(queue, exchange, routingKey)),
            $"unbind queue '{queue}' from exchange '{exchange}'",
            queue,
            NoRemedy,
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask<QueueDepth?> InspectAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            var found = await RunAsync(channel => channel.QueueDeclarePassiveAsync(queue), $"inspect queue '{queue}'", queue, NoRemedy, cancellationToken);
            return new QueueDepth(found.MessageCount, (int)found.ConsumerCount);
        }
        catch (MessageLBException e) when (e.InnerException is OperationInterruptedException { ShutdownReason.ReplyCode: Constants.NotFound })
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DeleteQueueAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(channel => channel.QueueDeleteAsync(queue), $"delete queue '{queue}'", queue, NoRemedy, cancellationToken);
        }
        catch (MessageLBException e) when (e.InnerException is OperationInterruptedException { ShutdownReason.ReplyCode: Constants.NotFound })
        {
            // Gone already, which is what was asked for.
        }
    }

    private static async Task<bool> Unit(Task task)
    {
        await task;
        return true;
    }

    private async Task<T> RunAsync<T>(Func<IChannel, Task<T>> operation, string what, string entity, string remedy, CancellationToken cancellationToken)
    {
        session.ThrowIfEnded();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var connection = await session.Consuming.GetAsync(cancellationToken);
            if (_channel is not { IsOpen: true } channel) _channel = channel = await session.OpenChannelAsync(connection, null, cancellationToken);
            return await session.CallAsync(connection, _ => operation(channel), what, cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { } reason)
        {
            throw Refusals.Explain(reason, what, entity, remedy, session.Connector, e);
        }
        finally
        {
            _turn.Release();
        }
    }
}
