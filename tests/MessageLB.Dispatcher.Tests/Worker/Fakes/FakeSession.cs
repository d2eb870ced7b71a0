using MessageLB.Testing;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>A session that writes down every call, in order, as one line of text.</summary>
internal sealed class FakeSession(FakeTransport transport) : ITransportSession, ITopology, IControlBus, IPresence
{
    private readonly CancellationTokenSource _ended = new();
    private readonly List<(string Pattern, ControlHandler Handler)> _subscriptions = [];
    private readonly Dictionary<string, IDeliveryHandler> _handlers = [];
    private ulong _lastTag;

    public CancellationToken Ended => _ended.Token;

    public string? EndReason { get; private set; }

    public ITopology Topology => this;

    public IControlBus Control => this;

    public IPresence Presence => this;

    /// <summary>Every call but heartbeats.</summary>
    public Recorder<string> Calls { get; } = new("calls");

    public Recorder<Heartbeat> Heartbeats { get; } = new("heartbeats");

    /// <summary>Name of the thread that sent the last heartbeat.</summary>
    public string? HeartbeatThread { get; private set; }

    public Recorder<FakePublish> Publishes { get; } = new("publishes");

    public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken)
    {
        Calls.Add($"receive {options.Queue} prefetch {options.Prefetch}");
        _handlers[options.Queue] = handler;
        return new ValueTask<IReceiver>(new FakeReceiver(this));
    }

    public ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken) =>
        new(new FakePublisher(transport, this, outcomes));

    /// <summary>Delivers one message and returns when the handler of deliveries has taken it.</summary>
    public async Task DeliverAsync(MessageProperties properties, byte[] body, bool redelivered = false, string queue = "messagelb.work.orders.a")
    {
        // The transport's memory is reused as soon as the handler has returned; whoever kept it sees garbage.
        var lent = body.ToArray();
        await _handlers[queue].HandleAsync(new Delivery(++_lastTag, string.Empty, queue, redelivered, properties, lent));
        Array.Fill(lent, (byte)'!');
        properties.Clear();
    }

    /// <summary>Sends a control message to the worker.</summary>
    public void Command(string routingKey, string body) => Deliver(routingKey, System.Text.Encoding.UTF8.GetBytes(body));

    /// <summary>Lets the worker hear a heartbeat of another instance of its destination.</summary>
    public ValueTask OtherInstanceAsync(string instance, WorkerState state, int intervalMs)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        HeartbeatCodec.Write(buffer, new Heartbeat { Group = "orders", Destination = "a", Instance = instance, Sequence = 1, State = state, IntervalMs = intervalMs });
        return SendAsync(Names.HeartbeatKey("orders", "a"), buffer.WrittenMemory, CancellationToken.None);
    }

    /// <summary>Ends the session as a lost connection does.</summary>
    public void End(string reason)
    {
        EndReason = reason;
        _ended.Cancel();
    }

    public ValueTask DeclareExchangeAsync(ExchangeSpec exchange, CancellationToken cancellationToken) => Note($"declare exchange {exchange.Name}");

    public ValueTask DeclareQueueAsync(QueueSpec queue, CancellationToken cancellationToken) =>
        transport.Refusal(queue.Name) is { } refusal ? throw refusal : Note($"declare queue {queue.Name}");

    public ValueTask BindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) =>
        Note($"bind {queue} to {exchange} by {routingKey}");

    public ValueTask UnbindAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) =>
        Note($"unbind {queue} from {exchange} by {routingKey}");

    public async ValueTask<QueueDepth?> InspectAsync(string queue, CancellationToken cancellationToken)
    {
        Calls.Add($"inspect {queue}");
        if (!queue.StartsWith("messagelb.work.", StringComparison.Ordinal)) return queue == transport.Deleted ? null : new QueueDepth(0, 1);
        var depth = new QueueDepth(transport.Ready(), 1);
        await transport.Looking(this);
        return _ended.IsCancellationRequested ? throw new SessionEndedException("the session has ended") : depth;
    }

    public ValueTask DeleteQueueAsync(string queue, CancellationToken cancellationToken) => Note($"delete {queue}");

    public ValueTask SendAsync(string routingKey, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (_ended.IsCancellationRequested) throw new SessionEndedException("the session has ended");
        if (routingKey.StartsWith("probe.", StringComparison.Ordinal)) return Note($"{routingKey} {System.Text.Encoding.UTF8.GetString(body.Span)}");
        if (!HeartbeatCodec.TryRead(body.Span, out var heartbeat, out var error)) throw new InvalidOperationException(error);
        Deliver(routingKey, body);
        if (heartbeat!.Instance != "i1") return ValueTask.CompletedTask;
        if (Heartbeats.Count == 0 || Heartbeats.Items[^1].State != heartbeat.State) Calls.Add($"heartbeat {routingKey} {HeartbeatCodec.StateName(heartbeat.State)}");
        Heartbeats.Add(heartbeat);
        HeartbeatThread = Thread.CurrentThread.Name;
        var sending = transport.Sending();
        return sending.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(sending);
    }

    public ValueTask<IAsyncDisposable> SubscribeAsync(string pattern, ControlHandler handler, CancellationToken cancellationToken)
    {
        Calls.Add($"subscribe {pattern}");
        _subscriptions.Add((pattern, handler));
        return new ValueTask<IAsyncDisposable>(new FakeEnd(() => Calls.Add($"unsubscribe {pattern}")));
    }

    public ValueTask<IAsyncDisposable> HoldAsync(WorkerInstance instance, CancellationToken cancellationToken)
    {
        if (transport.Refusal(Names.PresenceQueue(instance)) is { } refusal) throw refusal;
        Calls.Add($"hold {instance.Group}/{instance.Destination}");
        return new ValueTask<IAsyncDisposable>(new FakeEnd(() => Calls.Add("farewell")));
    }

    public ValueTask<IAsyncDisposable?> WatchAsync(WorkerInstance instance, Action<PresenceEnd> ended, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        Calls.Add("dispose");
        _ended.Cancel();
        return ValueTask.CompletedTask;
    }

    private void Deliver(string routingKey, ReadOnlyMemory<byte> body)
    {
        foreach (var (_, handler) in _subscriptions.ToArray().Where(s => TopicPattern.Matches(s.Pattern, routingKey))) handler(routingKey, body.Span);
    }

    private ValueTask Note(string call)
    {
        Calls.Add(call);
        return ValueTask.CompletedTask;
    }
}
