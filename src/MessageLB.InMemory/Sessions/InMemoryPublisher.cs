using MessageLB.InMemory.Broker;
using MessageLB.InMemory.Queues;
using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>
/// A publisher: routes in the caller's thread, and tells outcomes in a loop of its own, as a broker's confirms come back later
/// and elsewhere.
/// </summary>
internal sealed class InMemoryPublisher : IPublisher, ISessionPart
{
    private readonly InMemorySession _session;
    private readonly OutcomeLoop _outcomes;

    // Guards what is held back while the broker is blocked.
    private readonly Lock _heldBackLock = new();
    private readonly Queue<(StoredMessage Message, ulong Correlation)> _heldBack = [];
    private volatile bool _holdsBack;

    public InMemoryPublisher(InMemorySession session, int maxUnconfirmed, IPublishOutcomeHandler handler)
    {
        _session = session;
        _outcomes = new OutcomeLoop(session, maxUnconfirmed, handler);
    }

    public Task Completion => _outcomes.Completion;

    /// <summary>Starts to tell outcomes.</summary>
    public void Start() => _outcomes.Start();

    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(routingKey);
        ArgumentNullException.ThrowIfNull(properties);
        ShortText.ThrowIfTooLong(routingKey, nameof(routingKey));
        if (body.Length > _session.Broker.Options.MaxMessageSize) throw new MessageTooLargeException(body.Length, _session.Broker.Options.MaxMessageSize);
        if (!_outcomes.TryBegin()) return WaitAndPublishAsync(exchange, routingKey, properties, body, correlation);
        Publish(new Publication(exchange, routingKey, properties, body.Span), correlation);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        End();
        await _outcomes.Completion;
        _session.Remove(this);
    }

    void ISessionPart.EndWithSession() => End();

    void ISessionPart.OnUnblocked() => RouteHeldBack();

    private async ValueTask WaitAndPublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        do
        {
            await _outcomes.WaitForRoomAsync();
        }
        while (!_outcomes.TryBegin());

        Publish(new Publication(exchange, routingKey, properties, body.Span), correlation);
    }

    /// <summary>Routes or holds back a publish that has begun; it ends with an outcome or, if this throws, without one.</summary>
    private void Publish(in Publication publication, ulong correlation)
    {
        var told = false;
        try
        {
            if ((_session.Broker.BlockedReason is null && !_holdsBack) || !TryHoldBack(publication, correlation))
            {
                var outcome = Route(publication, out var failure);
                _outcomes.Tell(correlation, outcome);
                if (failure is not null) _session.End(failure);
            }

            told = true;
        }
        finally
        {
            if (!told) _outcomes.Abandon();
        }
    }

    /// <summary>Routes; a failure is what a real broker closes the channel for (NOT_FOUND, PRECONDITION_FAILED), and with it the session.</summary>
    private PublishOutcome Route(in Publication publication, out string? failure)
    {
        failure = null;
        if (publication.Properties.Expiration is { } expiration && !MessageQueue.IsExpiration(expiration))
        {
            failure = $"A message had the expiration '{expiration}'; it must be milliseconds, 0 to {uint.MaxValue}, as text.";
            return PublishOutcome.Unknown;
        }

        switch (_session.Broker.Publish(publication))
        {
            case Acceptance.Taken: return PublishOutcome.Confirmed;
            case Acceptance.Full: return PublishOutcome.Refused;
            case Acceptance.Unroutable: return PublishOutcome.Returned;
            default:
                failure = $"Exchange '{publication.Exchange}' does not exist; declare it first.";
                return PublishOutcome.Unknown;
        }
    }

    private bool TryHoldBack(in Publication publication, ulong correlation)
    {
        lock (_heldBackLock)
        {
            // Unblocked meanwhile: then what was held back has been routed, for that happens under this lock, and this publish
            // follows in order.
            if (_session.Broker.BlockedReason is null && _heldBack.Count == 0) return false;
            _holdsBack = true;
            _heldBack.Enqueue((StoredMessage.Of(publication, StoredMessage.Never), correlation));
        }

        // Unblocked, or ended, between the look and the lock: nobody else would come for it.
        if (_session.HasEnded) DropHeldBack();
        else if (_session.Broker.BlockedReason is null) RouteHeldBack();
        return true;
    }

    private void RouteHeldBack()
    {
        string? failure = null;
        lock (_heldBackLock)
        {
            while (failure is null && _session.Broker.BlockedReason is null && _heldBack.TryDequeue(out var held))
            {
                _outcomes.Tell(held.Correlation, Route(held.Message.ToPublication(), out failure));
                held.Message.Release();
            }

            _holdsBack = _heldBack.Count > 0;
        }

        if (failure is not null) _session.End(failure);
    }

    private void DropHeldBack()
    {
        lock (_heldBackLock)
        {
            while (_heldBack.TryDequeue(out var held))
            {
                _outcomes.Tell(held.Correlation, PublishOutcome.Unknown);
                held.Message.Release();
            }

            _holdsBack = false;
        }
    }

    private void End()
    {
        DropHeldBack();
        _outcomes.Close();
    }
}
