using System.Buffers;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Holding;

/// <summary>A worker that fetches what comes, and reports what the test says.</summary>
internal sealed class HoldWorker(HoldRig rig, string name, ITransportSession session)
{
    private readonly RecordingDeliveryHandler _handler = RecordingDeliveryHandler.Acking();
    private long _sequence;
    private long _done;
    private int _window;

    public string Name { get; } = name;

    public ITransportSession Session { get; } = session;

    public int Deliveries => _handler.Received.Count;

    public IReadOnlyList<string> Ids => [.. _handler.Received.Select(m => m.Properties.MessageId!)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task ConsumeAsync()
    {
        await Session.Topology.DeclareQueueAsync(TopologySpecs.HoldQueue(rig.Group.Config.Name, Name), Token);
        await Session.StartAsync(new ReceiveOptions { Queue = Names.HoldQueue(rig.Group.Config.Name, Name), Prefetch = 1000 }, _handler, Token);
    }

    /// <summary>Waits for so many deliveries and returns the ids of their messages.</summary>
    public async Task<IEnumerable<string>> IdsAsync(int count) => (await _handler.TakeAsync(count, Token)).Select(m => m.Properties.MessageId!);

    /// <summary>Waits for a delivery, by its number from 0.</summary>
    public async Task<ReceivedMessage> MessageAsync(int number) => (await _handler.TakeAsync(number + 1, Token))[number];

    /// <summary>Says that it is ready and takes so many at a time.</summary>
    public void Report(int window, WorkerState state = WorkerState.Ready, bool results = true)
    {
        _window = window;
        rig.Group.OnHeartbeat(new Heartbeat
        {
            Group = rig.Group.Config.Name,
            Destination = Name,
            Instance = Name + "-1",
            Sequence = ++_sequence,
            State = state,
            Results = results,
            Concurrency = window,
            Done = _done,
            DoneBy = new Dictionary<string, long> { [HoldRig.Dispatcher] = _done },
        });
    }

    /// <summary>Reports a result, and with the next heartbeat that one more is settled.</summary>
    public async Task EndAsync(string id, ResultStatus status = ResultStatus.Success, string? error = null, int attempt = 1, string dispatcher = HoldRig.Dispatcher)
    {
        await SayAsync(new WorkResult(id, attempt, status, 1, error, dispatcher));
        _done++;
        Report(_window);
    }

    /// <summary>Reports a result and nothing else.</summary>
    public async Task SayAsync(WorkResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ResultCodec.Write(buffer, [result]);
        await Session.Control.SendAsync(Names.ResultKey(rig.Group.Config.Name, Name), buffer.WrittenMemory, Token);
    }

    /// <summary>Dies, and the broker tells the dispatcher.</summary>
    public async Task DieAsync(PresenceEnd end = PresenceEnd.Lost)
    {
        await Session.DisposeAsync();
        rig.Group.OnPresenceEnded(new WorkerInstance(rig.Group.Config.Name, Name, Name + "-1"), end);
    }
}
