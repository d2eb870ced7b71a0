using System.Buffers;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>A worker of which there is nothing but its heartbeats.</summary>
internal sealed class BeatingWorker(IControlBus control, string group, string name)
{
    private long _sequence;
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

    public int Concurrency { get; set; } = 4;

    public ValueTask BeatAsync()
    {
        if (IsSilent) return ValueTask.CompletedTask;
        _done += Doing;
        _failed += Failing;
        _busyMs += (Doing + Failing) * MessageMs;
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
        });
        return control.SendAsync(Names.HeartbeatKey(group, name), body.WrittenMemory, CancellationToken.None);
    }
}
