using MessageLB.Transport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.RabbitMq;

/// <summary>Presence tokens over one queue per worker instance; see <see cref="PresenceHold"/> and <see cref="PresenceWatch"/>.</summary>
internal sealed class RabbitMqPresence(RabbitMqSession session) : IPresence
{
    private const int Attempts = 3;

    /// <inheritdoc />
    public async ValueTask<IAsyncDisposable> HoldAsync(WorkerInstance instance, CancellationToken cancellationToken)
    {
        var queue = Names.PresenceQueue(instance);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await session.StartOnChannelAsync(
                    session.ControlChannels,
                    open => PresenceHold.StartAsync(session, open.Connection, open.Channel, queue, cancellationToken),
                    cancellationToken);
            }
            catch (OperationInterruptedException e) when (attempt < Attempts && e.ShutdownReason is { ReplyCode: Constants.NotFound })
            {
                // A watcher of this instance's previous life deleted the queue between our declare and our consume.
            }
            catch (OperationInterruptedException e) when (e.ShutdownReason is { } reason)
            {
                throw Refusals.Explain(reason, $"hold the presence token of {instance}", queue, $"Delete queue '{queue}'.", session.Connector, e);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask<IAsyncDisposable?> WatchAsync(WorkerInstance instance, Action<PresenceEnd> ended, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ended);
        var queue = Names.PresenceQueue(instance);
        try
        {
            return await session.StartOnChannelAsync(
                session.ControlChannels,
                open => PresenceWatch.StartAsync(session, open.Connection, open.Channel, queue, ended, cancellationToken),
                cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { ReplyCode: Constants.NotFound })
        {
            return null;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { } reason)
        {
            throw Refusals.Explain(reason, $"watch the presence token of {instance}", queue, "", session.Connector, e);
        }
    }
}
