using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.RabbitMq;

/// <summary>Calls that the broker answers, each under our own time limit.</summary>
internal sealed partial class RabbitMqSession
{
    /// <summary>Opens a channel on a connection.</summary>
    internal Task<IChannel> OpenChannelAsync(BrokerConnection connection, CreateChannelOptions? options, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return CallAsync(connection, c => c.CreateChannelAsync(options, CancellationToken.None), "channel.open", cancellationToken);
    }

    /// <summary>
    /// Waits for the answer to a call. No answer in time, or a lost connection, ends the session; a refusal that closes only
    /// the channel is thrown as the client's <see cref="OperationInterruptedException"/>. A caller that stops waiting does not
    /// stop the call: taking back a call confuses the client about whose answer comes next.
    /// </summary>
    internal async Task<T> CallAsync<T>(BrokerConnection connection, Func<IConnection, Task<T>> call, string what, CancellationToken cancellationToken)
    {
        Task<T>? answer = null;
        try
        {
            answer = call(connection.Connection);
            answer.Observe();
            return await answer.WaitAsync(_options.CallTimeout, Time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (connection.IsOpen) End($"RabbitMQ did not answer {what} within {_options.CallTimeout.TotalSeconds:0.###} s");
            else End($"The connection to {connection.Address} was lost during {what}");
            throw EndedException(e);
        }
        catch (Exception e) when (HasEnded || !connection.IsOpen)
        {
            // The event that ends the session may come a moment later than this exception.
            End(connection.Connection.CloseReason is { } reason
                ? Shutdowns.OfConnection(reason, connection.Connection.ClientProvidedName ?? "", connection.Address)
                : $"The connection to {connection.Address} was lost during {what}");
            throw EndedException(e);
        }
    }

    /// <summary>Like the other overload, for calls without a result.</summary>
    internal Task CallAsync(BrokerConnection connection, Func<IConnection, Task> call, string what, CancellationToken cancellationToken) =>
        CallAsync(
            connection,
            async c =>
            {
                await call(c);
                return true;
            },
            what,
            cancellationToken);

    /// <summary>Sets how many deliveries of a channel may be unsettled.</summary>
    internal Task SetPrefetchAsync(BrokerConnection connection, IChannel channel, int prefetch, string purpose, CancellationToken cancellationToken) =>
        CallAsync(connection, _ => channel.BasicQosAsync(0, (ushort)prefetch, global: false), $"basic.qos of {purpose}", cancellationToken);

    /// <summary>Opens a channel and starts something on it; the channel is closed again if that fails.</summary>
    internal async Task<T> StartOnChannelAsync<T>(ChannelReserve channels, Func<OpenChannel, Task<T>> start, CancellationToken cancellationToken)
    {
        var open = await channels.TakeAsync(cancellationToken);
        try
        {
            return await start(open);
        }
        catch
        {
            if (open.Channel.IsOpen && !HasEnded) await CloseChannelAsync(open.Channel);
            throw;
        }
    }

    /// <summary>Ends the session when the broker closes a channel, unless its owner is closing it already.</summary>
    internal void EndWith(IChannel channel, string purpose, Func<bool> isClosing) =>
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            if (reason.Initiator != ShutdownInitiator.Application && !isClosing()) End(Shutdowns.OfChannel(reason, purpose));
            return Task.CompletedTask;
        };

    /// <summary>Closes a channel while the session goes on. Never throws for what the broker says, nor takes longer than the limit.</summary>
    internal async Task CloseChannelAsync(IChannel channel)
    {
        try
        {
            var closing = channel.AbortAsync(CancellationToken.None);
            closing.Observe();
            await closing.WaitAsync(CloseLimit, Time);
        }
        catch (Exception e)
        {
            LogChannelAbandoned(e.Message);
        }
    }
}
