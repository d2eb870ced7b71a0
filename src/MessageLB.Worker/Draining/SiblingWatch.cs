using MessageLB.Transport;

namespace MessageLB.Worker.Draining;

/// <summary>
/// Listens, only while this instance drains, to the heartbeats of its destination: if another instance is ready, it takes what
/// is left in their common queue, which may never run empty under load. Of two that drain at the same time neither sees the
/// other as ready, so neither leaves the queue alone. Thread-safe.
/// </summary>
internal sealed class SiblingWatch(WorkerInstance self, TimeProvider time)
{
    // As many intervals as a dispatcher waits before it doubts a worker.
    private const int TrustedIntervals = 2;
    private const int MostInstances = 256;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (bool Ready, long TrustedUntil)> _instances = [];

    /// <summary>Whether another instance of the destination has said lately that it is ready.</summary>
    public bool SomeoneElseServes
    {
        get
        {
            var now = time.GetTimestamp();
            lock (_lock) return _instances.Values.Any(i => i.Ready && i.TrustedUntil > now);
        }
    }

    /// <summary>Listens until the result is disposed.</summary>
    public ValueTask<IAsyncDisposable> ListenAsync(IControlBus bus, CancellationToken cancellationToken) =>
        bus.SubscribeAsync(Names.HeartbeatKey(self.Group, self.Destination), OnHeartbeat, cancellationToken);

    private void OnHeartbeat(string routingKey, ReadOnlySpan<byte> body)
    {
        if (!HeartbeatCodec.TryRead(body, out var heartbeat, out _)) return;
        if (heartbeat!.Group != self.Group || heartbeat.Destination != self.Destination || heartbeat.Instance == self.Instance) return;
        var trusted = TimeSpan.FromMilliseconds((long)heartbeat.IntervalMs * TrustedIntervals);
        var until = time.GetTimestamp() + (long)(trusted.TotalSeconds * time.TimestampFrequency);
        lock (_lock)
        {
            if (_instances.Count < MostInstances || _instances.ContainsKey(heartbeat.Instance))
                _instances[heartbeat.Instance] = (heartbeat.State == WorkerState.Ready, until);
        }
    }
}
