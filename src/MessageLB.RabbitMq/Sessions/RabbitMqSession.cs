using System.Collections.Concurrent;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>
/// One epoch: up to three connections, more only where they have too many channels, and everything on them. It ends once, as a whole, and the token that says so is
/// cancelled at no other time; it is what frees calls that are stuck inside the client.
/// </summary>
internal sealed partial class RabbitMqSession : ITransportSession
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    // After a fault: if the broker still answered, it would do so by then, and the next session waits for this.
    private static readonly TimeSpan CloseLimitAfterFault = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(5);

    private readonly RabbitMqOptions _options;
    private readonly SessionOptions _sessionOptions;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _tornDown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<RabbitMqReceiver, bool> _receivers = new();
    private readonly Lock _blockedLock = new();
    private readonly ILogger _logger;
    private int _endings;
    private volatile string? _endReason;
    private volatile string? _blocked;

    public RabbitMqSession(RabbitMqOptions options, Connector connector, SessionOptions sessionOptions)
    {
        _options = options;
        _sessionOptions = sessionOptions;
        _logger = options.LoggerFactory.CreateLogger<RabbitMqSession>();
        Connector = connector;
        Consuming = new ConnectionSlots(this, connector, $"{sessionOptions.ClientName} (consume)", WriteStyle.Direct);
        Publishing = new ConnectionSlots(this, connector, $"{sessionOptions.ClientName} (publish)", WriteStyle.Coalesced);
        Controlling = new ConnectionSlots(this, connector, $"{sessionOptions.ClientName} (control)", WriteStyle.Direct);
        ReceiverChannels = new ChannelReserve(this, Consuming, null, sessionOptions.SparePrefetch > 0, sessionOptions.SparePrefetch);
        PublisherChannels = new ChannelReserve(this, Publishing, new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), sessionOptions.SparePrefetch > 0);
        ControlChannels = new ChannelReserve(this, Controlling, null, isKept: false);
        Ended = _ended.Token;
        Topology = new RabbitMqTopology(this);
        Bus = new RabbitMqControlBus(this);
        Presence = new RabbitMqPresence(this);
    }

    /// <inheritdoc />
    public CancellationToken Ended { get; }

    /// <inheritdoc />
    public string? EndReason => _endReason;

    /// <inheritdoc />
    public ITopology Topology { get; }

    /// <inheritdoc />
    public IControlBus Control => Bus;

    /// <inheritdoc />
    public IPresence Presence { get; }

    internal RabbitMqControlBus Bus { get; }

    internal Connector Connector { get; }

    /// <summary>Receivers and topology, because an exclusive queue may be consumed only where it was declared.</summary>
    internal ConnectionSlots Consuming { get; }

    /// <summary>Everything that publishes, and nothing else.</summary>
    internal ConnectionSlots Publishing { get; }

    /// <summary>Control subscriptions and presence, so that heartbeats do not queue behind deliveries.</summary>
    internal ConnectionSlots Controlling { get; }

    /// <summary>Channels of receivers.</summary>
    internal ChannelReserve ReceiverChannels { get; }

    /// <summary>Channels of publishers.</summary>
    internal ChannelReserve PublisherChannels { get; }

    /// <summary>Channels of control subscriptions and presence tokens.</summary>
    internal ChannelReserve ControlChannels { get; }

    internal ILogger Logger => _logger;

    internal TimeProvider Time => _options.TimeProvider;

    internal RabbitMqOptions Options => _options;

    internal bool HasEnded => Volatile.Read(ref _endings) != 0;

    /// <summary>The broker's reason while it does not read publishes; null otherwise.</summary>
    internal string? Blocked => _blocked;

    /// <inheritdoc />
    public async ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Prefetch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Prefetch, 2000);
        return await RabbitMqReceiver.StartAsync(this, options, handler, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxUnconfirmed, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxUnconfirmed, 4096);
        return await RabbitMqPublisher.StartAsync(this, options, outcomes, cancellationToken);
    }

    /// <inheritdoc />
    public void End(string reason)
    {
        if (EndOnce(reason)) LogEnded(_sessionOptions.ClientName, reason);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!HasEnded)
        {
            var flushing = Task.WhenAll(_receivers.Keys.Select(r => r.FlushAsync()));
            flushing.Observe();
            await flushing.WaitAsync(CloseLimit, Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        EndOnce(null);
        try
        {
            await _tornDown.Task.WaitAsync(DisposeLimit, Time);
        }
        catch (TimeoutException)
        {
            LogAbandoned(_sessionOptions.ClientName, DisposeLimit.TotalSeconds);
        }
    }

    /// <summary>Keeps a receiver in mind that is to be flushed when the session is disposed.</summary>
    internal void Remember(RabbitMqReceiver receiver) => _receivers[receiver] = true;

    internal void Forget(RabbitMqReceiver receiver) => _receivers.TryRemove(receiver, out _);

    /// <summary>Calls something again and again until the timer is disposed or the session ends, whichever comes first.</summary>
    internal ITimer Every(TimeSpan period, TimerCallback callback, object state)
    {
        var timer = Time.CreateTimer(callback, state, period, period);

        // Owners need not dispose what they got from a session that has ended, so nothing of it may go on by itself.
        Ended.UnsafeRegister(static t => ((ITimer)t!).Dispose(), timer);
        return timer;
    }

    internal void ThrowIfEnded()
    {
        if (HasEnded) throw EndedException();
    }

    internal SessionEndedException EndedException(Exception? cause = null) => new(_endReason ?? "The session has been disposed.", cause);

    internal void SetBlocked(string? reason)
    {
        lock (_blockedLock)
        {
            if (_blocked == reason || (reason is not null && HasEnded)) return;
            _blocked = reason;
        }

        if (reason is null) LogUnblocked(_sessionOptions.ClientName);
        else LogBlocked(_sessionOptions.ClientName, reason);
        try
        {
            _sessionOptions.BlockedChanged?.Invoke(reason);
        }
        catch (Exception e)
        {
            LogCallbackFailed(e, nameof(SessionOptions.BlockedChanged));
        }
    }

    private bool EndOnce(string? reason)
    {
        if (Interlocked.Exchange(ref _endings, 1) != 0) return false;
        _endReason = reason;
        if (reason is not null && Consuming.Made is { } connection) Connector.MoveOnFrom(connection.Host);

        // On the pool, because this may run on a receive loop of the client, which must not run other people's callbacks and
        // which the closing of its connection would wait for.
        Task.Run(TearDownAsync, CancellationToken.None).Observe();
        return true;
    }

    private async Task TearDownAsync()
    {
        try
        {
            await _ended.CancelAsync();
        }
        catch (AggregateException e)
        {
            LogCallbackFailed(e, nameof(Ended));
        }

        // The next session may not be blocked, and would then not say so.
        SetBlocked(null);
        var limit = _endReason is null ? CloseLimit : CloseLimitAfterFault;
        await Task.WhenAll(
            Consuming.CloseAsync(limit, Time),
            Publishing.CloseAsync(limit, Time),
            Controlling.CloseAsync(limit, Time));
        _tornDown.TrySetResult();
    }
}
