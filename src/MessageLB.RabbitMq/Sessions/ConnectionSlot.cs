namespace MessageLB.RabbitMq;

/// <summary>A place for one of a session's connections, made when it is first asked for.</summary>
internal sealed class ConnectionSlot(RabbitMqSession session, Connector connector, string name, WriteStyle writes)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile BrokerConnection? _connection;

    /// <summary>The connection, if it was made.</summary>
    public BrokerConnection? Made => _connection;

    public async ValueTask<BrokerConnection> GetAsync(CancellationToken cancellationToken)
    {
        session.ThrowIfEnded();
        if (_connection is { } existing) return existing;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
        try
        {
            await _turn.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw session.EndedException();
        }

        try
        {
            return _connection ?? await ConnectAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && session.HasEnded)
        {
            throw session.EndedException();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes the connection if there is one; called once, after the session has ended.</summary>
    public async Task CloseAsync(TimeSpan limit, TimeProvider time)
    {
        // Under the same lock as connecting: a connection that is just being made is closed here or refused below, never lost.
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (_connection is { } connection) await connection.CloseAsync(limit, time);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<BrokerConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        session.ThrowIfEnded();
        var connection = await connector.ConnectAsync(name, writes, cancellationToken);
        connection.Connection.ConnectionShutdownAsync += (_, reason) =>
        {
            session.End(Shutdowns.OfConnection(reason, name, connection.Address));
            return Task.CompletedTask;
        };
        connection.Connection.ConnectionBlockedAsync += (_, blocked) =>
        {
            session.SetBlocked(blocked.Reason);
            return Task.CompletedTask;
        };
        connection.Connection.ConnectionUnblockedAsync += (_, _) =>
        {
            session.SetBlocked(null);
            return Task.CompletedTask;
        };
        _connection = connection;
        return connection;
    }
}
