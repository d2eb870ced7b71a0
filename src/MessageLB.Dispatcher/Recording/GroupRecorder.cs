using MessageLB.Transport;

namespace MessageLB.Dispatcher.Recording;

/// <summary>Where a group tells what happens, whether or not somebody records it: one volatile read if nobody does. Thread-safe.</summary>
internal sealed class GroupRecorder
{
    private GroupRecording? _recording;

    /// <summary>A message came from ingress.</summary>
    public void Arrived(in Delivery delivery)
    {
        if (Volatile.Read(ref _recording) is { } recording && !delivery.Redelivered) recording.AddArrival(delivery.Properties);
    }

    /// <summary>A heartbeat was accepted.</summary>
    public void Reported(Heartbeat heartbeat) => Volatile.Read(ref _recording)?.AddReport(heartbeat);

    /// <summary>Tells a recording from now on; false if there is one.</summary>
    public bool TryAttach(GroupRecording recording) => Interlocked.CompareExchange(ref _recording, recording, null) is null;

    /// <summary>Tells this recording no more.</summary>
    public void Detach(GroupRecording recording) => Interlocked.CompareExchange(ref _recording, null, recording);
}
