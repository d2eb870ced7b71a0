using MessageLB.Transport;

namespace MessageLB.RabbitMq;

/// <summary>
/// Publishes on a channel of its own with confirms, which it matches itself: the client's own tracking costs several objects
/// per publish and a walk over all of them for a confirm of many. A channel on which refusals go on is replaced by another, between two
/// publishes and once everything on it has its outcome, so that nothing overtakes and no outcome is lost.
/// </summary>
internal sealed class RabbitMqPublisher : IPublisher
{
    private readonly RabbitMqSession _session;
    private readonly PublisherOptions _options;
    private readonly IPublishOutcomeHandler _outcomes;
    private readonly RefusalWatch _refusals;
    private readonly PropertyWriter _properties;
    private readonly NameCache _names = new();
    private PublishChannel _current;
    private volatile bool _disposed;

    private RabbitMqPublisher(RabbitMqSession session, OpenChannel open, PublisherOptions options, IPublishOutcomeHandler outcomes)
    {
        _session = session;
        _options = options;
        _outcomes = outcomes;
        _refusals = new RefusalWatch(session.Time);
        _properties = new PropertyWriter((int)open.Connection.Connection.FrameMax);
        _current = NewChannel(open);
    }

    public static async ValueTask<RabbitMqPublisher> StartAsync(RabbitMqSession session, PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken) =>
        new(session, await session.PublisherChannels.TakeAsync(cancellationToken), options, outcomes);

    /// <inheritdoc />
    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(routingKey);
        ArgumentNullException.ThrowIfNull(properties);
        if (body.Length > _session.Options.MaxMessageSize) throw new MessageTooLargeException(body.Length, _session.Options.MaxMessageSize);
        _properties.Write(properties);
        var publish = new UnconfirmedPublish(correlation, exchange, routingKey, properties.MessageId);
        if (_refusals.IsDue) return ReplaceAndSendAsync(publish, body);
        return _current.Ring.TryAdd(publish) switch
        {
            RingAdd.Added => SendAsync(exchange, routingKey, body),
            RingAdd.Full => SendWhenRoomAsync(publish, body),
            _ => ValueTask.FromException(EndedException()),
        };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _current.DisposeAsync();
    }

    private PublishChannel NewChannel(OpenChannel open) => new(_session, open.Channel, _options.MaxUnconfirmed, _outcomes, _refusals);

    private async ValueTask ReplaceAndSendAsync(UnconfirmedPublish publish, ReadOnlyMemory<byte> body)
    {
        // Confirms of two channels would come in any order, and those who settle by prefix count on the order of one.
        await _current.Ring.WaitUntilEmptyAsync();
        if (_disposed || _session.HasEnded) throw EndedException();
        var former = _current;
        _current = await OpenNextAsync();
        _refusals.Replaced();
        _session.LogChannelReplaced(publish.Exchange, publish.RoutingKey);
        await former.DisposeAsync();
        // Whoever disposes in between has disposed the former one.
        if (_disposed) await _current.DisposeAsync();
        await SendWhenRoomAsync(publish, body);
    }

    private async Task<PublishChannel> OpenNextAsync()
    {
        try
        {
            return NewChannel(await _session.PublisherChannels.TakeAsync(_session.Ended));
        }
        catch (Exception e) when (e is not SessionEndedException)
        {
            _session.End($"No other channel could be opened to publish on: {e.Message}");
            throw EndedException(e);
        }
    }

    private async ValueTask SendWhenRoomAsync(UnconfirmedPublish publish, ReadOnlyMemory<byte> body)
    {
        RingAdd added;
        do
        {
            await _current.Ring.WaitForRoomAsync();
            added = _current.Ring.TryAdd(publish);
        }
        while (added == RingAdd.Full);
        if (added == RingAdd.Closed) throw EndedException();
        await SendAsync(publish.Exchange, publish.RoutingKey, body);
    }

    private ValueTask SendAsync(string exchange, string routingKey, ReadOnlyMemory<byte> body)
    {
        // The session's token is no time limit for one publish: it frees publishes that are stuck in the client once the session
        // has ended, and only then.
        var sent = _current.Channel.BasicPublishAsync(_names.Get(exchange), _names.Get(routingKey), mandatory: true, _properties.Properties, body, _session.Ended);
        return sent.IsCompletedSuccessfully ? sent : AwaitSentAsync(sent);
    }

    private async ValueTask AwaitSentAsync(ValueTask sent)
    {
        try
        {
            await sent;
        }
        catch (Exception e)
        {
            // Taken already: its outcome is reported, and a publish has either an outcome or an exception, not both.
            if (!_current.Ring.TryTakeBackLast()) return;
            if (PropertyWriter.IsUnwritable(e)) throw new MessageLBException($"The message cannot be sent: {e.Message}", e);
            if (!_disposed) _session.End($"A publish failed: {e.Message}");
            throw EndedException(e);
        }
    }

    private SessionEndedException EndedException(Exception? cause = null) =>
        _session.HasEnded ? _session.EndedException(cause) : new SessionEndedException("The publisher has been disposed.", cause);
}
