using MessageLB.InMemory.Broker;
using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>
/// A session: what one client has running at the broker. Whatever a session must end or give back, it registers under its lock,
/// under which it is also marked as ended: so either the end sees the registration, or the registration sees the end. The
/// broker's and the queues' locks come after it, never before.
/// </summary>
internal sealed class InMemorySession : ITransportSession
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _tornDown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<ISessionPart> _parts = [];
    private readonly SessionOptions _options;
    private Task _told = Task.CompletedTask;
    private string? _endReason;
    private volatile bool _hasEnded;

    public InMemorySession(MessageBroker broker, SessionOptions options)
    {
        Broker = broker;
        _options = options;
        Topology = new InMemoryTopology(this);
        Control = new InMemoryControlBus(this);
        Presence = new InMemoryPresence(this);
    }

    public MessageBroker Broker { get; }

    public string ClientName => _options.ClientName;

    public CancellationToken Ended => _ended.Token;

    public string? EndReason => _endReason;

    public ITopology Topology { get; }

    public IControlBus Control { get; }

    public IPresence Presence { get; }

    public bool HasEnded => _hasEnded;

    public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Prefetch, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Prefetch, 2000, nameof(options));
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfEnded();
        var queue = Broker.FindQueue(options.Queue, this);
        var receiver = new InMemoryReceiver(this, queue, options, handler);
        Add(receiver, () =>
        {
            if (!queue.TryAdd(receiver)) throw new MessageLBException($"Queue '{options.Queue}' was deleted meanwhile.");
            receiver.Start();
        });
        return ValueTask.FromResult<IReceiver>(receiver);
    }

    public ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxUnconfirmed, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxUnconfirmed, 4096, nameof(options));
        cancellationToken.ThrowIfCancellationRequested();
        var publisher = new InMemoryPublisher(this, options.MaxUnconfirmed, outcomes);
        Add(publisher, publisher.Start);
        return ValueTask.FromResult<IPublisher>(publisher);
    }

    public void ThrowIfEnded()
    {
        if (_hasEnded) throw new SessionEndedException($"The session of '{ClientName}' has ended: {_endReason ?? "it was disposed."}");
    }

    /// <summary>Registers something in a way that the end of the session does not miss.</summary>
    /// <exception cref="SessionEndedException">The session has ended; nothing was registered.</exception>
    public void WhileAlive(Action register)
    {
        lock (_lock)
        {
            ThrowIfEnded();
            register();
        }
    }

    /// <summary>Registers a part that ends with the session, and does what makes it run.</summary>
    /// <exception cref="SessionEndedException">The session has ended; the part does not run.</exception>
    public void Add(ISessionPart part, Action run) => WhileAlive(() =>
    {
        run();
        _parts.Add(part);
    });

    public void Remove(ISessionPart part)
    {
        lock (_lock) _parts.Remove(part);
    }

    /// <summary>Ends the session; whatever comes second does nothing.</summary>
    public void End(string? reason)
    {
        if (TryMarkEnded(reason)) TearDown();
    }

    /// <summary>From here on every call fails; <see cref="TearDown"/> must follow. False if it was marked before.</summary>
    public bool TryMarkEnded(string? reason)
    {
        lock (_lock)
        {
            if (_hasEnded) return false;
            _endReason = reason;
            _hasEnded = true;
            return true;
        }
    }

    /// <summary>Gives back to the broker whatever the session holds, and then tells its owner.</summary>
    public void TearDown()
    {
        List<ISessionPart> parts;
        lock (_lock) parts = [.. _parts];
        foreach (var part in parts) part.EndWithSession();
        Broker.DeleteQueuesOf(this);
        Broker.Presence.ReleaseAll(this);
        Broker.Sessions.Remove(this);
        _tornDown.SetResult();
        _told = TellOwnerAsync();
    }

    public void OnBlockedChanged(string? reason)
    {
        List<ISessionPart> parts;
        lock (_lock) parts = [.. _parts];
        if (reason is null)
        {
            foreach (var part in parts) part.OnUnblocked();
        }

        _options.BlockedChanged?.Invoke(reason);
    }

    /// <summary>Ends the session and waits until every publish has had its outcome.</summary>
    public async ValueTask DisposeAsync()
    {
        End(null);
        // Another thread may be ending it: whoever opens the next session must find tokens and messages given back.
        await _tornDown.Task;
        List<ISessionPart> parts;
        lock (_lock) parts = [.. _parts];
        foreach (var part in parts) await part.Completion;
    }

    private async Task TellOwnerAsync()
    {
        try
        {
            // Elsewhere: a callback may dispose this session or open the next, which must not happen inside the end of this one.
            await _ended.CancelAsync();
        }
        catch (AggregateException)
        {
            // A fault of the owner's callbacks; there is nobody but the owner to tell.
        }
    }
}
