using System.Buffers;
using MessageLB.Measurement;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>A worker of which there is nothing but its heartbeats.</summary>
internal sealed class BeatingWorker(IControlBus control, string group, string name)
{
    private readonly TimeCounter _times = new();
    private long _sequence;
    private long _timed;
    private double _done;
    private double _failed;
    private double _busyMs;

    /// <summary>What it says of itself.</summary>
    public WorkerState State { get; set; } = WorkerState.Ready;

    /// <summary>Whether it says nothing.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Messages done from one heartbeat to the next.</summary>
    public double Doing { get; set; }

    /// <summary>Messages that fail from one to the next.</summary>
    public double Failing { get; set; }

    /// <summary>Time that a message takes it.</summary>
    public double MessageMs { get; set; }

    /// <summary>Time that each fiftieth message takes it, and tells one by one; null for no longer than others, and none told.</summary>
    public double? TailMs { get; set; }

    public int Concurrency { get; set; } = 4;

    public ValueTask BeatAsync()
    {
        if (IsSilent) return ValueTask.CompletedTask;
        _done += Doing;
        _failed += Failing;
        _busyMs += (Doing + Failing) * MessageMs;
        if (TailMs is not null) Time((long)_done + (long)_failed);
        var body = new ArrayBufferWriter<byte>();
        HeartbeatCodec.Write(body, new Heartbeat
        {
            Group = group,
            Destination = name,
            Instance = name + "-1",
            Sequence = ++_sequence,
            State = State,
            Concurrency = Concurrency,
            Done = (long)_done,
            Failed = (long)_failed,
            BusyMs = _busyMs,
            Times = _times.Read(),
        });
        return control.SendAsync(Names.HeartbeatKey(group, name), body.WrittenMemory, CancellationToken.None);
    }

    private void Time(long settled)
    {
        for (; _timed < settled; _timed++) _times.Record(TimeSpan.FromMilliseconds(_timed % 50 == 0 ? TailMs!.Value : MessageMs));
    }
}
