using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>A worker that fetches what comes and settles nothing by itself.</summary>
internal sealed class FakeWorker(RescueRig rig, string name, ITransportSession session)
{
    private const int Prefetch = 1000;

    private readonly RecordingDeliveryHandler _handler = new();
    private IReceiver? _receiver;
    private long _sequence;
    private long _done;
    private int _window;

    /// <summary>Whether it says what it holds. Default false.</summary>
    public bool TellsInFlight { get; set; }

    /// <summary>Messages that it takes as one. Default 0: no frames.</summary>
    public int FrameMax { get; set; }

    /// <summary>Time that a message takes it, in milliseconds. Default 0: it does not say.</summary>
    public double MessageMs { get; set; }

    public string Name { get; } = name;

    public ITransportSession Session { get; } = session;

    /// <summary>Messages settled.</summary>
    public int Done => (int)_done;

    public IReadOnlyList<ReceivedMessage> Received => _handler.Received;

    public int Deliveries => _handler.Received.Count;

    public IReadOnlyList<string> Ids => [.. _handler.Received.Select(m => m.Properties.MessageId!)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task ConsumeAsync()
    {
        await Session.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue(rig.Group.Config.Name, Name), Token);
        _receiver = await Session.StartAsync(new ReceiveOptions { Queue = Names.WorkQueue(rig.Group.Config.Name, Name), Prefetch = Prefetch }, _handler, Token);
    }

    /// <summary>Waits for so many deliveries and returns the ids of their messages.</summary>
    public async Task<IEnumerable<string>> IdsAsync(int count) => (await _handler.TakeAsync(count, Token)).Select(m => m.Properties.MessageId!);

    public async Task<ReceivedMessage> MessageAsync(int number) => (await _handler.TakeAsync(number + 1, Token))[number];

    /// <summary>Says that it is ready and takes so many at a time.</summary>
    public void Report(int window, WorkerState state = WorkerState.Ready)
    {
        _window = window;
        rig.Group.OnHeartbeat(new Heartbeat
        {
            Group = rig.Group.Config.Name,
            Destination = Name,
            Instance = Name + "-1",
            Sequence = ++_sequence,
            State = state,
            Concurrency = window,
            InFlight = TellsInFlight ? (int)(Deliveries - _done) : 0,
            Done = _done,
            FrameMax = FrameMax,
            BusyMs = _done * MessageMs,
            DoneBy = new Dictionary<string, long> { [RescueRig.Dispatcher] = _done },
        });
    }

    /// <summary>Says the same again.</summary>
    public void Repeat() => Report(_window);

    /// <summary>Settles its oldest messages, and reports it if it is still alive then.</summary>
    public async Task DoneAsync(int count, bool report = true)
    {
        _done += count;
        await _receiver!.AckAsync((ulong)_done, multiple: true);
        if (report) Report(_window);
    }

    /// <summary>Dies: the broker makes available what it held, and tells the dispatcher.</summary>
    public async Task DieAsync()
    {
        await Session.DisposeAsync();
        rig.Group.OnPresenceEnded(new WorkerInstance(rig.Group.Config.Name, Name, Name + "-1"), PresenceEnd.Lost);
    }
}
